package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Status;

/** The kernel's tracking of UDP-Lite: a stream is what was answered (nf_conntrack_proto_udp.c). */
final class UdpLiteTracker implements ProtocolTracker {
  private static final int UNREPLIED = Timeouts.of(Sysctl.UDP_TIMEOUT);
  private static final int STREAM = Timeouts.of(Sysctl.UDP_TIMEOUT_STREAM);

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    return true;
  }

  @Override
  public int track(final Packet packet, final SessionRow row, final int direction) {
    final int status = row.status();
    if ((status & Status.SEEN_REPLY) == 0) {
      return UNREPLIED;
    }
    if ((status & (Status.ASSURED | Status.NAT_CLASH)) == 0) {
      row.status(status | Status.ASSURED);
    }
    return STREAM;
  }
}
