package dev.plimsoll.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text under construction, as UTF-8 bytes: what the formats write into, without an object a field.
 * Grows as needed and is reused. Not thread safe.
 */
public final class LineBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;

  public LineBuffer(final int capacity) {
    bytes = new byte[capacity];
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  /** Writes all bytes to the stream and clears the buffer. */
  public void drainTo(final OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  /** The bytes of a constant text, for {@link #put(byte[])}. */
  static byte[] ascii(final String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Appends bytes as they are: for constant words this is several times faster than text. */
  public LineBuffer put(final byte[] utf8) {
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  public LineBuffer put(final char ascii) {
    ensure(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Appends text; anything beyond ASCII is encoded. */
  public LineBuffer put(final String text) {
    final int count = text.length();
    ensure(count * 3);
    int at = length;
    for (int i = 0; i < count; i++) {
      final char c = text.charAt(i);
      if (c >= 0x80) {
        final byte[] encoded = text.substring(i).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        length = at + encoded.length;
        return this;
      }
      bytes[at++] = (byte) c;
    }
    length = at;
    return this;
  }

  /** Appends text and spaces up to a width, like {@code %-8s}; longer text is not cut. */
  public LineBuffer putPadded(final String text, final int width) {
    put(text);
    for (int i = text.length(); i < width; i++) {
      put(' ');
    }
    return this;
  }

  /** Appends a number in decimal. */
  public LineBuffer put(final long number) {
    ensure(20);
    long rest = number;
    if (rest < 0) {
      if (rest == Long.MIN_VALUE) {
        return put("-9223372036854775808");
      }
      bytes[length++] = '-';
      rest = -rest;
    }
    int digits = 1;
    for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
      digits++;
    }
    int at = length + digits;
    length = at;
    if (rest <= Integer.MAX_VALUE) {
      int small = (int) rest;
      do {
        final int quotient = small / 10;
        bytes[--at] = (byte) ('0' + small - quotient * 10);
        small = quotient;
      } while (small != 0);
    } else {
      do {
        final long quotient = rest / 10;
        bytes[--at] = (byte) ('0' + (int) (rest - quotient * 10));
        rest = quotient;
      } while (rest != 0);
    }
    return this;
  }

  /** Appends a 64-bit number as unsigned decimal: the kernel's counters are unsigned. */
  public LineBuffer putUnsigned(final long number) {
    return number >= 0 ? put(number) : put(Long.toUnsignedString(number));
  }

  /** Appends a number in hexadecimal without leading zeros, like {@code %x}. */
  public LineBuffer putHex(final long number) {
    ensure(16);
    int shift = 60 - Long.numberOfLeadingZeros(number | 1) / 4 * 4;
    for (; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (number >>> shift) & 0xf];
    }
    return this;
  }

  /** Appends an address as inet_ntop(3) writes it: dotted, or as RFC 5952 has it. */
  public LineBuffer putAddress(final int family, final long high, final long low) {
    return family == Family.IPV4 ? putIpv4(low) : putIpv6Short(high, low);
  }

  /**
   * Appends an address as the kernel writes it in /proc: dotted ({@code %pI4}), or eight groups of
   * four digits ({@code %pI6}).
   */
  public LineBuffer putKernelAddress(final int family, final long high, final long low) {
    if (family == Family.IPV4) {
      return putIpv4(low);
    }
    ensure(39);
    for (int group = 0; group < 8; group++) {
      if (group > 0) {
        bytes[length++] = ':';
      }
      final int value = group(high, low, group);
      bytes[length++] = HEX[value >>> 12];
      bytes[length++] = HEX[value >>> 8 & 0xf];
      bytes[length++] = HEX[value >>> 4 & 0xf];
      bytes[length++] = HEX[value & 0xf];
    }
    return this;
  }

  private LineBuffer putIpv4(final long low) {
    ensure(15);
    putOctet((int) (low >>> 24) & 0xff);
    bytes[length++] = '.';
    putOctet((int) (low >>> 16) & 0xff);
    bytes[length++] = '.';
    putOctet((int) (low >>> 8) & 0xff);
    bytes[length++] = '.';
    putOctet((int) low & 0xff);
    return this;
  }

  private void putOctet(final int octet) {
    if (octet >= 100) {
      bytes[length++] = (byte) ('0' + octet / 100);
    }
    if (octet >= 10) {
      bytes[length++] = (byte) ('0' + octet / 10 % 10);
    }
    bytes[length++] = (byte) ('0' + octet % 10);
  }

  private LineBuffer putIpv6Short(final long high, final long low) {
    // inet_ntop writes ::a.b.c.d and ::ffff:a.b.c.d with a dotted tail.
    if (high == 0 && (low >>> 32 == 0xffffL || (low >>> 32 == 0 && low >>> 16 != 0))) {
      put(low >>> 32 == 0 ? "::" : "::ffff:");
      return putIpv4(low & 0xffff_ffffL);
    }
    int bestStart = -1;
    int bestLength = 1;
    int start = -1;
    for (int i = 0; i <= 8; i++) {
      if (i < 8 && group(high, low, i) == 0) {
        if (start < 0) {
          start = i;
        }
      } else if (start >= 0) {
        if (i - start > bestLength) {
          bestStart = start;
          bestLength = i - start;
        }
        start = -1;
      }
    }
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        put("::");
        i += bestLength - 1;
        continue;
      }
      if (i > 0 && (bestStart < 0 || i != bestStart + bestLength)) {
        put(':');
      }
      putHex(group(high, low, i));
    }
    return this;
  }

  private static int group(final long high, final long low, final int index) {
    return index < 4
        ? (int) (high >>> 48 - 16 * index) & 0xffff
        : (int) (low >>> 48 - 16 * (index - 4)) & 0xffff;
  }

  private void ensure(final int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
