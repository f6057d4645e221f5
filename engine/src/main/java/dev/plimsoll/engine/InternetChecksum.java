package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.i64;
import static dev.plimsoll.engine.BigEndian.u16;
import static dev.plimsoll.engine.BigEndian.u32;
import static dev.plimsoll.engine.BigEndian.u8;

/** The one's complement sum of IP, TCP, UDP and ICMP (RFC 1071). */
final class InternetChecksum {
  private InternetChecksum() {}

  /** Adds bytes, from an even place of the message on, to a sum that is not folded yet. */
  static long add(final long sum, final byte[] bytes, final int from, final int to) {
    long total = sum;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      final long eight = i64(bytes, at);
      total += (eight >>> 32) + (eight & 0xffff_ffffL);
    }
    if (at + 4 <= to) {
      total += u32(bytes, at);
      at += 4;
    }
    if (at + 2 <= to) {
      total += u16(bytes, at);
      at += 2;
    }
    if (at < to) {
      total += (long) u8(bytes, at) << 8;
    }
    return total;
  }

  /** The sum in 16 bits: 0xffff over a message that holds its right checksum. */
  static int fold(final long sum) {
    long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) ((folded >>> 16) + (folded & 0xffff));
  }
}
