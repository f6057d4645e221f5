package dev.plimsoll.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One packet in the making; {@link Packets} begins it. Lengths and checksums are filled in when it
 * is built, so that {@link #patch} can break them.
 */
final class PacketBuilder {
  private record Patch(int at, int value) {}

  private static final int FRAGMENT = 44;

  private final int protocol;
  // Each with its own number where that of the next header will stand.
  private final List<byte[]> extensions = new ArrayList<>();
  private final List<Patch> patches = new ArrayList<>();
  private IpAddress source;
  private IpAddress destination;
  private byte[] header = {};
  private byte[] ipOptions = {};
  private byte[] payload = {};
  private int identification = 1;
  private int timeToLive = 64;
  private int trafficClass;
  private long timeNanos;

  PacketBuilder(final IpAddress source, final IpAddress destination, final int protocol) {
    this.source = source;
    this.destination = destination;
    this.protocol = protocol;
  }

  /** The same with addresses and ports exchanged: what the other side sends. */
  PacketBuilder back() {
    final IpAddress from = source;
    source = destination;
    destination = from;
    if (Protocol.hasPorts(protocol)) {
      final int port = BigEndian.u16(header, 0);
      header16(0, BigEndian.u16(header, 2));
      header16(2, port);
    }
    return this;
  }

  PacketBuilder syn() {
    return flags(Packet.SYN);
  }

  PacketBuilder flags(final int flags) {
    return header8(13, flags);
  }

  PacketBuilder sequence(final long number) {
    return header32(4, number);
  }

  /** The acknowledgment number; sets the flag too. */
  PacketBuilder ack(final long number) {
    return header32(8, number).header8(13, header[13] | Packet.ACK);
  }

  PacketBuilder window(final int raw) {
    return header16(14, raw);
  }

  /** TCP's options, to be padded to a multiple of four by the caller. */
  PacketBuilder tcpOptions(final int... bytes) {
    final byte[] longer = Arrays.copyOf(header, 20 + bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      longer[20 + i] = (byte) bytes[i];
    }
    header = longer;
    return header8(12, header.length / 4 << 4);
  }

  /** SCTP's verification tag. */
  PacketBuilder tag(final long tag) {
    return header32(4, tag);
  }

  /** Adds an SCTP chunk, padded. */
  PacketBuilder chunk(final int type, final int flags, final byte... body) {
    final ByteBuffer longer = ByteBuffer.allocate(payload.length + 4 + (body.length + 3 & ~3));
    longer.put(payload).put((byte) type).put((byte) flags).putShort((short) (4 + body.length));
    longer.put(body);
    payload = longer.array();
    return this;
  }

  PacketBuilder payload(final String text) {
    return payload(text.getBytes(UTF_8));
  }

  PacketBuilder payload(final byte[] bytes) {
    payload = bytes;
    return this;
  }

  /** So many bytes of payload. */
  PacketBuilder payload(final int length) {
    payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) i;
    }
    return this;
  }

  PacketBuilder ttl(final int hops) {
    timeToLive = hops;
    return this;
  }

  /** The byte of DSCP and ECN. */
  PacketBuilder trafficClass(final int bits) {
    trafficClass = bits;
    return this;
  }

  /** What fragments of the packet have in common. */
  PacketBuilder identification(final int id) {
    identification = id;
    return this;
  }

  /** IPv4's options, a multiple of four bytes. */
  PacketBuilder ipOptions(final byte... bytes) {
    ipOptions = bytes;
    return this;
  }

  /** Adds an IPv6 extension header; its first byte, the next header's number, is filled in. */
  PacketBuilder extension(final int number, final byte... body) {
    extensions.add(numbered(number, body));
    return this;
  }

  private static byte[] numbered(final int number, final byte[] body) {
    return ByteBuffer.allocate(1 + body.length).put((byte) number).put(body).array();
  }

  PacketBuilder at(final long millis) {
    timeNanos = millis * 1_000_000;
    return this;
  }

  PacketBuilder header(final byte[] bytes) {
    header = bytes;
    return this;
  }

  PacketBuilder header8(final int at, final int value) {
    header[at] = (byte) value;
    return this;
  }

  PacketBuilder header16(final int at, final int value) {
    ByteBuffer.wrap(header).putShort(at, (short) value);
    return this;
  }

  PacketBuilder header32(final int at, final long value) {
    ByteBuffer.wrap(header).putInt(at, (int) value);
    return this;
  }

  /** Sets a byte of the packet as it is built, after lengths and checksums were filled in. */
  PacketBuilder patch(final int at, final int value) {
    patches.add(new Patch(at, value));
    return this;
  }

  /** The IP packet. */
  byte[] bytes() {
    final byte[] packet = withIpHeader(protocol, extensions, transport(), 0);
    for (final Patch patch : patches) {
      packet[patch.at] = (byte) patch.value;
    }
    return packet;
  }

  /** In an Ethernet frame. */
  byte[] ethernet() {
    return Frames.ethernet(isIpv4() ? 0x0800 : 0x86dd, bytes());
  }

  /** The frame, as a capture has it. */
  Frame frame() {
    return Frames.frame(LinkType.ETHERNET, ethernet(), timeNanos);
  }

  /** The packet, as the decoder makes it; checksums are verified. */
  Packet packet() {
    final Packet packet = new Packet();
    final Decoded decoded = new PacketDecoder(Checksums.ALL).decode(frame(), packet);
    if (decoded != Decoded.PACKET) {
      throw new AssertionError("decoded as " + decoded);
    }
    return packet;
  }

  /** The packet's fragments, each with at most so many bytes (a multiple of 8) of its payload. */
  List<byte[]> fragments(final int most) {
    final byte[] whole = transport();
    final List<byte[]> fragments = new ArrayList<>();
    for (int at = 0; at < whole.length; at += most) {
      fragments.add(fragment(at, Math.min(most, whole.length - at)));
    }
    return fragments;
  }

  /** One fragment: a part of what the packet has behind its IP header. */
  byte[] fragment(final int offset, final int length) {
    final byte[] whole = transport();
    return fragment(offset, length, offset + length < whole.length);
  }

  /** One fragment that says whether more follow. */
  byte[] fragment(final int offset, final int length, final boolean more) {
    final byte[] part = Arrays.copyOfRange(transport(), offset, offset + length);
    if (isIpv4()) {
      return withIpHeader(protocol, List.of(), part, offset / 8 | (more ? 0x2000 : 0));
    }
    final ByteBuffer fragmentHeader = ByteBuffer.allocate(7);
    fragmentHeader.put(1, (byte) (offset >>> 8)).put(2, (byte) (offset | (more ? 1 : 0)));
    fragmentHeader.putInt(3, identification);
    final List<byte[]> longer = new ArrayList<>(extensions);
    longer.add(numbered(FRAGMENT, fragmentHeader.array()));
    return withIpHeader(protocol, longer, part, 0);
  }

  private boolean isIpv4() {
    return source.family() == Family.IPV4;
  }

  private byte[] withIpHeader(
      final int last, final List<byte[]> headers, final byte[] rest, final int fragmentWord) {
    if (isIpv4()) {
      final int headerLength = 20 + ipOptions.length;
      final ByteBuffer out = ByteBuffer.allocate(headerLength + rest.length);
      out.put((byte) (0x40 | headerLength / 4))
          .put((byte) trafficClass)
          .putShort((short) out.capacity());
      out.putShort((short) identification).putShort((short) fragmentWord);
      out.put((byte) timeToLive).put((byte) last).putShort((short) 0);
      out.putInt((int) source.low()).putInt((int) destination.low());
      out.put(ipOptions).put(rest);
      out.putShort(10, (short) checksum(0, out.array(), headerLength));
      return out.array();
    }
    int payloadLength = rest.length;
    for (final byte[] each : headers) {
      payloadLength += each.length;
    }
    final ByteBuffer out = ByteBuffer.allocate(40 + payloadLength);
    out.putInt(0x6000_0000 | trafficClass << 20).putShort((short) payloadLength);
    out.put(number(headers, 0, last)).put((byte) timeToLive);
    out.putLong(source.high()).putLong(source.low());
    out.putLong(destination.high()).putLong(destination.low());
    for (int i = 0; i < headers.size(); i++) {
      out.put(number(headers, i + 1, last));
      out.put(headers.get(i), 1, headers.get(i).length - 1);
    }
    return out.put(rest).array();
  }

  private static byte number(final List<byte[]> headers, final int index, final int last) {
    return index < headers.size() ? headers.get(index)[0] : (byte) last;
  }

  private byte[] transport() {
    final byte[] whole = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, whole, header.length, payload.length);
    if (header.length == 0) {
      return whole;
    }
    final ByteBuffer out = ByteBuffer.wrap(whole);
    switch (protocol) {
      case Protocol.TCP -> out.putShort(16, (short) withPseudoHeader(protocol, whole));
      case Protocol.UDP, Protocol.UDPLITE -> {
        out.putShort(4, (short) whole.length);
        // As the kernel's tracker sums UDP-Lite: by UDP's number.
        final int sum = withPseudoHeader(Protocol.UDP, whole);
        out.putShort(6, (short) (sum == 0 ? 0xffff : sum));
      }
      case Protocol.ICMP -> out.putShort(2, (short) checksum(0, whole, whole.length));
      case Protocol.ICMPV6 -> out.putShort(2, (short) withPseudoHeader(protocol, whole));
      case Protocol.SCTP -> {
        final CRC32C crc = new CRC32C();
        crc.update(whole);
        out.putInt(8, Integer.reverseBytes((int) crc.getValue()));
      }
      default -> {}
    }
    return whole;
  }

  private int withPseudoHeader(final int number, final byte[] whole) {
    final long addresses =
        words(source.high())
            + words(source.low())
            + words(destination.high())
            + words(destination.low());
    return checksum(addresses + number + whole.length, whole, whole.length);
  }

  private static long words(final long bits) {
    return (bits >>> 48) + (bits >>> 32 & 0xffff) + (bits >>> 16 & 0xffff) + (bits & 0xffff);
  }

  // Word by word, to be of another kind than the code under test.
  private static int checksum(final long start, final byte[] bytes, final int length) {
    long sum = start;
    for (int i = 0; i < length; i++) {
      final int value = bytes[i] & 0xff;
      sum += i % 2 == 0 ? value << 8 : value;
    }
    while (sum > 0xffff) {
      sum = (sum >>> 16) + (sum & 0xffff);
    }
    return (int) ~sum & 0xffff;
  }
}
