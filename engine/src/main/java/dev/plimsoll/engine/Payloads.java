package dev.plimsoll.engine;

import dev.plimsoll.engine.helper.Payload;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Status;

/** Shows helpers what a packet carries behind its TCP or UDP header. */
final class Payloads {
  private static final int UDP_HEADER = 8;

  private Payloads() {}

  /**
   * Fills a payload.
   *
   * @param row the packet's session, after the packet was tracked
   * @param direction 0 for the original one, 1 for the reply
   */
  static void fill(
      final Payload payload, final Packet packet, final SessionRow row, final int direction) {
    final boolean answered = direction == 1 || (row.status() & Status.SEEN_REPLY) != 0;
    payload.packet(packet.tuple, packet.zone, direction, answered);
    final boolean tcp = packet.tuple.protocol() == Protocol.TCP;
    final int from = packet.transport + (tcp ? packet.headerLength : UDP_HEADER);
    final int size = Math.max(packet.network + packet.length - from, 0);
    final int captured = Math.clamp(packet.end - from, 0, size);
    payload.bytes(packet.bytes, from, captured, size, packet.sequence);
  }
}
