package dev.plimsoll.session;

import java.time.ZoneId;

/**
 * A way to write expectations and what happens to them as text. Appends to the buffer and never
 * clears it. Not thread safe.
 */
public interface ExpectationFormat {
  /**
   * Appends one expectation and a line feed.
   *
   * @param timeNanos when it was looked at, in nanoseconds since 1970
   */
  void write(Expectation expectation, long timeNanos, LineBuffer line);

  /**
   * Appends what happened to one, and a line feed.
   *
   * @param timeNanos when, in nanoseconds since 1970
   */
  void write(SessionEvent.Type type, Expectation expectation, long timeNanos, LineBuffer line);

  /** Appends what comes after the last one; most formats have nothing there. */
  default void end(final LineBuffer line) {}

  /**
   * The line of conntrack(8).
   *
   * @param withTime with the time in front ({@code -o timestamp}), of a look too
   */
  static ExpectationFormat lines(final boolean withTime) {
    return new ExpectationLines(withTime);
  }

  /** The XML of conntrack(8), one document. */
  static ExpectationFormat xml() {
    return new ExpectationXml(null);
  }

  /**
   * The XML of conntrack(8), one document, with times ({@code -o xml,timestamp}).
   *
   * @param zone for times of day
   */
  static ExpectationFormat xmlWithTime(final ZoneId zone) {
    return new ExpectationXml(zone);
  }

  /** JSON, an object a line. */
  static ExpectationFormat json() {
    return new ExpectationJson();
  }
}
