package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Status;

/** The kernel's tracking of UDP-Lite: a stream is what was answered (nf_conntrack_proto_udp.c). */
final class UdpLiteTracker implements ProtocolTracker {
  private final long unreplied;
  private final long stream;

  UdpLiteTracker(final TrackerSettings settings) {
    unreplied = settings.millis(Sysctl.UDP_TIMEOUT);
    stream = settings.millis(Sysctl.UDP_TIMEOUT_STREAM);
  }

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    return true;
  }

  @Override
  public long track(final Packet packet, final SessionRow row, final int direction) {
    final int status = row.status();
    if ((status & Status.SEEN_REPLY) == 0) {
      return unreplied;
    }
    if ((status & (Status.ASSURED | Status.NAT_CLASH)) == 0) {
      row.status(status | Status.ASSURED);
    }
    return stream;
  }
}
