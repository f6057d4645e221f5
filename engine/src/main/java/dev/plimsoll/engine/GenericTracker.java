package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;

/** All other protocols: one session for two addresses (nf_conntrack_proto_generic.c). */
final class GenericTracker implements ProtocolTracker {
  private static final int TIMEOUT = Timeouts.of(Sysctl.GENERIC_TIMEOUT);

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    return true;
  }

  @Override
  public int track(final Packet packet, final SessionRow row, final int direction) {
    return TIMEOUT;
  }
}
