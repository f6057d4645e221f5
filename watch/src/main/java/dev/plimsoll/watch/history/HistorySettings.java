package dev.plimsoll.watch.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the history is kept, and for how long.
 *
 * @param location where
 * @param samples how long each sample is kept; an hour to 31 days
 * @param minutes how long a row a minute is kept; a day to 2 years
 * @param hours how long a row an hour is kept; a day to 10 years
 * @param compositions how long compositions are kept; a day to a year
 * @param alerts how long alerts and their deliveries are kept; a day to 10 years
 * @param overloads how long overloads are kept, and with each the samples of its first day; a day
 *     to 10 years
 * @param beforeOverload how much before an overload its samples begin: the window of the limit's
 *     rule; up to a day
 * @param mostWaiting how many samples and compositions wait in memory at most while they cannot be
 *     written, or are kept there if nothing else is asked for; 1,000 to 1,000,000
 */
public record HistorySettings(
    HistoryLocation location,
    Duration samples,
    Duration minutes,
    Duration hours,
    Duration compositions,
    Duration alerts,
    Duration overloads,
    Duration beforeOverload,
    int mostWaiting) {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);

  /** A day of one namespace: 17,280 samples and 1,440 compositions, and some more. */
  public static final int USUALLY_WAITING = 20_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException with all problems in its message
   */
  public HistorySettings {
    final List<String> problems = new ArrayList<>();
    require(problems, "samples", samples, HOUR, Duration.ofDays(31));
    require(problems, "minutes", minutes, DAY, YEAR.multipliedBy(2));
    require(problems, "hours", hours, DAY, YEAR.multipliedBy(10));
    require(problems, "compositions", compositions, DAY, YEAR);
    require(problems, "alerts", alerts, DAY, YEAR.multipliedBy(10));
    require(problems, "overloads", overloads, DAY, YEAR.multipliedBy(10));
    require(problems, "before-overload", beforeOverload, Duration.ZERO, DAY);
    if (mostWaiting < 1_000 || mostWaiting > 1_000_000) {
      problems.add("most-waiting must be 1000 to 1000000, not " + mostWaiting);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** The usual times: 48 hours, 30 days, 2 years; alerts a year. */
  public static HistorySettings at(final HistoryLocation location) {
    return new HistorySettings(
        location,
        Duration.ofDays(2),
        Duration.ofDays(30),
        YEAR.multipliedBy(2),
        Duration.ofDays(30),
        YEAR,
        YEAR.multipliedBy(2),
        Duration.ofMinutes(10),
        USUALLY_WAITING);
  }

  private static void require(
      final List<String> problems,
      final String name,
      final Duration value,
      final Duration least,
      final Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      problems.add(
          "%s must be %s to %s, not %s".formatted(name, text(least), text(most), text(value)));
    }
  }

  private static String text(final Duration value) {
    if (value.compareTo(DAY) >= 0) {
      return value.toDays() == 1 ? "1 day" : value.toDays() + " days";
    }
    return value.toMinutes() % 60 == 0 ? value.toHours() + " h" : value.toMinutes() + " min";
  }
}
