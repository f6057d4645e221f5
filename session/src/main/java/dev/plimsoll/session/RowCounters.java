package dev.plimsoll.session;

/**
 * The counters in a row of a tracker's table: three longs for packets (40 bits) and bytes (56 bits)
 * of both directions. Beyond a trillion packets or 72 petabytes of one session they begin again.
 *
 * <pre>
 * 10   8-63  bytes of the original direction     0-7  its packets, the highest 8 bits
 * 11   8-63  bytes of the reply direction        0-7  its packets, the highest 8 bits
 * 12  32-63  packets, original, the lowest 32    0-31 packets, reply, the lowest 32
 * </pre>
 */
final class RowCounters {
  static final int FIRST = 10;
  private static final int PACKETS = 12;
  private static final long LOW_INT = 0xffff_ffffL;

  private RowCounters() {}

  static long packets(final long[] chunk, final int at, final int direction) {
    final long high = chunk[at + FIRST + direction] & 0xff;
    return high << 32 | chunk[at + PACKETS] >>> shift(direction) & LOW_INT;
  }

  static long bytes(final long[] chunk, final int at, final int direction) {
    return chunk[at + FIRST + direction] >>> 8;
  }

  static void count(final long[] chunk, final int at, final int direction, final int bytes) {
    final int column = at + FIRST + direction;
    final int shift = shift(direction);
    final long packets = chunk[at + PACKETS];
    long counted = chunk[column] + ((long) bytes << 8);
    if ((packets >>> shift & LOW_INT) == LOW_INT) {
      counted = counted & ~0xffL | counted + 1 & 0xff;
      chunk[at + PACKETS] = packets & ~(LOW_INT << shift);
    } else {
      chunk[at + PACKETS] = packets + (1L << shift);
    }
    chunk[column] = counted;
  }

  private static int shift(final int direction) {
    return direction == 0 ? 32 : 0;
  }
}
