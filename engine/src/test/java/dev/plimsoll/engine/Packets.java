package dev.plimsoll.engine;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Arrays;

/**
 * Packets for tests, as they would be on the wire: {@code Packets.tcp("10.0.0.1", 40000,
 * "10.0.0.2", 80).syn().sequence(1000)}. The addresses decide between IPv4 and IPv6.
 */
final class Packets {
  private Packets() {}

  /** A TCP packet with no flag set and a window of 64,240 bytes. */
  static PacketBuilder tcp(
      final String source, final int sourcePort, final String destination, final int port) {
    return ports(Protocol.TCP, 20, source, sourcePort, destination, port)
        .header8(12, 5 << 4)
        .window(64_240);
  }

  static PacketBuilder udp(
      final String source, final int sourcePort, final String destination, final int port) {
    return ports(Protocol.UDP, 8, source, sourcePort, destination, port);
  }

  static PacketBuilder udpLite(
      final String source, final int sourcePort, final String destination, final int port) {
    return ports(Protocol.UDPLITE, 8, source, sourcePort, destination, port);
  }

  /** An SCTP packet; its chunks are its payload. */
  static PacketBuilder sctp(
      final String source, final int sourcePort, final String destination, final int port) {
    return ports(Protocol.SCTP, 12, source, sourcePort, destination, port);
  }

  /** An ICMP or ICMPv6 message, as the addresses say. */
  static PacketBuilder icmp(
      final String source, final String destination, final int type, final int code) {
    final boolean ipv4 = destination.indexOf(':') < 0;
    return other(ipv4 ? Protocol.ICMP : Protocol.ICMPV6, source, destination)
        .header(new byte[8])
        .header8(0, type)
        .header8(1, code);
  }

  /** An echo request. */
  static PacketBuilder ping(
      final String source, final String destination, final int id, final int number) {
    final boolean ipv4 = destination.indexOf(':') < 0;
    return icmp(source, destination, ipv4 ? 8 : 128, 0).header16(4, id).header16(6, number);
  }

  /** The answer to an echo request. */
  static PacketBuilder pong(
      final String source, final String destination, final int id, final int number) {
    final boolean ipv4 = destination.indexOf(':') < 0;
    return icmp(source, destination, ipv4 ? 0 : 129, 0).header16(4, id).header16(6, number);
  }

  /** An ICMP error about a packet, of which it quotes at most 512 bytes. */
  static PacketBuilder icmpError(
      final String source,
      final String destination,
      final int type,
      final int code,
      final PacketBuilder about) {
    final byte[] quoted = about.bytes();
    return icmp(source, destination, type, code)
        .payload(Arrays.copyOf(quoted, Math.min(quoted.length, 512)));
  }

  /** GRE as PPTP has it: version 1, PPP, with a call id. */
  static PacketBuilder pptp(final String source, final String destination, final int callId) {
    return other(Protocol.GRE, source, destination)
        .header(new byte[8])
        .header16(0, 0x2001)
        .header16(2, 0x880b)
        .header16(6, callId);
  }

  /** A packet of any protocol; what it has behind the IP header is its payload. */
  static PacketBuilder other(final int protocol, final String source, final String destination) {
    return new PacketBuilder(IpAddress.of(source), IpAddress.of(destination), protocol);
  }

  private static PacketBuilder ports(
      final int protocol,
      final int headerLength,
      final String source,
      final int sourcePort,
      final String destination,
      final int port) {
    return other(protocol, source, destination)
        .header(new byte[headerLength])
        .header16(0, sourcePort)
        .header16(2, port);
  }
}
