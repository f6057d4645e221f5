package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Status;

/**
 * The kernel's tracking of UDP (nf_conntrack_proto_udp.c): a stream is what still talks two seconds
 * after its beginning, in both directions. When those are over stands in the row's first word, in
 * milliseconds since 1970.
 */
final class UdpTracker implements ProtocolTracker {
  private static final long PROBE_MILLIS = 2000;
  private static final int STREAM_FROM = 0;

  private static final int UNREPLIED = Timeouts.of(Sysctl.UDP_TIMEOUT);
  private static final int STREAM = Timeouts.of(Sysctl.UDP_TIMEOUT_STREAM);

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    row.word(STREAM_FROM, packet.timeNanos / 1_000_000 + PROBE_MILLIS);
    return true;
  }

  @Override
  public int track(final Packet packet, final SessionRow row, final int direction) {
    final int status = row.status();
    if ((status & Status.SEEN_REPLY) == 0
        || packet.timeNanos / 1_000_000 <= row.word(STREAM_FROM)) {
      return UNREPLIED;
    }
    if ((status & (Status.ASSURED | Status.NAT_CLASH)) == 0) {
      row.status(status | Status.ASSURED);
    }
    return STREAM;
  }
}
