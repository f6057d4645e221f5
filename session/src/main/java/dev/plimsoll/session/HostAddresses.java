package dev.plimsoll.session;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A host's own addresses, and what they say about the direction of its sessions. Immutable.
 *
 * <p>The end of a session that counts is the one behind our own NAT: the answers' source ({@code
 * reply.source}) rather than the address that the first packet was sent to. So a port forwarded to
 * a guest is forwarded, and a session that is redirected to a local proxy came in.
 */
public final class HostAddresses {
  /** No address is known: every direction is {@link Direction#UNKNOWN}. */
  public static final HostAddresses UNKNOWN = new HostAddresses(Set.of());

  private final Set<IpAddress> own;
  // Own addresses are few, and most sessions share one end: the sets below are probed per session
  // without an object.
  private final long[] ipv4;
  private final long[] ipv6;

  private HostAddresses(final Set<IpAddress> own) {
    this.own = own;
    ipv4 =
        own.stream()
            .filter(a -> a.family() == Family.IPV4)
            .mapToLong(IpAddress::low)
            .sorted()
            .toArray();
    ipv6 =
        own.stream()
            .filter(a -> a.family() == Family.IPV6)
            .flatMapToLong(a -> LongStream.of(a.high(), a.low()))
            .toArray();
  }

  public static HostAddresses of(final Collection<IpAddress> own) {
    return new HostAddresses(Set.copyOf(own));
  }

  public Set<IpAddress> addresses() {
    return own;
  }

  /** Whether the address is the host's own; loopback addresses always are. */
  public boolean isOwn(final int family, final long high, final long low) {
    if (family == Family.IPV4) {
      return low >>> 24 == 127 || Arrays.binarySearch(ipv4, low) >= 0;
    }
    if (high == 0 && low == 1) {
      return true;
    }
    for (int i = 0; i < ipv6.length; i += 2) {
      if (ipv6[i + 1] == low && ipv6[i] == high) {
        return true;
      }
    }
    return false;
  }

  /** The direction of a session; an answer to broadcast or multicast is taken as the host's own. */
  public Direction directionOf(final Session session) {
    final TupleBuffer original = session.original();
    final TupleBuffer reply = session.reply();
    final int family = original.family();
    final boolean fromUs = isOwn(family, original.sourceHigh(), original.sourceLow());
    final boolean toUs = isOwn(family, reply.sourceHigh(), reply.sourceLow());
    if (fromUs) {
      return toUs ? Direction.LOCAL : Direction.OUT;
    }
    if (toUs) {
      return Direction.IN;
    }
    if (own.isEmpty()) {
      return Direction.UNKNOWN;
    }
    return isToAll(family, reply.sourceHigh(), reply.sourceLow())
        ? Direction.IN
        : Direction.FORWARDED;
  }

  private static boolean isToAll(final int family, final long high, final long low) {
    return family == Family.IPV4 ? low >>> 28 == 0xe || low == 0xffff_ffffL : high >>> 56 == 0xff;
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof HostAddresses that && own.equals(that.own);
  }

  @Override
  public int hashCode() {
    return own.hashCode();
  }

  @Override
  public String toString() {
    return own.toString();
  }
}
