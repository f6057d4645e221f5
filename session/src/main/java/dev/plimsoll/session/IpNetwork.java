package dev.plimsoll.session;

import org.jspecify.annotations.Nullable;

/**
 * An address and the number of its leading bits that count.
 *
 * @param address with the bits behind the prefix cleared
 * @param prefixBits 0 to 32, or 0 to 128
 */
public record IpNetwork(IpAddress address, int prefixBits) {

  public IpNetwork {
    if (prefixBits < 0 || prefixBits > address.bits()) {
      throw new IllegalArgumentException(
          "prefix of " + prefixBits + " bits on an address of " + address.bits());
    }
    address =
        new IpAddress(
            address.family(),
            maskHigh(address.family(), address.high(), prefixBits),
            maskLow(address.family(), address.low(), prefixBits));
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a bare address, which means all its bits.
   *
   * @return the network, or null if the text is not one
   */
  public static @Nullable IpNetwork parse(final String text) {
    final int slash = text.indexOf('/');
    final IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    if (slash < 0) {
      return new IpNetwork(address, address.bits());
    }
    final String bits = text.substring(slash + 1);
    if (bits.isEmpty() || bits.length() > 3 || !bits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    final int prefix = Integer.parseInt(bits);
    return prefix > address.bits() ? null : new IpNetwork(address, prefix);
  }

  public boolean contains(final int family, final long high, final long low) {
    return family == address.family()
        && maskHigh(family, high, prefixBits) == address.high()
        && maskLow(family, low, prefixBits) == address.low();
  }

  /** Whether it is one address rather than many. */
  public boolean isSingle() {
    return prefixBits == address.bits();
  }

  /** The high long of an address with all but its first {@code prefixBits} bits cleared. */
  public static long maskHigh(final int family, final long high, final int prefixBits) {
    if (family == Family.IPV4 || prefixBits == 0) {
      return 0;
    }
    return prefixBits >= 64 ? high : high & -1L << 64 - prefixBits;
  }

  /** The low long of an address with all but its first {@code prefixBits} bits cleared. */
  public static long maskLow(final int family, final long low, final int prefixBits) {
    final int bits = family == Family.IPV4 ? prefixBits + 32 : prefixBits;
    if (bits <= 64) {
      return family == Family.IPV4 && prefixBits > 0 ? low & -1L << 64 - bits : 0;
    }
    return bits >= 128 ? low : low & -1L << 128 - bits;
  }

  @Override
  public String toString() {
    return address + "/" + prefixBits;
  }
}
