package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleView;

/** Writes a tuple as ctnetlink wants it (CTA_TUPLE_ORIG, CTA_TUPLE_REPLY). */
final class TupleAttributes {
  private TupleAttributes() {}

  static void put(final NetlinkRequest request, final int type, final TupleView tuple) {
    put(request, type, tuple, Session.ABSENT);
  }

  /**
   * Writes a tuple that may have a zone of its own.
   *
   * @param zone the zone of this direction alone, or {@link Session#ABSENT}
   */
  static void put(
      final NetlinkRequest request, final int type, final TupleView tuple, final int zone) {
    final int whole = request.beginNested(type);
    final int ip = request.beginNested(Ct.TUPLE_IP);
    putSource(request, tuple);
    putDestination(request, tuple);
    request.endNested(ip);
    final int transport = request.beginNested(Ct.TUPLE_PROTO);
    request.putByte(Ct.PROTO_NUM, tuple.protocol());
    switch (tuple.protocol()) {
      case Protocol.ICMP ->
          request
              .putNetShort(Ct.PROTO_ICMP_ID, tuple.icmpId())
              .putByte(Ct.PROTO_ICMP_TYPE, tuple.icmpType())
              .putByte(Ct.PROTO_ICMP_CODE, tuple.icmpCode());
      case Protocol.ICMPV6 ->
          request
              .putNetShort(Ct.PROTO_ICMPV6_ID, tuple.icmpId())
              .putByte(Ct.PROTO_ICMPV6_TYPE, tuple.icmpType())
              .putByte(Ct.PROTO_ICMPV6_CODE, tuple.icmpCode());
      default ->
          request
              .putNetShort(Ct.PROTO_SRC_PORT, tuple.sourcePort())
              .putNetShort(Ct.PROTO_DST_PORT, tuple.destinationPort());
    }
    request.endNested(transport);
    if (zone >= 0) {
      request.putNetShort(Ct.TUPLE_ZONE, zone);
    }
    request.endNested(whole);
  }

  static void putSource(final NetlinkRequest request, final TupleView tuple) {
    if (tuple.family() == Family.IPV4) {
      request.putNetInt(Ct.IP_V4_SRC, (int) tuple.sourceLow());
    } else {
      request.putIpv6(Ct.IP_V6_SRC, tuple.sourceHigh(), tuple.sourceLow());
    }
  }

  static void putDestination(final NetlinkRequest request, final TupleView tuple) {
    if (tuple.family() == Family.IPV4) {
      request.putNetInt(Ct.IP_V4_DST, (int) tuple.destinationLow());
    } else {
      request.putIpv6(Ct.IP_V6_DST, tuple.destinationHigh(), tuple.destinationLow());
    }
  }
}
