package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;

/** All other protocols: one session for two addresses (nf_conntrack_proto_generic.c). */
final class GenericTracker implements ProtocolTracker {
  private final long timeout;

  GenericTracker(final TrackerSettings settings) {
    timeout = settings.millis(Sysctl.GENERIC_TIMEOUT);
  }

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    return true;
  }

  @Override
  public long track(final Packet packet, final SessionRow row, final int direction) {
    return timeout;
  }
}
