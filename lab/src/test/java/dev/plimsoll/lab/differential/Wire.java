package dev.plimsoll.lab.differential;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Builds Ethernet frames with IP packets in them, byte by byte, checksums included. */
final class Wire {
  static final int ETHERNET_BYTES = 14;
  static final int IPV4_BYTES = 20;
  static final int IPV6_BYTES = 40;
  private static final byte[] MACS = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1};
  private static final byte[] NO_OPTIONS = {};

  private Wire() {}

  /** One frame with an unfragmented packet; the transport's checksum is filled in. */
  static byte[] frame(
      final IpAddress source,
      final IpAddress destination,
      final int protocol,
      final byte[] transport) {
    final byte[] summed = transport.clone();
    sum(source, destination, protocol, summed);
    return bare(source, destination, protocol, summed);
  }

  /** The same with the transport's bytes as they are. */
  static byte[] bare(
      final IpAddress source,
      final IpAddress destination,
      final int protocol,
      final byte[] transport) {
    final byte[] packet =
        source.family() == Family.IPV4
            ? ipv4(source, destination, protocol, transport, 0, 0)
            : ipv6(source, destination, protocol, transport);
    return ethernet(source.family(), packet);
  }

  static byte[] ethernet(final int family, final byte[] packet) {
    return ByteBuffer.allocate(ETHERNET_BYTES + packet.length)
        .put(MACS)
        .putShort((short) (family == Family.IPV4 ? 0x0800 : 0x86dd))
        .put(packet)
        .array();
  }

  /**
   * An IPv4 packet.
   *
   * @param fragment the header's word of flags and offset
   */
  static byte[] ipv4(
      final IpAddress source,
      final IpAddress destination,
      final int protocol,
      final byte[] payload,
      final int id,
      final int fragment) {
    final ByteBuffer packet = ByteBuffer.allocate(IPV4_BYTES + payload.length);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
    packet.putShort((short) id).putShort((short) fragment);
    packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
    packet.putInt((int) source.low()).putInt((int) destination.low());
    packet.putShort(10, (short) fold(add(0, packet.array(), 0, IPV4_BYTES)));
    return packet.put(payload).array();
  }

  /** The checksum that an IPv4 header without options should have where it has 0. */
  static int headerSum(final byte[] frame) {
    return fold(add(0, frame, ETHERNET_BYTES, ETHERNET_BYTES + IPV4_BYTES));
  }

  static byte[] ipv6(
      final IpAddress source,
      final IpAddress destination,
      final int nextHeader,
      final byte[] payload) {
    final ByteBuffer packet = ByteBuffer.allocate(IPV6_BYTES + payload.length);
    packet.putInt(6 << 28).putShort((short) payload.length);
    packet.put((byte) nextHeader).put((byte) 255);
    packet.putLong(source.high()).putLong(source.low());
    packet.putLong(destination.high()).putLong(destination.low());
    return packet.put(payload).array();
  }

  static byte[] tcp(
      final int sourcePort,
      final int destinationPort,
      final int sequence,
      final int acknowledgment,
      final int flags,
      final int window,
      final byte[] options,
      final int payload) {
    final ByteBuffer segment = ByteBuffer.allocate(20 + options.length + payload);
    segment.putShort((short) sourcePort).putShort((short) destinationPort);
    segment.putInt(sequence).putInt(acknowledgment);
    segment.put((byte) (20 + options.length << 2)).put((byte) flags).putShort((short) window);
    segment.putInt(0).put(options);
    return segment.array();
  }

  /** The same segment with something in it. */
  static byte[] filled(final byte[] segment, final String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, segment, segment.length - bytes.length, bytes.length);
    return segment;
  }

  static byte[] udp(final int sourcePort, final int destinationPort, final int payload) {
    final ByteBuffer datagram = ByteBuffer.allocate(8 + payload);
    datagram.putShort((short) sourcePort).putShort((short) destinationPort);
    return datagram.putShort((short) (8 + payload)).putShort((short) 0).array();
  }

  static byte[] icmp(final int type, final int code, final int rest, final byte[] payload) {
    final ByteBuffer message = ByteBuffer.allocate(8 + payload.length);
    message.put((byte) type).put((byte) code).putShort((short) 0);
    return message.putInt(rest).put(payload).array();
  }

  static byte[] icmpEcho(final int type, final int id, final int sequence) {
    return icmp(type, 0, id << 16 | sequence & 0xffff, new byte[32]);
  }

  /** An SCTP packet; chunks are padded to four bytes each. */
  static byte[] sctp(
      final int sourcePort, final int destinationPort, final int tag, final byte[]... chunks) {
    final ByteBuffer packet = ByteBuffer.allocate(1500);
    packet.putShort((short) sourcePort).putShort((short) destinationPort);
    packet.putInt(tag).putInt(0);
    for (final byte[] chunk : chunks) {
      packet.put(chunk);
      while ((packet.position() & 3) != 0) {
        packet.put((byte) 0);
      }
    }
    return taken(packet);
  }

  static byte[] chunk(final int type, final int flags, final byte[] value) {
    return ByteBuffer.allocate(4 + value.length)
        .put((byte) type)
        .put((byte) flags)
        .putShort((short) (4 + value.length))
        .put(value)
        .array();
  }

  /** An INIT or INIT_ACK with the tag that its sender wants to see. */
  static byte[] initChunk(final int type, final int tag) {
    return chunk(
        type,
        0,
        ByteBuffer.allocate(16)
            .putInt(tag)
            .putInt(65_536)
            .putShort((short) 5)
            .putShort((short) 5)
            .putInt(1)
            .array());
  }

  /** GRE of version 0, without a key. */
  static byte[] gre(final int payload) {
    return ByteBuffer.allocate(4 + payload).putShort((short) 0).putShort((short) 0x0800).array();
  }

  /** PPTP's GRE, version 1, with a call id as its key. */
  static byte[] pptpGre(final int callId, final int payload) {
    return ByteBuffer.allocate(12 + payload)
        .putShort((short) 0x3001)
        .putShort((short) 0x880b)
        .putShort((short) payload)
        .putShort((short) callId)
        .putInt(1)
        .array();
  }

  private static byte[] taken(final ByteBuffer buffer) {
    final byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  /** The IP packet in a frame, at most so many bytes of it: what an ICMP error quotes. */
  static byte[] quoted(final byte[] frame, final int bytes) {
    final byte[] quote = new byte[Math.min(bytes, frame.length - ETHERNET_BYTES)];
    System.arraycopy(frame, ETHERNET_BYTES, quote, 0, quote.length);
    return quote;
  }

  static byte[] options(final int... octets) {
    final byte[] bytes = octets.length == 0 ? NO_OPTIONS : new byte[octets.length + 3 & ~3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = i < octets.length ? (byte) octets[i] : 1;
    }
    return bytes;
  }

  private static void sum(
      final IpAddress source,
      final IpAddress destination,
      final int protocol,
      final byte[] transport) {
    final ByteBuffer bytes = ByteBuffer.wrap(transport);
    switch (protocol) {
      case Protocol.TCP -> bytes.putShort(16, internet(source, destination, protocol, transport));
      case Protocol.UDP, Protocol.UDPLITE -> {
        final short sum = internet(source, destination, protocol, transport);
        bytes.putShort(6, sum == 0 ? -1 : sum);
      }
      case Protocol.ICMP -> bytes.putShort(2, (short) fold(add(0, transport, 0, transport.length)));
      case Protocol.ICMPV6 -> bytes.putShort(2, internet(source, destination, protocol, transport));
      case Protocol.SCTP -> {
        final CRC32C crc = new CRC32C();
        crc.update(transport);
        bytes.putInt(8, Integer.reverseBytes((int) crc.getValue()));
      }
      default -> {}
    }
  }

  private static short internet(
      final IpAddress source,
      final IpAddress destination,
      final int protocol,
      final byte[] transport) {
    final ByteBuffer pseudo = ByteBuffer.allocate(40);
    pseudo.putLong(source.high()).putLong(source.low());
    pseudo.putLong(destination.high()).putLong(destination.low());
    pseudo.putInt(transport.length).putInt(protocol);
    return (short) fold(add(add(0, pseudo.array(), 0, 40), transport, 0, transport.length));
  }

  private static long add(final long start, final byte[] bytes, final int from, final int to) {
    long sum = start;
    for (int i = from; i < to; i++) {
      sum += (long) (bytes[i] & 0xff) << ((i - from & 1) == 0 ? 8 : 0);
    }
    return sum;
  }

  private static int fold(final long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) ~folded & 0xffff;
  }
}
