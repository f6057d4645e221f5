package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel itself can compare while it dumps a table (ctnetlink_alloc_filter,
 * net/netfilter/nf_conntrack_netlink.c): the sessions that cannot match never leave it. It may let
 * more pass than a {@link dev.plimsoll.session.SessionFilter} would, never less.
 *
 * @param family 0 for any
 * @param status compared bits of the status, or null
 * @param mark compared bits of the mark, or null
 * @param zone the zone, or null for all
 * @param original exact parts of the original tuple
 * @param reply exact parts of the reply tuple
 */
record KernelFilter(
    int family,
    @Nullable Bits status,
    @Nullable Bits mark,
    @Nullable Integer zone,
    TupleParts original,
    TupleParts reply) {
  static final KernelFilter ALL =
      new KernelFilter(0, null, null, null, TupleParts.ANY, TupleParts.ANY);

  private static final int FLAG_SOURCE = 1;
  private static final int FLAG_DESTINATION = 1 << 1;
  private static final int FLAG_PROTOCOL = 1 << 3;
  private static final int FLAG_SOURCE_PORT = 1 << 4;
  private static final int FLAG_DESTINATION_PORT = 1 << 5;

  /** Bits that must have a value: {@code (x & mask) == value}. */
  record Bits(int value, int mask) {}

  /**
   * Parts of a tuple that must be equal; null for any.
   *
   * <p>Addresses are IPv4's only. Of IPv6 the kernel lets pass what is <em>not</em> equal, because
   * ctnetlink_filter_match_tuple takes the 0 of ipv6_addr_cmp for a difference (seen on Linux
   * 6.18).
   */
  record TupleParts(
      @Nullable IpAddress source,
      @Nullable IpAddress destination,
      @Nullable Integer protocol,
      @Nullable Integer sourcePort,
      @Nullable Integer destinationPort) {
    static final TupleParts ANY = new TupleParts(null, null, null, null, null);

    TupleParts {
      if (isIpv6(source) || isIpv6(destination)) {
        throw new IllegalArgumentException("the kernel compares IPv6 addresses the wrong way");
      }
    }

    private static boolean isIpv6(final @Nullable IpAddress address) {
      return address != null && address.family() == Family.IPV6;
    }

    boolean isAny() {
      return equals(ANY);
    }

    private TupleParts comparable(final @Nullable Integer common) {
      final boolean hasPorts = common != null && (common == Protocol.TCP || common == Protocol.UDP);
      final Integer from = hasPorts ? sourcePort : null;
      final Integer to = hasPorts ? destinationPort : null;
      final boolean needsProtocol = protocol != null || from != null || to != null;
      return new TupleParts(source, destination, needsProtocol ? common : null, from, to);
    }

    private int flags() {
      int flags = 0;
      flags |= source == null ? 0 : FLAG_SOURCE;
      flags |= destination == null ? 0 : FLAG_DESTINATION;
      flags |= protocol == null ? 0 : FLAG_PROTOCOL;
      flags |= sourcePort == null ? 0 : FLAG_SOURCE_PORT;
      flags |= destinationPort == null ? 0 : FLAG_DESTINATION_PORT;
      return flags;
    }
  }

  boolean isAll() {
    return equals(ALL);
  }

  /**
   * The same without what the kernel does not compare. It compares ports together with the protocol
   * only, of TCP and UDP only, and the reply's protocol is always the original's.
   */
  KernelFilter comparable() {
    final Integer protocol = original.protocol();
    return new KernelFilter(
        family, status, mark, zone, original.comparable(protocol), reply.comparable(protocol));
  }

  /**
   * The questions to ask one after the other. The kernel compares tuples only within a given family
   * (CTA_FILTER without one is EOPNOTSUPP), so both are asked where the filter names none.
   */
  List<KernelFilter> questions() {
    return family != 0 || original.isAny() && reply.isAny()
        ? List.of(this)
        : List.of(withFamily(Family.IPV4), withFamily(Family.IPV6));
  }

  KernelFilter withFamily(final int one) {
    return new KernelFilter(one, status, mark, zone, original, reply);
  }

  /** What every kernel can compare of it. */
  KernelFilter familyOnly() {
    return ALL.withFamily(family);
  }

  private boolean comparesTuples() {
    return family != 0 && !(original.isAny() && reply.isAny());
  }

  /** Appends itself to a dump request, behind the netfilter header. */
  void appendTo(final NetlinkRequest request) {
    if (mark != null) {
      request.putNetInt(Ct.MARK, mark.value()).putNetInt(Ct.MARK_MASK, mark.mask());
    }
    if (status != null) {
      request.putNetInt(Ct.STATUS, status.value()).putNetInt(Ct.STATUS_MASK, status.mask());
    }
    if (zone != null) {
      request.putNetShort(Ct.ZONE, zone);
    }
    if (comparesTuples()) {
      putTuple(request, Ct.TUPLE_ORIG, original);
      putTuple(request, Ct.TUPLE_REPLY, reply);
      final int filter = request.beginNested(Ct.FILTER);
      request.putHostInt(Ct.FILTER_ORIG_FLAGS, original.flags());
      request.putHostInt(Ct.FILTER_REPLY_FLAGS, reply.flags());
      request.endNested(filter);
    }
  }

  private void putTuple(final NetlinkRequest request, final int type, final TupleParts parts) {
    if (parts.isAny()) {
      return;
    }
    final int whole = request.beginNested(type);
    if (parts.source() != null || parts.destination() != null) {
      final int ip = request.beginNested(Ct.TUPLE_IP);
      if (parts.source() != null) {
        request.putNetInt(Ct.IP_V4_SRC, (int) parts.source().low());
      }
      if (parts.destination() != null) {
        request.putNetInt(Ct.IP_V4_DST, (int) parts.destination().low());
      }
      request.endNested(ip);
    }
    if (parts.protocol() != null) {
      final int transport = request.beginNested(Ct.TUPLE_PROTO);
      request.putByte(Ct.PROTO_NUM, parts.protocol());
      if (parts.sourcePort() != null) {
        request.putNetShort(Ct.PROTO_SRC_PORT, parts.sourcePort());
      }
      if (parts.destinationPort() != null) {
        request.putNetShort(Ct.PROTO_DST_PORT, parts.destinationPort());
      }
      request.endNested(transport);
    }
    request.endNested(whole);
  }
}
