package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.i32;
import static dev.plimsoll.engine.BigEndian.u16;
import static dev.plimsoll.engine.BigEndian.u8;

import java.util.zip.CRC32C;

/**
 * Whether an SCTP packet holds together (sctp_error and do_basic_checks in
 * nf_conntrack_proto_sctp.c). Not thread safe.
 */
final class SctpHeader {
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 4;
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int COOKIE_ECHO = 10;
  private static final int COOKIE_ACK = 11;
  private static final int SHUTDOWN_COMPLETE = 14;
  private static final byte[] ZEROS = new byte[4];

  private final CRC32C crc = new CRC32C();

  /** Looks at the header and the chunks, and says on the packet what is wrong with them. */
  void check(final Packet packet, final boolean verified) {
    if (!TransportDecoder.hasHeader(packet, HEADER)) {
      return;
    }
    if (verified && !isSumRight(packet)) {
      packet.invalid(Reason.BAD_CHECKSUM);
    } else if (!fitTogether(packet)) {
      packet.invalid(Reason.BAD_CHUNKS);
    }
  }

  private boolean isSumRight(final Packet packet) {
    final int at = packet.transport;
    crc.reset();
    crc.update(packet.bytes, at, 8);
    crc.update(ZEROS, 0, 4);
    crc.update(packet.bytes, at + HEADER, packet.end - at - HEADER);
    return Integer.reverseBytes(i32(packet.bytes, at + 8)) == (int) crc.getValue();
  }

  /** Some chunks stand alone, some come first, none has no length, and there is at least one. */
  private static boolean fitTogether(final Packet packet) {
    final int limit = packet.transport + packet.transportLength;
    int at = packet.transport + HEADER;
    int count = 0;
    boolean alone = false;
    while (limit - at >= CHUNK_HEADER) {
      if (packet.end - at < CHUNK_HEADER) {
        // Snapped: what can be seen fits.
        return true;
      }
      final int type = u8(packet.bytes, at);
      final int length = u16(packet.bytes, at + 2);
      alone |= type == INIT || type == INIT_ACK || type == SHUTDOWN_COMPLETE;
      final boolean first = alone || type == COOKIE_ACK || type == COOKIE_ECHO;
      if (first && count != 0 || length == 0) {
        return false;
      }
      at += length + 3 & ~3;
      count++;
    }
    return count != 0;
  }
}
