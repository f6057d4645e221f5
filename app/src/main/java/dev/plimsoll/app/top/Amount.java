package dev.plimsoll.app.top;

import dev.plimsoll.session.Session;
import dev.plimsoll.watch.PlainText;
import java.util.Locale;

/** Numbers in a narrow column. */
final class Amount {
  private static final String[] UNITS = {"k", "M", "G", "T", "P", "E"};

  private Amount() {}

  /** At most five characters: {@code 999}, {@code 12.3k}, {@code 4.5M}; {@code -} below 0. */
  static String of(final long number) {
    if (number < 0) {
      return "-";
    }
    if (number < 1_000) {
      return Long.toString(number);
    }
    double amount = number;
    int unit = -1;
    while (amount >= 999.5) {
      amount /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, amount < 99.95 ? "%.1f" : "%.0f", amount) + UNITS[unit];
  }

  /** The time that a session has left: {@code 1:55}; {@code -} where it is not told. */
  static String timeLeft(final Session session) {
    return session.timeoutMillis() < 0 ? "-" : PlainText.minutes(session.timeoutSeconds() * 1_000);
  }

  /** The same in at most six columns: whole hours from the first one on, {@code 119 h}. */
  static String shortTimeLeft(final Session session) {
    final long hours = session.timeoutSeconds() / 3_600;
    return hours < 1 ? timeLeft(session) : hours + " h";
  }
}
