package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import java.util.Locale;

/** Amounts of bytes and lengths of time as people read them; counts are in watch. */
final class Quantities {
  private static final String[] BYTE_UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

  private Quantities() {}

  /** With one digit behind the point. */
  static String decimal(final double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** In the largest unit that leaves at least 1: {@code 64 MiB}. */
  static String bytes(final long bytes) {
    int unit = 0;
    double amount = bytes;
    while (amount >= 1024 && unit < BYTE_UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return (amount == Math.rint(amount) ? count((long) amount) : decimal(amount))
        + " "
        + BYTE_UNITS[unit];
  }

  /** In the largest unit that divides it: {@code 5 days}, {@code 2 min}, {@code 90 s}. */
  static String seconds(final long seconds) {
    if (seconds >= 86_400 && seconds % 86_400 == 0) {
      return seconds == 86_400 ? "1 day" : seconds / 86_400 + " days";
    }
    if (seconds >= 3_600 && seconds % 3_600 == 0) {
      return seconds / 3_600 + " h";
    }
    return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
