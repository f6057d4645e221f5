package dev.plimsoll.app.conntrack;

/**
 * The number that a text begins with, as strtoul(3) and atoi(3) read it: spaces and a sign in
 * front, anything behind, and 0 where there is no digit.
 *
 * @param value modulo 2^64; 2^64 - 1 for one that is greater
 * @param end where the number ends in the text; 0 if there is none
 */
record CNumber(long value, int end) {

  /**
   * Reads a number.
   *
   * @param base 10, or 0 for 0x… as hexadecimal and 0… as octal
   */
  static CNumber read(final String text, final int base) {
    int at = 0;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    final boolean isNegative = at < text.length() && text.charAt(at) == '-';
    if (at < text.length() && (isNegative || text.charAt(at) == '+')) {
      at++;
    }
    int radix = base == 0 ? 10 : base;
    if (base == 0 && at < text.length() && text.charAt(at) == '0') {
      final boolean isHex = text.startsWith("x", at + 1) || text.startsWith("X", at + 1);
      final boolean hasDigit = at + 2 < text.length() && digit(text.charAt(at + 2), 16) >= 0;
      radix = isHex && hasDigit ? 16 : 8;
      at += radix == 16 ? 2 : 0;
    }
    return digits(text, at, radix, isNegative);
  }

  /** The number at the beginning of a text in decimal, cut to 32 bits as atoi(3) does. */
  static int decimal(final String text) {
    return (int) read(text, 10).value;
  }

  /** The number at the beginning of a text by its prefix, cut to 32 bits. */
  static int unsigned(final String text) {
    return (int) read(text, 0).value;
  }

  /** Whether a text is nothing but a number. */
  boolean isAllOf(final String text) {
    return end == text.length();
  }

  static boolean isSpace(final char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  private static CNumber digits(
      final String text, final int start, final int radix, final boolean isNegative) {
    long value = 0;
    boolean isTooGreat = false;
    int at = start;
    while (at < text.length() && digit(text.charAt(at), radix) >= 0) {
      final int digit = digit(text.charAt(at), radix);
      isTooGreat |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, radix)) > 0;
      value = value * radix + digit;
      at++;
    }
    if (isTooGreat) {
      return new CNumber(-1, at);
    }
    return new CNumber(isNegative ? -value : value, at == start ? 0 : at);
  }

  private static int digit(final char c, final int radix) {
    return c < 128 ? Character.digit(c, radix) : -1;
  }
}
