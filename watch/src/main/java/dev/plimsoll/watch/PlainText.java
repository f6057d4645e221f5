package dev.plimsoll.watch;

import java.util.Locale;

/** Numbers as people read them. */
public final class PlainText {
  private PlainText() {}

  /** A count with thousands separated: {@code 10,000}. */
  public static String count(final long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A part of a whole: {@code 83 %}; {@code <1 %} for little, and {@code 0 %} for nothing. */
  public static String share(final long part, final long whole) {
    final long percent = Math.round(whole == 0 ? 0 : 100.0 * part / whole);
    return part > 0 && percent == 0 ? "<1 %" : percent + " %";
  }

  /**
   * Minutes and seconds, {@code 9:05}, or with hours, {@code 1:02:03}; parts of a second round up.
   */
  public static String minutes(final long millis) {
    final long seconds = Math.ceilDiv(millis, 1000L);
    final long hours = seconds / 3600;
    return hours == 0
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60);
  }

  /** A length of time: {@code 120 s}, and for whole days {@code 432,000 s (5 days)}. */
  public static String seconds(final double seconds) {
    final long whole = Math.round(seconds);
    final String text = count(whole) + " s";
    return whole > 0 && whole % 86_400 == 0
        ? text + " (" + whole / 86_400 + (whole == 86_400 ? " day)" : " days)")
        : text;
  }

  /** A length of time, roughly: {@code 5 minutes}, {@code 30 seconds}, {@code 3 hours}. */
  public static String span(final long seconds) {
    if (seconds >= 7_200) {
      return count(Math.round(seconds / 3_600.0)) + " hours";
    }
    return seconds >= 120
        ? Math.round(seconds / 60.0) + " minutes"
        : seconds + (seconds == 1 ? " second" : " seconds");
  }

  /** A rate: {@code 83 closes a second}, or for a slow one {@code one close every 43 seconds}. */
  public static String rate(final double perSecond, final String one, final String many) {
    if (perSecond >= 1) {
      return decimal(perSecond) + " " + many + " a second";
    }
    return "one " + one + " every " + decimal(1 / perSecond) + " seconds";
  }

  // Two digits are as much as an estimate deserves.
  private static String decimal(final double number) {
    return number >= 9.95 ? count(Math.round(number)) : String.format(Locale.ROOT, "%.1f", number);
  }
}
