package dev.plimsoll.session;

/**
 * Reads an address out of bytes, without an object for it: dotted, or the eight groups or the short
 * form of IPv6. Not thread safe.
 */
final class AddressReader {
  private int family;
  private long high;
  private long low;

  int family() {
    return family;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  /** Whether these bytes are an address; if so, it is kept until the next call. */
  boolean read(final byte[] b, final int from, final int to) {
    // A group of IPv6 has four digits, so a colon comes early.
    for (int i = from; i < to && i <= from + 4; i++) {
      if (b[i] == ':') {
        family = Family.IPV6;
        return readIpv6(b, from, to);
      }
    }
    family = Family.IPV4;
    high = 0;
    low = dotted(b, from, to);
    return low >= 0;
  }

  private static long dotted(final byte[] b, final int from, final int to) {
    long bits = 0;
    int at = from;
    for (int octet = 0; octet < 4; octet++) {
      final int start = at;
      int value = 0;
      while (at < to && at - start < 3 && b[at] >= '0' && b[at] <= '9') {
        value = value * 10 + b[at++] - '0';
      }
      if (at == start || value > 255) {
        return -1;
      }
      bits = bits << 8 | value;
      if (octet < 3 && (at == to || b[at++] != '.')) {
        return -1;
      }
    }
    return at == to ? bits : -1;
  }

  private boolean readIpv6(final byte[] b, final int from, final int to) {
    high = 0;
    low = 0;
    int groups = 0;
    int gap = -1;
    int at = from;
    if (b[at] == ':') {
      if (to - at < 2 || b[at + 1] != ':') {
        return false;
      }
      gap = 0;
      at += 2;
    }
    while (at < to) {
      int end = at;
      int value = 0;
      while (end < to && end - at < 4 && hex(b[end]) >= 0) {
        value = value << 4 | hex(b[end++]);
      }
      if (end < to && b[end] == '.') {
        final long tail = dotted(b, at, to);
        if (tail < 0 || groups > 6) {
          return false;
        }
        push((int) (tail >>> 16));
        push((int) tail & 0xffff);
        groups += 2;
        break;
      }
      if (end == at || groups == 8) {
        return false;
      }
      push(value);
      groups++;
      at = end;
      if (at < to) {
        if (b[at++] != ':' || at == to) {
          return false;
        }
        if (b[at] == ':') {
          if (gap >= 0) {
            return false;
          }
          gap = groups;
          at++;
        }
      }
    }
    return gap < 0 ? groups == 8 : groups < 8 && open(gap, groups);
  }

  private void push(final int group) {
    high = high << 16 | low >>> 48;
    low = low << 16 | group;
  }

  /** Moves the groups behind the gap to the end, where they belong. */
  private boolean open(final int gap, final int groups) {
    final int behind = groups - gap;
    final long allHigh = high;
    final long allLow = low;
    high = 0;
    low = 0;
    for (int i = 0; i < 8; i++) {
      final int fromEnd = 7 - i;
      if (i < gap) {
        push(group(allHigh, allLow, groups - 1 - i));
      } else {
        push(fromEnd < behind ? group(allHigh, allLow, fromEnd) : 0);
      }
    }
    return true;
  }

  private static int group(final long high, final long low, final int fromEnd) {
    return (int) (fromEnd < 4 ? low >>> 16 * fromEnd : high >>> 16 * (fromEnd - 4)) & 0xffff;
  }

  static int hex(final byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
