package dev.plimsoll.app;

import java.util.List;

/**
 * One line of the doctor's report.
 *
 * @param subject what was looked at, in a word or two
 * @param summary what was found, in less than a line
 * @param meaning what it means for the reader, in whole sentences; empty where the summary says all
 * @param commands what to type to mend it, in this order; a line that begins with {@code #} is a
 *     remark
 */
record Finding(Level level, String subject, String summary, String meaning, List<String> commands) {

  /** How bad it is. */
  enum Level {
    OK,
    /** It works, but less well than it could, or it may soon not. */
    WARNING,
    /** Plimsoll or the host's connections do not work as they should. */
    PROBLEM,
    /** It could not be seen; the meaning says why. */
    UNKNOWN;

    /** The word for people and for JSON. */
    String word() {
      return switch (this) {
        case OK -> "ok";
        case WARNING -> "warning";
        case PROBLEM -> "problem";
        case UNKNOWN -> "unknown";
      };
    }
  }

  Finding {
    commands = List.copyOf(commands);
  }

  static Finding ok(final String subject, final String summary) {
    return new Finding(Level.OK, subject, summary, "", List.of());
  }

  static Finding ok(final String subject, final String summary, final String meaning) {
    return new Finding(Level.OK, subject, summary, meaning, List.of());
  }

  static Finding warning(
      final String subject, final String summary, final String meaning, final List<String> cure) {
    return new Finding(Level.WARNING, subject, summary, meaning, cure);
  }

  static Finding problem(
      final String subject, final String summary, final String meaning, final List<String> cure) {
    return new Finding(Level.PROBLEM, subject, summary, meaning, cure);
  }

  static Finding unknown(
      final String subject, final String summary, final String meaning, final List<String> cure) {
    return new Finding(Level.UNKNOWN, subject, summary, meaning, cure);
  }
}
