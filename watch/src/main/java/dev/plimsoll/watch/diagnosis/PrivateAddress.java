package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;

/** Which addresses belong to networks of one's own (RFC 1918, 6598, 3927; RFC 4193, 4291). */
public final class PrivateAddress {
  private PrivateAddress() {}

  public static boolean is(final IpAddress address) {
    return is(address.family(), address.high(), address.low());
  }

  static boolean is(final int family, final long high, final long low) {
    if (family == Family.IPV4) {
      return low >>> 24 == 10
          || low >>> 20 == 0xac1
          || low >>> 16 == 0xc0a8
          || low >>> 22 == 0x6440 >>> 6
          || low >>> 16 == 0xa9fe;
    }
    return high >>> 57 == 0xfc >>> 1 || high >>> 54 == 0xfe80 >>> 6;
  }
}
