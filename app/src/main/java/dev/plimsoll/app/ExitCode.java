package dev.plimsoll.app;

/** What the process tells the shell at its end. */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** It could not be done; the message says why. */
  static final int FAILED = 1;

  /** Wrong usage, or a filter that cannot be read. */
  static final int USAGE = 2;

  /** The kernel tracks no connections here. */
  static final int NO_TRACKING = 3;

  /** The kernel wants more rights. */
  static final int MISSING_RIGHTS = 4;

  private ExitCode() {}
}
