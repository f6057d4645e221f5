package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address as conntrack(8) reads it: IPv4 as inet_aton(3) does ({@code 10.1} is 10.0.0.1), IPv6
 * as inet_pton(3).
 *
 * @param prefixBits how many bits count, -1 if it does not tell
 */
record ConntrackAddress(IpAddress address, int prefixBits) {
  private static final int NOT_ONE = -1;

  /**
   * Reads {@code ADDRESS} or {@code ADDRESS/BITS}.
   *
   * @throws ConntrackUsageException if it is none
   */
  static ConntrackAddress read(final String text) throws ConntrackUsageException {
    final int slash = text.indexOf('/');
    final IpAddress address = parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw ConntrackUsageException.parameter("Invalid IP address `" + text + "'");
    }
    if (slash < 0) {
      return new ConntrackAddress(address, NOT_ONE);
    }
    final String bits = text.substring(slash + 1);
    final CNumber number = CNumber.read(bits, 10);
    if (!number.isAllOf(bits) || Long.compareUnsigned(number.value(), address.bits()) > 0) {
      throw ConntrackUsageException.parameter("Invalid netmask");
    }
    return new ConntrackAddress(address, (int) number.value());
  }

  /**
   * Reads an address that counts in all its bits.
   *
   * @param option the option's word for the error
   */
  static IpAddress readSingle(final String text, final String option)
      throws ConntrackUsageException {
    final int slash = text.indexOf('/');
    final IpAddress address = parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw ConntrackUsageException.parameter("Invalid IP address `" + text + "'");
    }
    if (slash >= 0) {
      throw ConntrackUsageException.parameter("CIDR notation unavailable for `--" + option + "'");
    }
    return address;
  }

  /** Whether fewer bits than all count. */
  boolean isMasked() {
    return prefixBits != NOT_ONE && prefixBits != address.bits();
  }

  /** The bits that count, as an address. */
  IpAddress mask() {
    final int bits = isMasked() ? prefixBits : address.bits();
    if (address.bits() == 32) {
      return IpAddress.ipv4(bits == 0 ? 0 : -1L << 32 - bits);
    }
    final long high = bits >= 64 ? -1 : bits == 0 ? 0 : -1L << 64 - bits;
    final long low = bits <= 64 ? 0 : -1L << 128 - bits;
    return new IpAddress(address.family(), high, low);
  }

  private static @Nullable IpAddress parse(final String text) {
    final IpAddress address = parseIpv4(text);
    return address != null || text.indexOf(':') < 0 ? address : IpAddress.parse(text);
  }

  /** One to four numbers between dots; the last one fills what the others leave. */
  private static @Nullable IpAddress parseIpv4(final String text) {
    long bits = 0;
    String rest = text;
    for (int part = 0; part < 4; part++) {
      if (rest.isEmpty() || rest.charAt(0) < '0' || rest.charAt(0) > '9') {
        return null;
      }
      final CNumber number = CNumber.read(rest, 0);
      final int end = number.end();
      if (end < rest.length() && rest.charAt(end) == '.') {
        if (Long.compareUnsigned(number.value(), 0xff) > 0) {
          return null;
        }
        bits |= number.value() << 24 - 8 * part;
        rest = rest.substring(end + 1);
      } else {
        final boolean isEnd = end == rest.length() || CNumber.isSpace(rest.charAt(end));
        final boolean fits = Long.compareUnsigned(number.value(), 0xffff_ffffL >>> 8 * part) <= 0;
        return isEnd && fits ? IpAddress.ipv4(bits | number.value()) : null;
      }
    }
    return null;
  }
}
