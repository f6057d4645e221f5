package dev.plimsoll.kernel;

/**
 * Numbers in netlink messages. Headers are in the order of the host, which is little-endian on all
 * machines that {@link Syscall} knows; conntrack's attributes are big-endian.
 *
 * <p>Plain array reads and shifts: they are fast in every tier of the compiler, and a command that
 * lives for half a second never reaches the last one.
 */
final class NetlinkBytes {
  private NetlinkBytes() {}

  static int hostShort(final byte[] b, final int at) {
    return b[at] & 0xff | (b[at + 1] & 0xff) << 8;
  }

  static int hostInt(final byte[] b, final int at) {
    return b[at] & 0xff
        | (b[at + 1] & 0xff) << 8
        | (b[at + 2] & 0xff) << 16
        | (b[at + 3] & 0xff) << 24;
  }

  static long hostLong(final byte[] b, final int at) {
    return hostInt(b, at) & 0xffff_ffffL | (long) hostInt(b, at + 4) << 32;
  }

  static int netShort(final byte[] b, final int at) {
    return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
  }

  static int netInt(final byte[] b, final int at) {
    return (b[at] & 0xff) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | b[at + 3] & 0xff;
  }

  static long netLong(final byte[] b, final int at) {
    return (long) netInt(b, at) << 32 | netInt(b, at + 4) & 0xffff_ffffL;
  }

  /** Rounds up to the 4 bytes that messages and attributes are aligned to. */
  static int align(final int length) {
    return length + 3 & ~3;
  }
}
