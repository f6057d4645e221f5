package dev.plimsoll.engine;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;

/**
 * The kernel's tracking of ICMP and ICMPv6 queries (nf_conntrack_proto_icmp.c and
 * nf_conntrack_proto_icmpv6.c): only a request begins a session, and it is never assured. What
 * errors are about is the {@link Tracker}'s.
 */
final class IcmpTracker implements ProtocolTracker {
  private final int timeout;

  IcmpTracker(final Sysctl timeout) {
    this.timeout = Timeouts.of(timeout);
  }

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    final int type = packet.tuple.icmpType();
    final boolean isRequest =
        packet.tuple.protocol() == Protocol.ICMP
            ? type == 8 || type == 13 || type == 15 || type == 17
            : type == 128 || type == 139;
    if (!isRequest) {
      packet.invalid(Reason.CANNOT_BEGIN, type, 0);
    }
    return isRequest;
  }

  @Override
  public int track(final Packet packet, final SessionRow row, final int direction) {
    return timeout;
  }

  /** Whether an ICMP type is an error about another packet ({@code icmp_is_err}). */
  static boolean isError(final int protocol, final int type) {
    return protocol == Protocol.ICMP
        ? type == 3 || type == 4 || type == 5 || type == 11 || type == 12
        : type < 128;
  }

  /** The ICMPv6 types that are not tracked: neighbour discovery and multicast listeners. */
  static boolean isUntracked(final int type) {
    return type >= 130 && type <= 136 || type == 143 || type == 151 || type == 152;
  }
}
