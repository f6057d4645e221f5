package dev.plimsoll.app.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * How a command ended.
 *
 * @param exitCode what the shell is told
 * @param message what is said at the end, without the program's name in front, or null
 * @param isRefusal whether the kernel refused it, rather than that nothing was there to do
 */
record Outcome(int exitCode, @Nullable String message, boolean isRefusal) {
  static final Outcome SILENT = new Outcome(0, null, false);

  /** The kernel refused it. */
  static Outcome refused(final String message) {
    return new Outcome(1, message, true);
  }

  /** Done, and said how many. */
  static Outcome of(final String message) {
    return new Outcome(0, message, false);
  }

  /** Done, and said how many; a failure where there was nothing to do it to. */
  static Outcome ofSome(final long count, final String message) {
    return new Outcome(count == 0 ? 1 : 0, message, false);
  }
}
