package dev.plimsoll.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The numbers of the rule by which a server's count of sessions is judged; one per server, plan or
 * guest. {@link LimitJudge} says what they mean.
 *
 * @param limit the load line: sessions at once that a server may have for long; at least 1
 * @param window the time looked back on; up to a day
 * @param overFor the part of the window over the limit that makes an overload sustained; up to the
 *     window
 * @param clearBelow a count below this is clear of the limit; 1 to the limit
 * @param clearFor how long the count is to be clear until an overload has ended; up to a day
 * @param burstLimit a count over this in three samples running is a burst; over the limit, or empty
 *     for off
 * @param recurringOver the part of {@code recurringOf} over the limit that makes peaks recurring
 * @param recurringOf the time looked back on for recurring peaks; up to a day
 * @param recurringPeaks how many peaks within {@code recurringOf} are recurring; 2 to 100
 */
public record LimitRule(
    long limit,
    Duration window,
    Duration overFor,
    long clearBelow,
    Duration clearFor,
    OptionalLong burstLimit,
    Duration recurringOver,
    Duration recurringOf,
    int recurringPeaks) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** The limit of 10,000: what a typical VPS needs at once. */
  public static final LimitRule DEFAULT = ofLimit(10_000);

  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException with all problems in its message
   */
  public LimitRule {
    final List<String> problems = new ArrayList<>();
    require(problems, limit >= 1, "limit must be at least 1, not " + limit);
    requireDuration(problems, "window", window, LONGEST);
    requireDuration(problems, "over-for", overFor, window);
    require(
        problems,
        clearBelow >= 1 && clearBelow <= limit,
        "clear-below must be 1 to the limit of " + limit + ", not " + clearBelow);
    requireDuration(problems, "clear-for", clearFor, LONGEST);
    require(
        problems,
        burstLimit.isEmpty() || burstLimit.getAsLong() > limit,
        "burst must be over the limit of " + limit);
    requireDuration(problems, "recurring time", recurringOf, LONGEST);
    requireDuration(problems, "recurring time over the limit", recurringOver, recurringOf);
    require(
        problems,
        recurringPeaks >= 2 && recurringPeaks <= 100,
        "recurring peaks must be 2 to 100, not " + recurringPeaks);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /**
   * The usual rule with another limit: sustained over it for 9 of 10 minutes, clear after 5 minutes
   * below nine tenths of it, recurring at 30 of 60 minutes or three peaks an hour, no burst limit.
   */
  public static LimitRule ofLimit(final long limit) {
    return new LimitRule(
        limit,
        Duration.ofMinutes(10),
        Duration.ofMinutes(9),
        // The least count that is not below nine tenths, without overflow.
        limit - limit / 10,
        Duration.ofMinutes(5),
        OptionalLong.empty(),
        Duration.ofMinutes(30),
        Duration.ofMinutes(60),
        3);
  }

  /** This rule with a burst limit. */
  public LimitRule withBurstLimit(final long sessions) {
    return new LimitRule(
        limit,
        window,
        overFor,
        clearBelow,
        clearFor,
        OptionalLong.of(sessions),
        recurringOver,
        recurringOf,
        recurringPeaks);
  }

  private static void requireDuration(
      final List<String> problems, final String name, final Duration value, final Duration most) {
    require(
        problems,
        value.compareTo(SHORTEST) >= 0 && value.compareTo(most) <= 0,
        name + " must be longer than 0 and at most " + text(most) + ", not " + text(value));
  }

  private static String text(final Duration duration) {
    return PlainText.minutes(duration.toMillis());
  }

  private static void require(
      final List<String> problems, final boolean holds, final String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
