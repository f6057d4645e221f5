package dev.plimsoll.engine.helper;

import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Tuple;
import java.util.List;

/**
 * NetBIOS name service: whoever is in the network may answer a broadcast, for three seconds
 * (net/netfilter/nf_conntrack_netbios_ns.c, nf_conntrack_broadcast.c). The kernel does so only for
 * what its own host sends, to the broadcast address of an interface; so the host's addresses have
 * to be known.
 */
final class NetbiosHelper implements Helper {
  private static final long KEPT_MILLIS = 3000;

  private final List<OwnAddress> own;

  NetbiosHelper(final List<OwnAddress> own) {
    this.own = own;
  }

  @Override
  public HelperKind kind() {
    return HelperKind.NETBIOS_NS;
  }

  @Override
  public boolean packet(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    if (payload.direction() != 0) {
      return true;
    }
    for (final OwnAddress address : own) {
      if (address.broadcasts(payload.tuple())) {
        final Tuple reply = payload.original().inverse();
        final Tuple answer =
            Tuple.of(
                reply.protocol(),
                reply.source(),
                HelperKind.NETBIOS_NS.port(),
                reply.destination(),
                reply.destinationPort());
        final Expectation wish =
            new Expectation(payload.master(master.slot(), HelperKind.NETBIOS_NS), 0, answer)
                .fromNetwork(0, address.mask())
                .fromPort();
        wish.permanent = true;
        // Whether or not it can be expected, the packet passes.
        expectations.expect(wish, false);
        master.deadlineMillis(expectations.nowMillis() + KEPT_MILLIS, KEPT_BY_HELPER);
        return true;
      }
    }
    return true;
  }
}
