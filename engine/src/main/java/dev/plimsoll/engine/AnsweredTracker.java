package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Status;

/**
 * Protocols of which a stream is what was answered, assured with the first packet after the answer:
 * UDP-Lite and GRE (nf_conntrack_proto_udp.c, nf_conntrack_proto_gre.c). Keeps nothing of a
 * session.
 */
final class AnsweredTracker implements ProtocolTracker {
  private final int unreplied;
  private final int stream;

  AnsweredTracker(final Sysctl unreplied, final Sysctl stream) {
    this.unreplied = Timeouts.of(unreplied);
    this.stream = Timeouts.of(stream);
  }

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    return true;
  }

  @Override
  public int track(final Packet packet, final SessionRow row, final int direction) {
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
