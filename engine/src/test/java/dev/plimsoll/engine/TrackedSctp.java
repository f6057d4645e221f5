package dev.plimsoll.engine;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import java.util.HexFormat;

/** One SCTP session at a time, tracked as the tracker's core would. */
final class TrackedSctp {
  private final SctpTracker tracker = new SctpTracker();
  private final Timeouts timeouts;
  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final SessionRow row = table.row();
  private long timeout;
  private int originalSide;

  TrackedSctp(final TrackerSettings settings) {
    timeouts = new Timeouts(settings);
  }

  /** Ends the session; the next packet begins another. */
  void end() {
    if (row.slot() != SessionTable.NONE) {
      row.remove();
    }
    row.begin();
  }

  /**
   * Tracks a packet.
   *
   * @param side 0 or 1; who sends first sends in the original direction
   * @param tag eight hexadecimal digits
   * @param chunks hexadecimal, "-" for none
   * @return the verdict and the session afterwards: state, timeout in seconds, packets both ways,
   *     whether it is assured
   */
  String packet(final int side, final String tag, final String chunks) {
    return track(side, decoded(tag, chunks));
  }

  String track(final int side, final Packet packet) {
    final boolean isNew = row.slot() == SessionTable.NONE;
    if (isNew) {
      row.begin();
      originalSide = side;
      if (!tracker.begin(packet, row)) {
        return "INV none";
      }
    }
    final int direction = side ^ originalSide;
    final int result = tracker.track(packet, row, direction);
    if (result == ProtocolTracker.INVALID) {
      return "INV " + described(isNew);
    }
    if (isNew) {
      row.insert(packet.tuple(), 0);
    }
    if (result >= 0) {
      timeout = timeouts.millis(result) / 1000;
      row.count(direction, packet.length());
    }
    final String verdict =
        direction == 1 ? "REP" : (row.status() & Status.SEEN_REPLY) != 0 ? "EST" : "NEW";
    if (direction == 1) {
      row.status(row.status() | Status.SEEN_REPLY);
    }
    return verdict + " " + described(false);
  }

  private String described(final boolean isNone) {
    return isNone
        ? "none"
        : "%s %d %d %d %s"
            .formatted(
                SctpState.of(row.state()),
                timeout,
                row.packets(0),
                row.packets(1),
                (row.status() & Status.ASSURED) != 0 ? "assured" : "-");
  }

  static Packet decoded(final String tag, final String chunks) {
    final Packet packet = new Packet();
    packet.bytes =
        HexFormat.of().parseHex("0f1c0f1c" + tag + "00000000" + (chunks.equals("-") ? "" : chunks));
    packet.end = packet.bytes.length;
    packet.length = packet.bytes.length;
    packet.tuple.protocol(132);
    packet.tuple.source(2, 0, 0x0a000002);
    packet.tuple.destination(2, 0, 0x0a010002);
    packet.tuple.sourcePort(1);
    packet.tuple.destinationPort(3868);
    return packet;
  }
}
