package dev.plimsoll.session;

import java.util.Arrays;

/**
 * Goes through the words of a line: what stands between spaces, or between square brackets with the
 * spaces in them. Makes no object per word. Not thread safe.
 */
final class WordScanner {
  private byte[] b = new byte[0];
  private int lineStart;
  private int lineEnd;
  private int start;
  private int end;
  private int equalSign;
  private long unsigned;

  void reset(final byte[] bytes, final int from, final int to) {
    b = bytes;
    lineStart = from;
    lineEnd = to;
    start = from;
    end = from;
    equalSign = -1;
  }

  /** Goes to the next word; at the end of the line, to an empty one behind it. */
  boolean next() {
    int at = end;
    while (at < lineEnd && isSpace(b[at])) {
      at++;
    }
    start = at;
    equalSign = -1;
    if (at < lineEnd && b[at] == '[') {
      while (at < lineEnd && b[at] != ']') {
        at++;
      }
      end = Math.min(at + 1, lineEnd);
      return true;
    }
    while (at < lineEnd && !isSpace(b[at])) {
      if (b[at] == '=' && equalSign < 0) {
        equalSign = at;
      }
      at++;
    }
    end = at;
    return end > start;
  }

  private static boolean isSpace(final byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /** Where the word begins; the first column is 1. */
  int column() {
    return start - lineStart + 1;
  }

  boolean isBracket() {
    return end > start && b[start] == '[';
  }

  /** Whether the word is {@code key=value}. */
  boolean hasKey() {
    return equalSign > start;
  }

  boolean hasKey(final byte[] key) {
    return Arrays.equals(b, start, equalSign, key, 0, key.length);
  }

  /** A number ≥ 0 that tells most keys apart; only for a word with a key. */
  int keyHash() {
    return hash(equalSign - start, b[start], b[start + 1]);
  }

  static int hash(final int length, final byte first, final byte second) {
    return length * 7 + (first & 0xff) * 3 + (second & 0xff);
  }

  boolean is(final byte[] word) {
    return Arrays.equals(b, start, end, word, 0, word.length);
  }

  boolean startsWith(final byte[] prefix) {
    return end - start >= prefix.length
        && Arrays.equals(b, start, start + prefix.length, prefix, 0, prefix.length);
  }

  boolean startsWithDigit() {
    return end > start && b[start] >= '0' && b[start] <= '9';
  }

  /** The whole word as a decimal number, or -1 if it is none below 2^63. */
  long number() {
    return readDecimal(start) && unsigned >= 0 ? unsigned : -1;
  }

  /** Reads the value behind the key as a decimal number up to 2^64 - 1, or in hexadecimal. */
  boolean readValue() {
    final int at = equalSign + 1;
    return end - at > 2 && b[at] == '0' && b[at + 1] == 'x' ? readHex(at + 2) : readDecimal(at);
  }

  /** What {@link #readValue} read, as an unsigned number. */
  long value() {
    return unsigned;
  }

  boolean readAddress(final AddressReader address) {
    return address.read(b, equalSign + 1, end);
  }

  /** The value behind the key. */
  String text(final KnownTexts texts) {
    return texts.of(b, equalSign + 1, end);
  }

  private boolean readDecimal(final int from) {
    long value = 0;
    for (int i = from; i < end; i++) {
      final int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      if (i - from >= 18 && !fits(value, digit)) {
        return false;
      }
      value = value * 10 + digit;
    }
    unsigned = value;
    return end > from;
  }

  private static boolean fits(final long value, final int digit) {
    final long most = Long.divideUnsigned(-1L - digit, 10);
    return Long.compareUnsigned(value, most) <= 0;
  }

  private boolean readHex(final int from) {
    long value = 0;
    for (int i = from; i < end; i++) {
      final int digit = AddressReader.hex(b[i]);
      if (digit < 0 || value >>> 60 != 0) {
        return false;
      }
      value = value << 4 | digit;
    }
    unsigned = value;
    return true;
  }
}
