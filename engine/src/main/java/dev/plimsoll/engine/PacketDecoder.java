package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.i32;
import static dev.plimsoll.engine.BigEndian.i64;
import static dev.plimsoll.engine.BigEndian.u16;
import static dev.plimsoll.engine.BigEndian.u32;
import static dev.plimsoll.engine.BigEndian.u8;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.TupleBuffer;

/**
 * Finds the IP packet in a frame, and in it what the tracker needs. One decoder a thread; no object
 * per packet, no exception whatever the bytes.
 *
 * <p>{@link Decoded#IGNORED} is what the kernel drops before it tracks (ip_rcv, ip6_rcv), and what
 * is no IP at all: ARP and other protocols, unknown links, frames cut short before the end of the
 * IP header's fixed part, a version other than the link says, an IPv4 header of fewer than 20 bytes
 * or with a wrong checksum, a total length that is shorter than the header or longer than the frame
 * was on the wire. A header checksum of 0 passes where checksums are not verified: so hosts see
 * what they send. What the kernel drops by its addresses or by the interface's is not dropped here:
 * a capture does not tell whose it is.
 *
 * <p>A total length of 0 in a frame of TCP that is longer than Ethernet's own is taken from the
 * frame: so segmentation offload shows in captures.
 *
 * <p>Of a snapped packet the lengths in its headers count: it is judged by what was captured of it,
 * without its checksums.
 */
public final class PacketDecoder {
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int ETHERNET_MTU = 1500;
  private static final int JUMBO_PAYLOAD = 0xc2;

  private final Checksums checksums;
  private final TransportDecoder transports;
  private final LinkHeaders link = new LinkHeaders();
  private final ExtensionHeaders extensions = new ExtensionHeaders();

  public PacketDecoder(final Checksums checksums) {
    this.checksums = checksums;
    transports = new TransportDecoder(checksums);
  }

  /**
   * Decodes a frame into a packet, which points at the frame's bytes then.
   *
   * @return what the frame holds; unless it is {@link Decoded#PACKET}, of the packet only the time
   *     and number are good, and of a fragment what stands in its IP header
   */
  public Decoded decode(final Frame frame, final Packet packet) {
    packet.timeNanos = frame.timeNanos();
    packet.number = frame.number();
    if (!link.find(frame)) {
      return Decoded.IGNORED;
    }
    packet.bytes = frame.bytes();
    packet.network = link.network();
    packet.end = frame.offset() + frame.captured();
    packet.reset();
    // More than a frame on the wire can have: no sum below overflows.
    final int cut = Math.clamp((long) frame.length() - frame.captured(), 0, 1 << 24);
    final int onTheWire = packet.end - packet.network + cut;
    return link.family() == Family.IPV4 ? ipv4(packet, onTheWire) : ipv6(packet, onTheWire);
  }

  private Decoded ipv4(final Packet packet, final int onTheWire) {
    final byte[] bytes = packet.bytes;
    final int network = packet.network;
    final int captured = packet.end - network;
    if (captured < IPV4_HEADER || u8(bytes, network) >>> 4 != 4) {
      return Decoded.IGNORED;
    }
    final int headerLength = (bytes[network] & 0xf) << 2;
    final int protocol = u8(bytes, network + 9);
    int length = u16(bytes, network + 2);
    if (length == 0 && protocol == Protocol.TCP && onTheWire > ETHERNET_MTU) {
      length = onTheWire;
    }
    if (headerLength < IPV4_HEADER || length < headerLength || length > onTheWire) {
      return Decoded.IGNORED;
    }
    final TupleBuffer tuple = packet.tuple;
    tuple.source(Family.IPV4, 0, u32(bytes, network + 12));
    tuple.destination(Family.IPV4, 0, u32(bytes, network + 16));
    tuple.protocol(protocol);
    if (captured >= headerLength && !isHeaderSound(packet, headerLength)) {
      return Decoded.IGNORED;
    }
    packet.length = length;
    packet.end = Math.min(packet.end, network + length);
    packet.timeToLive = u8(bytes, network + 8);
    packet.transport(network + headerLength);
    final boolean fragment = (u16(bytes, network + 6) & 0x3fff) != 0;
    if (fragment) {
      return Decoded.FRAGMENT;
    }
    transports.decode(packet);
    return Decoded.PACKET;
  }

  private boolean isHeaderSound(final Packet packet, final int headerLength) {
    final int network = packet.network;
    final long sum = InternetChecksum.add(0, packet.bytes, network, network + headerLength);
    return InternetChecksum.fold(sum) == 0xffff
        || u16(packet.bytes, network + 10) == 0 && !checksums.apply(packet.tuple);
  }

  private Decoded ipv6(final Packet packet, final int onTheWire) {
    final byte[] bytes = packet.bytes;
    final int network = packet.network;
    if (packet.end - network < IPV6_HEADER || u8(bytes, network) >>> 4 != 6) {
      return Decoded.IGNORED;
    }
    final int payload = u16(bytes, network + 4);
    final int length = payload == 0 ? jumbo(packet, onTheWire) : IPV6_HEADER + payload;
    if (length < IPV6_HEADER || length > onTheWire) {
      return Decoded.IGNORED;
    }
    final TupleBuffer tuple = packet.tuple;
    tuple.source(Family.IPV6, i64(bytes, network + 8), i64(bytes, network + 16));
    tuple.destination(Family.IPV6, i64(bytes, network + 24), i64(bytes, network + 32));
    packet.length = length;
    packet.end = Math.min(packet.end, network + length);
    packet.timeToLive = u8(bytes, network + 7);
    return behindIpv6(packet, payload == 0);
  }

  /** Decodes a reassembled IPv6 packet, of which all but the tuple's numbers is known. */
  void decodeIpv6(final Packet packet) {
    behindIpv6(packet, true);
  }

  /** Decodes what is behind the header of a reassembled IPv4 packet. */
  void decodeTransport(final Packet packet) {
    transports.decode(packet);
  }

  private Decoded behindIpv6(final Packet packet, final boolean overFragments) {
    final int first = packet.network + IPV6_HEADER;
    final int number = u8(packet.bytes, packet.network + 6);
    final ExtensionHeaders.End end = extensions.skip(packet, first, number, overFragments);
    packet.transport(extensions.position());
    packet.tuple.protocol(extensions.protocol());
    switch (end) {
      case PROTOCOL -> transports.decode(packet);
      case UNREADABLE -> packet.invalid(Reason.BAD_EXTENSIONS);
      case SNAPPED -> packet.invalid(Reason.SNAPPED);
      case FRAGMENT -> {
        return Decoded.FRAGMENT;
      }
    }
    return Decoded.PACKET;
  }

  /**
   * The length of a packet whose header says 0: by its jumbo payload option (RFC 2675), else of the
   * frame where the kernel does not cut it either.
   *
   * @return -1 for one that the kernel drops
   */
  private static int jumbo(final Packet packet, final int onTheWire) {
    final byte[] bytes = packet.bytes;
    final int first = packet.network + IPV6_HEADER;
    final int next = u8(bytes, packet.network + 6);
    if (next == Protocol.TCP && onTheWire > IPV6_HEADER + ETHERNET_MTU) {
      return onTheWire;
    }
    if (next != ExtensionHeaders.HOP_BY_HOP) {
      return IPV6_HEADER;
    }
    // Linux writes the option first; one elsewhere is not looked for.
    if (packet.end - first < 8 || u8(bytes, first + 2) != JUMBO_PAYLOAD) {
      return onTheWire;
    }
    final long payload = i32(bytes, first + 4) & 0xffff_ffffL;
    return payload > 0xffff && payload <= onTheWire - IPV6_HEADER
        ? (int) payload + IPV6_HEADER
        : -1;
  }
}
