package dev.plimsoll.engine;

/** Reads the options of a TCP header as the kernel's tracker does: what is odd ends the reading. */
final class TcpOptions {
  private static final int HEADER = 20;
  private static final int MOST_SCALE = 14;
  private static final int END_OF_OPTIONS = 0;
  private static final int NO_OPERATION = 1;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int SACK_BLOCK = 8;
  private static final int TIMESTAMP_ALIGNED = 12;
  private static final int TIMESTAMP_ONLY = 0x0101_080a;

  private TcpOptions() {}

  /** Takes scale and SACK-permitted of a SYN; without options all stays as it is. */
  static void read(final Packet packet, final TcpSide into) {
    int at = packet.transport + HEADER;
    final int end = packet.transport + packet.headerLength;
    if (at >= end || end > packet.end) {
      return;
    }
    into.scale = 0;
    into.flags &= TcpSide.BE_LIBERAL;
    final byte[] bytes = packet.bytes;
    while (at < end) {
      final int kind = bytes[at];
      if (kind == END_OF_OPTIONS) {
        return;
      }
      if (kind == NO_OPERATION) {
        at++;
        continue;
      }
      final int length = lengthAt(bytes, at, end);
      if (length == 0) {
        return;
      }
      if (kind == SACK_PERMITTED && length == 2) {
        into.flags |= TcpSide.SACK_PERMITTED;
      } else if (kind == WINDOW_SCALE && length == 3) {
        into.scale = Math.min(bytes[at + 2] & 0xff, MOST_SCALE);
        into.flags |= TcpSide.WINDOW_SCALE;
      }
      at += length;
    }
  }

  /** The highest right edge of the selective acknowledgements, or {@code ack} if none is higher. */
  static int sack(final Packet packet, final int ack) {
    int at = packet.transport + HEADER;
    final int end = packet.transport + packet.headerLength;
    if (at >= end || end > packet.end) {
      return ack;
    }
    final byte[] bytes = packet.bytes;
    if (end - at == TIMESTAMP_ALIGNED && BigEndian.i32(bytes, at) == TIMESTAMP_ONLY) {
      return ack;
    }
    while (at < end) {
      final int kind = bytes[at];
      if (kind == END_OF_OPTIONS) {
        return ack;
      }
      if (kind == NO_OPERATION) {
        at++;
        continue;
      }
      final int length = lengthAt(bytes, at, end);
      if (length == 0) {
        return ack;
      }
      if (kind == SACK && length >= 2 + SACK_BLOCK && (length - 2) % SACK_BLOCK == 0) {
        return highestEdge(bytes, at + 2, length - 2, ack);
      }
      at += length;
    }
    return ack;
  }

  /** The length of the option, or 0 if it is silly or goes beyond the header. */
  private static int lengthAt(final byte[] bytes, final int at, final int end) {
    if (end - at < 2) {
      return 0;
    }
    final int length = bytes[at + 1] & 0xff;
    return length < 2 || length > end - at ? 0 : length;
  }

  private static int highestEdge(
      final byte[] bytes, final int from, final int length, final int ack) {
    int highest = ack;
    for (int at = from; at < from + length; at += SACK_BLOCK) {
      final int edge = BigEndian.i32(bytes, at + 4);
      if (TcpWindow.isAfter(edge, highest)) {
        highest = edge;
      }
    }
    return highest;
  }
}
