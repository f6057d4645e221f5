package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.alert.Alert.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is told, and when. {@link AlertJudge} says what the numbers mean.
 *
 * @param kinds what is told at all
 * @param repeatAfter the times from one telling of a matter to the next while it lasts; the last
 *     one again and again. Empty: never again
 * @param stays how long a matter must last before it is told; a kind that is not there is told at
 *     once. Up to a day
 * @param clearFor how long a matter must have been away until it is over; up to a day
 * @param findingConfidence how confident a diagnosis must be that the host is compromised before
 *     that is told, from 0 to 1
 */
public record AlertRule(
    Set<Kind> kinds,
    List<Duration> repeatAfter,
    Map<Kind, Duration> stays,
    Duration clearFor,
    double findingConfidence) {

  private static final Duration LONGEST_STEP = Duration.ofDays(365);
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final int MOST_STEPS = 100;
  private static final double USUAL_CONFIDENCE = 0.8;

  /**
   * Everything but brief peaks; again after 15 minutes, 1, 4 and 12 hours, then daily; being
   * unwatched after a minute; over after 5 minutes; a compromise from a confidence of 0.8 on.
   */
  public static final AlertRule DEFAULT =
      new AlertRule(
          Set.of(
              Kind.SUSTAINED,
              Kind.FINDING,
              Kind.RECURRING,
              Kind.NEAR_CEILING,
              Kind.DROPS,
              Kind.UNWATCHED),
          List.of(
              Duration.ofMinutes(15),
              Duration.ofHours(1),
              Duration.ofHours(4),
              Duration.ofHours(12),
              Duration.ofDays(1)),
          Map.of(Kind.UNWATCHED, Duration.ofMinutes(1)),
          Duration.ofMinutes(5));

  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException with all problems in its message
   */
  public AlertRule {
    kinds = Set.copyOf(kinds);
    repeatAfter = List.copyOf(repeatAfter);
    stays = Map.copyOf(stays);
    final List<String> problems = new ArrayList<>();
    if (kinds.contains(Kind.TEST) || stays.containsKey(Kind.TEST)) {
      problems.add("test is not a kind that can be watched for");
    }
    if (repeatAfter.size() > MOST_STEPS) {
      problems.add("repeat-after must have at most " + MOST_STEPS + " steps");
    }
    for (final Duration step : repeatAfter) {
      if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(LONGEST_STEP) > 0) {
        problems.add("a step of repeat-after must be 1 s to 365 days, not " + text(step));
      }
    }
    stays.forEach((kind, stay) -> requireWait(problems, "stay of " + kind.word(), stay));
    requireWait(problems, "clear-for", clearFor);
    if (!(findingConfidence >= 0 && findingConfidence <= 1)) {
      problems.add("finding-confidence must be 0 to 1, not " + findingConfidence);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** A rule with the usual confidence. */
  public AlertRule(
      final Set<Kind> kinds,
      final List<Duration> repeatAfter,
      final Map<Kind, Duration> stays,
      final Duration clearFor) {
    this(kinds, repeatAfter, stays, clearFor, USUAL_CONFIDENCE);
  }

  private static void requireWait(
      final List<String> problems, final String name, final Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST_WAIT) > 0) {
      problems.add(name + " must be 0 to 1 day, not " + text(value));
    }
  }

  private static String text(final Duration duration) {
    return PlainText.seconds(duration.toMillis() / 1000.0);
  }

  /** How long a matter of this kind must last before it is told, in milliseconds. */
  long stayMillis(final Kind kind) {
    return stays.getOrDefault(kind, Duration.ZERO).toMillis();
  }

  /**
   * How long after a telling the next is due, in milliseconds.
   *
   * @param told how often a matter has been told so far, at least 1
   */
  long repeatMillis(final int told) {
    return repeatAfter.isEmpty()
        ? Long.MAX_VALUE
        : repeatAfter.get(Math.min(told, repeatAfter.size()) - 1).toMillis();
  }
}
