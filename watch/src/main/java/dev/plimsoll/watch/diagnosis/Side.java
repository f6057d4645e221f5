package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleBuffer;

/** Whether this host, or a guest or container behind it, began a session. */
enum Side {
  /** This host or a guest of it. */
  OUT,
  /** Somebody outside. */
  IN,
  /** Both ends are this host, or it cannot be told which end is a guest of it. */
  NEITHER;

  /**
   * The side of a session. What is forwarded is a guest's: it is told by our own NAT, and without
   * it by the end that has a private address.
   */
  static Side of(final Session session, final HostAddresses host) {
    return switch (host.directionOf(session)) {
      case OUT -> OUT;
      case IN -> IN;
      case LOCAL -> NEITHER;
      case FORWARDED, UNKNOWN -> ofGuest(session, host);
    };
  }

  private static Side ofGuest(final Session session, final HostAddresses host) {
    final TupleBuffer original = session.original();
    final TupleBuffer reply = session.reply();
    final int family = original.family();
    if (host.isOwn(family, reply.destinationHigh(), reply.destinationLow())) {
      return OUT;
    }
    if (host.isOwn(family, original.destinationHigh(), original.destinationLow())) {
      return IN;
    }
    final boolean fromInside = isPrivate(family, original.sourceHigh(), original.sourceLow());
    final boolean toInside = isPrivate(family, reply.sourceHigh(), reply.sourceLow());
    if (fromInside == toInside) {
      return NEITHER;
    }
    return fromInside ? OUT : IN;
  }

  // RFC 1918, RFC 6598, RFC 3927; RFC 4193, RFC 4291.
  private static boolean isPrivate(final int family, final long high, final long low) {
    if (family == Family.IPV4) {
      return low >>> 24 == 10
          || low >>> 20 == 0xac1
          || low >>> 16 == 0xc0a8
          || low >>> 22 == 0x6440 >>> 6
          || low >>> 16 == 0xa9fe;
    }
    return high >>> 57 == 0xfc >>> 1 || high >>> 54 == 0xfe80 >>> 6;
  }
}
