package dev.plimsoll.session;

/** Who began a session, seen from the host whose table it is in. */
public enum Direction {
  /** A remote host began it towards this one. */
  IN,
  /** This host began it towards a remote one. */
  OUT,
  /** Neither end is this host: it routes for others. */
  FORWARDED,
  /** Both ends are this host; the provider outside never sees it. */
  LOCAL,
  /** The host's own addresses are not known. */
  UNKNOWN;

  /** The word used in filters, tables and JSON. */
  public String word() {
    return switch (this) {
      case IN -> "in";
      case OUT -> "out";
      case FORWARDED -> "forwarded";
      case LOCAL -> "local";
      case UNKNOWN -> "unknown";
    };
  }
}
