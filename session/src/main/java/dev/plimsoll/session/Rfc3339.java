package dev.plimsoll.session;

/** Writes times as RFC 3339 has them, in UTC with nanoseconds, and makes no object for it. */
final class Rfc3339 {
  private static final long NANOS = 1_000_000_000L;
  private static final int DAY_SECONDS = 86_400;
  // 400 years, after which the Gregorian calendar repeats itself.
  private static final int ERA_DAYS = 146_097;
  // From 1 March of the year 0 to 1970.
  private static final int EPOCH_DAYS = 719_468;

  private Rfc3339() {}

  /**
   * Appends a time such as {@code 2026-11-23T04:28:33.000000007Z}.
   *
   * @param nanos since 1970
   */
  static void put(final long nanos, final LineBuffer line) {
    final long seconds = Math.floorDiv(nanos, NANOS);
    final int ofDay = (int) Math.floorMod(seconds, (long) DAY_SECONDS);
    putDate((int) Math.floorDiv(seconds, (long) DAY_SECONDS), line);
    line.put('T');
    putDigits(ofDay / 3600, 2, line);
    line.put(':');
    putDigits(ofDay / 60 % 60, 2, line);
    line.put(':');
    putDigits(ofDay % 60, 2, line);
    line.put('.');
    putDigits((int) Math.floorMod(nanos, NANOS), 9, line);
    line.put('Z');
  }

  // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days: years begin
  // with March, so that the leap day is their last.
  private static void putDate(final int epochDay, final LineBuffer line) {
    final int day = epochDay + EPOCH_DAYS;
    final int era = Math.floorDiv(day, ERA_DAYS);
    final int dayOfEra = day - era * ERA_DAYS;
    final int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    final int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    final int monthFromMarch = (5 * dayOfYear + 2) / 153;
    final int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    putDigits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4, line);
    line.put('-');
    putDigits(month, 2, line);
    line.put('-');
    putDigits(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2, line);
  }

  private static void putDigits(final int number, final int digits, final LineBuffer line) {
    int bound = 1;
    for (int i = 1; i < digits; i++) {
      bound *= 10;
    }
    for (; bound > 0; bound /= 10) {
      line.put((char) ('0' + number / bound % 10));
    }
  }
}
