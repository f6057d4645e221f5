package dev.plimsoll.engine;

import dev.plimsoll.engine.helper.GreKeys;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.TupleBuffer;

/**
 * GRE as the kernel tracks it (net/netfilter/nf_conntrack_proto_gre.c): assured with the first
 * packet after a reply. Only PPTP's version has keys; what its control session tells of them is in
 * {@link GreKeys}. It keeps nothing of a session.
 *
 * <p>A tunnel that PPTP's helper announced has no longer timeouts than others: since Linux 5.0 the
 * tracker overwrites those that the helper sets.
 */
final class GreTracker implements ProtocolTracker {
  private static final int VERSION = 7;
  private static final int HEADER_WITH_KEY = 8;

  private final AnsweredTracker answered =
      new AnsweredTracker(Sysctl.GRE_TIMEOUT, Sysctl.GRE_TIMEOUT_STREAM);
  private final GreKeys keys;

  GreTracker(final GreKeys keys) {
    this.keys = keys;
  }

  /**
   * Completes a tuple that tells only the receiver's key. To be called before the session is looked
   * up, for a packet and for one that an ICMP error quotes.
   *
   * @param transport where the GRE header begins
   * @param end where the bytes end
   */
  void complete(final TupleBuffer tuple, final byte[] bytes, final int transport, final int end) {
    if (!keys.isEmpty()
        && transport + HEADER_WITH_KEY <= end
        && (bytes[transport + 1] & VERSION) == 1) {
      tuple.sourcePort(keys.sourceKey(tuple));
    }
  }

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    return answered.begin(packet, row);
  }

  @Override
  public int track(final Packet packet, final SessionRow row, final int direction) {
    return answered.track(packet, row, direction);
  }
}
