package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.u16;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.TupleBuffer;

/** The protocol's own part of a tuple (nf_ct_get_tuple in nf_conntrack_core.c). */
final class TupleNumbers {
  private static final int GRE_PPP = 0x880b;

  private TupleNumbers() {}

  /**
   * Reads ports, or what stands in their place, of a header within a packet.
   *
   * @param at where the header begins
   * @param tuple its protocol says how the header looks; gets the numbers, or zeros
   * @return why they cannot be read, or {@link Reason#NONE}
   */
  static Reason read(final Packet packet, final int at, final TupleBuffer tuple) {
    tuple.sourcePort(0);
    tuple.destinationPort(0);
    return switch (tuple.protocol()) {
      case Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.UDPLITE -> ports(packet, at, tuple);
      case Protocol.ICMP, Protocol.ICMPV6 -> icmp(packet, at, tuple);
      case Protocol.GRE -> gre(packet, at, tuple);
      default -> Reason.NONE;
    };
  }

  private static Reason ports(final Packet packet, final int at, final TupleBuffer tuple) {
    final Reason flaw = missing(packet, at, 4);
    if (flaw == Reason.NONE) {
      tuple.sourcePort(u16(packet.bytes, at));
      tuple.destinationPort(u16(packet.bytes, at + 2));
    }
    return flaw;
  }

  private static Reason icmp(final Packet packet, final int at, final TupleBuffer tuple) {
    final Reason flaw = missing(packet, at, 8);
    if (flaw == Reason.NONE) {
      tuple.sourcePort(u16(packet.bytes, at + 4));
      tuple.destinationPort(u16(packet.bytes, at));
    }
    return flaw;
  }

  private static Reason missing(final Packet packet, final int at, final int needed) {
    if (packet.network + packet.length - at < needed) {
      return Reason.SHORT_HEADER;
    }
    return packet.end - at < needed ? Reason.SNAPPED : Reason.NONE;
  }

  /**
   * Only version 1 has a key: its call id, the destination's; that of the source is known to the
   * helper of PPTP. What is too short for it has none.
   */
  private static Reason gre(final Packet packet, final int at, final TupleBuffer tuple) {
    final int length = packet.network + packet.length - at;
    if (packet.end - at < Math.min(length, 4)) {
      return Reason.SNAPPED;
    }
    if (length < 4 || (packet.bytes[at + 1] & 7) != 1 || length < 8) {
      return Reason.NONE;
    }
    if (u16(packet.bytes, at + 2) != GRE_PPP) {
      return Reason.BAD_GRE_PROTOCOL;
    }
    if (packet.end - at < 8) {
      return Reason.SNAPPED;
    }
    tuple.destinationPort(u16(packet.bytes, at + 6));
    return Reason.NONE;
  }
}
