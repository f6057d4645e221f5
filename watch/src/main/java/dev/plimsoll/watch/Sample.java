package dev.plimsoll.watch;

/**
 * One look at the number of sessions of a server.
 *
 * @param timeMillis when it was taken, in milliseconds since 1970; of one server the times rise, so
 *     the source derives them from a clock that is never set back
 * @param intervalMillis the time after which the source means to take the next one, 1 ms to 5
 *     minutes; a source may be later than that, but should not be earlier
 * @param count 0 or more
 * @param measure what was counted
 */
public record Sample(long timeMillis, long intervalMillis, long count, Measure measure) {
  /** The longest interval between samples, in milliseconds. */
  public static final long MAX_INTERVAL_MILLIS = 300_000;

  /** What a count is a count of. */
  public enum Measure {
    /** Live sessions: what /proc and a dump show, and what the limit is about. */
    SESSIONS,
    /**
     * The kernel's counter, which includes entries that have expired and wait to be collected. It
     * stands in where nobody follows the sessions, and is to be called so.
     */
    ENTRIES
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Sample {
    if (timeMillis < 0 || count < 0) {
      throw new IllegalArgumentException("time and count must not be negative");
    }
    if (intervalMillis < 1 || intervalMillis > MAX_INTERVAL_MILLIS) {
      throw new IllegalArgumentException(
          "a sample's interval must be 1 to 300000 ms, not " + intervalMillis);
    }
  }

  /** A sample of live sessions. */
  public static Sample ofSessions(
      final long timeMillis, final long intervalMillis, final long count) {
    return new Sample(timeMillis, intervalMillis, count, Measure.SESSIONS);
  }
}
