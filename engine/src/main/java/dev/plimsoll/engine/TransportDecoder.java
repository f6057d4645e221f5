package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.i32;
import static dev.plimsoll.engine.BigEndian.u16;
import static dev.plimsoll.engine.BigEndian.u8;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.TupleBuffer;

/**
 * What the tracker needs of the header behind the IP header: the rest of the tuple, and the flaws
 * for which the kernel's protocol trackers find a packet invalid before they look at its session,
 * in their order (nf_conntrack_proto_*.c). Not thread safe.
 */
final class TransportDecoder {
  private static final int TCP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int HIGHEST_ICMP_TYPE = 18;

  /** By the flags without PSH, ECE and CWR: a bit for each set that may be (tcp_valid_flags). */
  private static final long VALID_FLAGS =
      1L << Packet.SYN
          | 1L << (Packet.SYN | Packet.URG)
          | 1L << (Packet.SYN | Packet.ACK)
          | 1L << Packet.RST
          | 1L << (Packet.RST | Packet.ACK)
          | 1L << (Packet.FIN | Packet.ACK)
          | 1L << (Packet.FIN | Packet.ACK | Packet.URG)
          | 1L << Packet.ACK
          | 1L << (Packet.ACK | Packet.URG);

  private final Checksums checksums;
  private final SctpHeader sctp = new SctpHeader();
  private final EmbeddedPacket embedded = new EmbeddedPacket();

  TransportDecoder(final Checksums checksums) {
    this.checksums = checksums;
  }

  /** Goes on where IP's headers end; addresses, protocol and lengths stand on the packet. */
  void decode(final Packet packet) {
    final TupleBuffer tuple = packet.tuple;
    final Reason flaw = TupleNumbers.read(packet, packet.transport, tuple);
    if (flaw != Reason.NONE) {
      final boolean isGre = flaw == Reason.BAD_GRE_PROTOCOL;
      packet.invalid(flaw, isGre ? u16(packet.bytes, packet.transport + 2) : 0, 0);
      return;
    }
    switch (tuple.protocol()) {
      case Protocol.TCP -> tcp(packet);
      case Protocol.UDP -> udp(packet);
      case Protocol.UDPLITE -> udpLite(packet);
      case Protocol.ICMP -> icmp(packet);
      case Protocol.ICMPV6 -> icmpv6(packet);
      case Protocol.SCTP -> sctp.check(packet, isVerified(packet));
      default -> {}
    }
  }

  /** Whether the header's fixed part is there; says why not. */
  static boolean hasHeader(final Packet packet, final int count) {
    if (packet.transportLength < count) {
      packet.invalid(Reason.SHORT_HEADER);
      return false;
    }
    if (packet.end - packet.transport < count) {
      packet.invalid(Reason.SNAPPED);
      return false;
    }
    return true;
  }

  private boolean isVerified(final Packet packet) {
    return packet.isWhole() && checksums.apply(packet.tuple);
  }

  private void tcp(final Packet packet) {
    if (!hasHeader(packet, TCP_HEADER)) {
      return;
    }
    final byte[] bytes = packet.bytes;
    final int at = packet.transport;
    packet.sequence = i32(bytes, at + 4);
    packet.acknowledgment = i32(bytes, at + 8);
    packet.headerLength = (bytes[at + 12] & 0xf0) >>> 2;
    packet.flags = u8(bytes, at + 13);
    packet.window = u16(bytes, at + 14);
    if (packet.headerLength < TCP_HEADER || packet.headerLength > packet.transportLength) {
      packet.invalid(Reason.BAD_HEADER_LENGTH, packet.headerLength, 0);
    } else if (isVerified(packet) && !isSumRight(packet, Protocol.TCP, packet.end)) {
      packet.invalid(Reason.BAD_CHECKSUM);
    } else if ((VALID_FLAGS >>> (packet.flags & 0x37) & 1) == 0) {
      packet.invalid(Reason.BAD_FLAGS, packet.flags, 0);
    }
  }

  private void udp(final Packet packet) {
    if (!hasHeader(packet, UDP_HEADER)) {
      return;
    }
    final int length = u16(packet.bytes, packet.transport + 4);
    final int checksum = u16(packet.bytes, packet.transport + 6);
    if (length > packet.transportLength || length < UDP_HEADER) {
      packet.invalid(Reason.BAD_LENGTH, length, packet.transportLength);
    } else if (checksum != 0
        && isVerified(packet)
        && !isSumRight(packet, Protocol.UDP, packet.end)) {
      packet.invalid(Reason.BAD_CHECKSUM);
    }
  }

  /** The kernel sums UDP-Lite with UDP's number in the pseudo header, against RFC 3828. */
  private void udpLite(final Packet packet) {
    if (!hasHeader(packet, UDP_HEADER)) {
      return;
    }
    final int coverage = u16(packet.bytes, packet.transport + 4);
    final int covered = coverage == 0 ? packet.transportLength : coverage;
    if (covered < UDP_HEADER || covered > packet.transportLength) {
      packet.invalid(Reason.BAD_LENGTH, coverage, packet.transportLength);
    } else if (u16(packet.bytes, packet.transport + 6) == 0) {
      packet.invalid(Reason.NO_CHECKSUM);
    } else if (isVerified(packet)
        && !isSumRight(packet, Protocol.UDP, packet.transport + covered)) {
      packet.invalid(Reason.BAD_CHECKSUM);
    }
  }

  private void icmp(final Packet packet) {
    if (packet.tuple.family() != Family.IPV4) {
      packet.invalid(Reason.WRONG_FAMILY);
      return;
    }
    final int type = packet.tuple.icmpType();
    if (isVerified(packet) && !isIcmpSumRight(packet)) {
      packet.invalid(Reason.BAD_CHECKSUM);
    } else if (type > HIGHEST_ICMP_TYPE) {
      packet.invalid(Reason.BAD_ICMP_TYPE, type, 0);
    } else if (type == 3 || type == 4 || type == 5 || type == 11 || type == 12) {
      embedded.readIpv4(packet, packet.transport + 8);
    }
  }

  private void icmpv6(final Packet packet) {
    if (packet.tuple.family() != Family.IPV6) {
      packet.invalid(Reason.WRONG_FAMILY);
      return;
    }
    final int type = packet.tuple.icmpType();
    if (isVerified(packet) && !isSumRight(packet, Protocol.ICMPV6, packet.end)) {
      packet.invalid(Reason.BAD_CHECKSUM);
    } else if (type == 137) {
      redirect(packet);
    } else if (type < 128) {
      embedded.readIpv6(packet, packet.transport + 8);
    }
  }

  /** As nf_conntrack_icmpv6_redirect: its first option has to be the packet redirected. */
  private void redirect(final Packet packet) {
    if (!hasHeader(packet, 40) || packet.tuple.icmpCode() != 0) {
      return;
    }
    final boolean linkLocal = packet.tuple.sourceHigh() >>> 54 == 0xfe80 >>> 6;
    if (packet.timeToLive != 255 || !linkLocal || packet.transportLength < 42) {
      packet.invalid(Reason.BAD_REDIRECT);
      return;
    }
    if (!hasHeader(packet, 42)) {
      return;
    }
    final int option = packet.transport + 40;
    if (packet.bytes[option + 1] == 0) {
      packet.invalid(Reason.BAD_REDIRECT);
    } else if (packet.bytes[option] == 4) {
      embedded.readIpv6(packet, option + 8);
    }
  }

  /** The sum over IP's pseudo header and the transport's bytes up to a place. */
  private static boolean isSumRight(final Packet packet, final int protocol, final int to) {
    final boolean ipv4 = packet.tuple.family() == Family.IPV4;
    final int addresses = packet.network + (ipv4 ? 12 : 8);
    final int addressBytes = ipv4 ? 8 : 32;
    long sum = (long) protocol + packet.transportLength;
    sum = InternetChecksum.add(sum, packet.bytes, addresses, addresses + addressBytes);
    sum = InternetChecksum.add(sum, packet.bytes, packet.transport, to);
    return InternetChecksum.fold(sum) == 0xffff;
  }

  private static boolean isIcmpSumRight(final Packet packet) {
    // The kernel sums from the IP header on, whose own sum this is: all zeros are right so.
    final long sum = InternetChecksum.add(0xffff, packet.bytes, packet.transport, packet.end);
    return InternetChecksum.fold(sum) == 0xffff;
  }
}
