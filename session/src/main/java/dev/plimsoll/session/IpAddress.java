package dev.plimsoll.session;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as two longs in network order. An IPv4 address stands in the low 32 bits
 * of {@code low}.
 *
 * @param family {@link Family#IPV4} or {@link Family#IPV6}
 */
public record IpAddress(int family, long high, long low) {

  /**
   * Reads a literal address; never asks a name server.
   *
   * @return the address, or null if the text is not one
   */
  public static @Nullable IpAddress parse(final String text) {
    return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
  }

  /** The address, or an error that names the text. For constants in code and tests. */
  public static IpAddress of(final String text) {
    final IpAddress address = parse(text);
    if (address == null) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    return address;
  }

  public static IpAddress ipv4(final long bits) {
    return new IpAddress(Family.IPV4, 0, bits & 0xffff_ffffL);
  }

  /** The number of bits of an address of this family: 32 or 128. */
  public int bits() {
    return family == Family.IPV4 ? 32 : 128;
  }

  /** Whether it is 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return family == Family.IPV4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /** Whether it is 224.0.0.0/4 or ff00::/8. */
  public boolean isMulticast() {
    return family == Family.IPV4 ? low >>> 28 == 0xe : high >>> 56 == 0xff;
  }

  /** As people write it: dotted, or as RFC 5952 has it. */
  @Override
  public String toString() {
    final LineBuffer line = new LineBuffer(48);
    line.putAddress(family, high, low);
    return line.toString();
  }

  private static @Nullable IpAddress parseIpv4(final String text) {
    long bits = 0;
    int octets = 0;
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf('.', start);
      if (end < 0) {
        end = text.length();
      }
      final int octet = decimal(text, start, end);
      if (octet < 0 || octets == 4) {
        return null;
      }
      bits = bits << 8 | octet;
      octets++;
      start = end + 1;
    }
    return octets == 4 ? ipv4(bits) : null;
  }

  private static int decimal(final String text, final int start, final int end) {
    if (end <= start || end - start > 3) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      final int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value <= 255 ? value : -1;
  }

  private static @Nullable IpAddress parseIpv6(final String text) {
    final int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    } else if (text.startsWith(":")) {
      return null;
    }
    while (at < text.length()) {
      if (count == 8) {
        return null;
      }
      int end = at;
      while (end < text.length() && text.charAt(end) != ':') {
        end++;
      }
      final String part = text.substring(at, end);
      if (part.indexOf('.') >= 0) {
        final IpAddress tail = end == text.length() && count <= 6 ? parseIpv4(part) : null;
        if (tail == null) {
          return null;
        }
        groups[count++] = (int) (tail.low >>> 16);
        groups[count++] = (int) (tail.low & 0xffff);
        at = end;
        break;
      }
      final int group = hexadecimal(part);
      if (group < 0) {
        return null;
      }
      groups[count++] = group;
      at = end;
      if (at < text.length()) {
        at++;
        if (at == text.length()) {
          return null;
        }
        if (text.charAt(at) == ':') {
          if (gap >= 0) {
            return null;
          }
          gap = count;
          at++;
        }
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      return null;
    }
    return fromGroups(groups, count, gap);
  }

  private static IpAddress fromGroups(final int[] groups, final int count, final int gap) {
    final int missing = 8 - count;
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      final int group;
      if (gap < 0 || i < gap) {
        group = groups[i];
      } else if (i < gap + missing) {
        group = 0;
      } else {
        group = groups[i - missing];
      }
      if (i < 4) {
        high = high << 16 | group;
      } else {
        low = low << 16 | group;
      }
    }
    return new IpAddress(Family.IPV6, high, low);
  }

  private static int hexadecimal(final String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      final char c = part.charAt(i);
      final int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
