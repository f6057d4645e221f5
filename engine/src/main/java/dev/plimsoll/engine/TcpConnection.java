package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;

/**
 * What is kept of a TCP connection ({@code struct ip_ct_tcp}), unpacked from a session's row while
 * a packet is looked at.
 *
 * <pre>
 * word    bits    in the row
 *  0, 2   32-63   end, original and reply            0-31   end of the allowed window
 *  1, 3   32-63   largest window                     0-31   highest acknowledged number
 *  4      32-63   last sequence number               0-31   last acknowledged number
 *  5      32-63   last end                          16-31   last window, unscaled
 *          8-15   repeated acknowledgements          0-7    flags remembered with the last packet
 *  flags  24-31   flags of the original side        16-23   flags of the reply side
 *         12-15   scale of the original side         8-11   scale of the reply side
 *          4-7    scale remembered                   1-3    class of the last packet
 *          0      direction of the last packet
 * </pre>
 */
final class TcpConnection {
  /** Remembered flags beyond those of a side. */
  static final int EXPECT_CHALLENGE_ACK = 0x40;

  static final int SIMULTANEOUS_OPEN = 0x80;

  private static final long LOW_INT = 0xffff_ffffL;
  private static final int MOST_REPEATS = 0xff;

  final TcpSide original = new TcpSide();
  final TcpSide reply = new TcpSide();
  int lastSequence;
  int lastAck;
  int lastEnd;
  int lastWindow;
  int lastFlags;
  int lastScale;
  int lastClass;
  int lastDirection;
  int repeats;

  TcpSide side(final int direction) {
    return direction == 0 ? original : reply;
  }

  void load(final SessionRow row) {
    load(original, row.word(0), row.word(1));
    load(reply, row.word(2), row.word(3));
    lastSequence = (int) (row.word(4) >>> 32);
    lastAck = (int) row.word(4);
    final long last = row.word(5);
    lastEnd = (int) (last >>> 32);
    lastWindow = (int) (last >>> 16) & 0xffff;
    repeats = (int) (last >>> 8) & 0xff;
    lastFlags = (int) last & 0xff;
    final int flags = row.flags();
    original.flags = flags >>> 24;
    reply.flags = flags >>> 16 & 0xff;
    original.scale = flags >>> 12 & 0xf;
    reply.scale = flags >>> 8 & 0xf;
    lastScale = flags >>> 4 & 0xf;
    lastClass = flags >>> 1 & 7;
    lastDirection = flags & 1;
  }

  private static void load(final TcpSide side, final long ends, final long windowAndAck) {
    side.end = (int) (ends >>> 32);
    side.maxEnd = (int) ends;
    side.maxWindow = (int) (windowAndAck >>> 32);
    side.maxAck = (int) windowAndAck;
  }

  void store(final SessionRow row) {
    row.word(0, pair(original.end, original.maxEnd));
    row.word(1, pair(original.maxWindow, original.maxAck));
    row.word(2, pair(reply.end, reply.maxEnd));
    row.word(3, pair(reply.maxWindow, reply.maxAck));
    row.word(4, pair(lastSequence, lastAck));
    row.word(5, pair(lastEnd, lastWindow << 16 | repeats << 8 | lastFlags));
    row.flags(
        original.flags << 24
            | reply.flags << 16
            | original.scale << 12
            | reply.scale << 8
            | lastScale << 4
            | lastClass << 1
            | lastDirection);
  }

  private static long pair(final int high, final int low) {
    return (long) high << 32 | low & LOW_INT;
  }

  /** Makes all as for a connection that nothing is known of. */
  void clear() {
    clear(original);
    clear(reply);
    lastSequence = 0;
    lastAck = 0;
    lastEnd = 0;
    lastWindow = 0;
    lastFlags = 0;
    lastScale = 0;
    lastClass = TcpStates.NO_FLAGS;
    lastDirection = 0;
    repeats = 0;
  }

  private static void clear(final TcpSide side) {
    side.flags = 0;
    side.reset();
  }

  /** Counts an acknowledgement that says what the one before it said; else remembers it. */
  void acknowledgement(
      final int direction, final int sequence, final int ack, final int end, final int window) {
    if (lastDirection == direction
        && lastSequence == sequence
        && lastAck == ack
        && lastEnd == end
        && lastWindow == window) {
      // The kernel's counter is a byte too, and begins anew after 255.
      repeats = repeats + 1 & MOST_REPEATS;
      return;
    }
    lastDirection = direction;
    lastSequence = sequence;
    lastAck = ack;
    lastEnd = end;
    lastWindow = window;
    repeats = 0;
  }
}
