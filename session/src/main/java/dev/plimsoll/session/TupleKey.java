package dev.plimsoll.session;

/**
 * All of a tuple but its addresses, and its zone, in one long, so that one comparison settles it.
 *
 * <pre>
 * bits 48-63  source port, or what stands in its place
 *      32-47  destination port, or what stands in its place
 *      16-31  zone
 *       8-15  protocol
 *        0-7  family
 * </pre>
 */
final class TupleKey {
  /** Equals no tuple's key. */
  static final long NO_KEY = -1;

  private TupleKey() {}

  static long of(final TupleView tuple, final int zone) {
    return (tuple.sourcePort() & 0xffffL) << 48
        | (tuple.destinationPort() & 0xffffL) << 32
        | (zone & 0xffffL) << 16
        | (tuple.protocol() & 0xffL) << 8
        | tuple.family() & 0xffL;
  }

  /** The key of the answer without NAT, or {@link #NO_KEY} if there is no answer to this. */
  static long inverse(final long key) {
    if (Protocol.isIcmp(protocol(key))) {
      final int type = IcmpTypes.inverse(protocol(key), (int) (key >>> 40) & 0xff);
      return type < 0 ? NO_KEY : key & ~(0xffL << 40) | (long) type << 40;
    }
    return key << 16 & 0xffffL << 48 | key >>> 16 & 0xffffL << 32 | key & 0xffff_ffffL;
  }

  static int sourcePort(final long key) {
    return (int) (key >>> 48);
  }

  static int destinationPort(final long key) {
    return (int) (key >>> 32) & 0xffff;
  }

  static int zone(final long key) {
    return (int) (key >>> 16) & 0xffff;
  }

  static int protocol(final long key) {
    return (int) (key >>> 8) & 0xff;
  }

  static int family(final long key) {
    return (int) key & 0xff;
  }

  /** The zone in which the original tuple counts (nf_ct_zone_id). */
  static int originalZone(final Session session) {
    return session.originalZone() != Session.ABSENT ? session.originalZone() : session.zone();
  }

  /** The zone in which the reply tuple counts (nf_ct_zone_id). */
  static int replyZone(final Session session) {
    return session.replyZone() != Session.ABSENT ? session.replyZone() : session.zone();
  }
}
