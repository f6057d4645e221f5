package dev.plimsoll.lab.differential;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Tuple;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames that {@link Wire} built: the tuple to ask a table for, and a line for people. It is
 * written apart from the engine's decoder on purpose, so that one does not hide the other's faults.
 */
final class FrameText {
  private static final String[] FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

  private FrameText() {}

  /**
   * The tuple of the session that a frame is about; of an ICMP error that of the packet it quotes.
   *
   * @return null if there is none to ask for: a fragment, a type of ICMP that begins no session
   */
  static @Nullable Tuple tuple(final byte[] frame) {
    final ByteBuffer packet = ByteBuffer.wrap(frame).position(Wire.ETHERNET_BYTES).slice();
    final Tuple outer = packetTuple(packet);
    if (outer == null || !Protocol.isIcmp(outer.protocol())) {
      return outer;
    }
    if (isEcho(outer)) {
      return outer;
    }
    final int quote = ipBytes(packet) + 8;
    if (!isError(outer) || packet.limit() <= quote) {
      return null;
    }
    final Tuple inner = packetTuple(packet.position(quote).slice());
    return inner == null || Protocol.isIcmp(inner.protocol()) && !isEcho(inner) ? null : inner;
  }

  static IpAddress address(final byte[] frame, final boolean source) {
    return address(ByteBuffer.wrap(frame).position(Wire.ETHERNET_BYTES).slice(), source);
  }

  private static boolean isEcho(final Tuple tuple) {
    return tuple.protocol() == Protocol.ICMP
        ? tuple.icmpType() == 0
            || tuple.icmpType() == 8
            || tuple.icmpType() >= 13 && tuple.icmpType() <= 18
        : tuple.icmpType() == 128
            || tuple.icmpType() == 129
            || tuple.icmpType() == 139
            || tuple.icmpType() == 140;
  }

  private static boolean isError(final Tuple tuple) {
    return tuple.protocol() == Protocol.ICMP
        ? tuple.icmpType() == 3
            || tuple.icmpType() == 4
            || tuple.icmpType() == 5
            || tuple.icmpType() == 11
            || tuple.icmpType() == 12
        : tuple.icmpType() < 128;
  }

  private static boolean isIpv4(final ByteBuffer packet) {
    return packet.limit() > 0 && (packet.get(0) & 0xf0) == 0x40;
  }

  private static int ipBytes(final ByteBuffer packet) {
    return isIpv4(packet) ? (packet.get(0) & 0xf) * 4 : Wire.IPV6_BYTES;
  }

  private static int protocol(final ByteBuffer packet) {
    return packet.get(isIpv4(packet) ? 9 : 6) & 0xff;
  }

  private static IpAddress address(final ByteBuffer packet, final boolean source) {
    return isIpv4(packet)
        ? IpAddress.ipv4(packet.getInt(source ? 12 : 16))
        : new IpAddress(
            Family.IPV6, packet.getLong(source ? 8 : 24), packet.getLong(source ? 16 : 32));
  }

  static boolean isFragment(final ByteBuffer packet) {
    return isIpv4(packet) ? (packet.getShort(6) & 0x3fff) != 0 : protocol(packet) == 44;
  }

  private static @Nullable Tuple packetTuple(final ByteBuffer packet) {
    if (packet.limit() < (isIpv4(packet) ? Wire.IPV4_BYTES : Wire.IPV6_BYTES)
        || isFragment(packet)) {
      return null;
    }
    final int at = ipBytes(packet);
    final int protocol = protocol(packet);
    int first = 0;
    int second = 0;
    switch (protocol) {
      case Protocol.TCP, Protocol.UDP, Protocol.UDPLITE, Protocol.SCTP -> {
        if (packet.limit() < at + 4) {
          return null;
        }
        first = packet.getShort(at) & 0xffff;
        second = packet.getShort(at + 2) & 0xffff;
      }
      case Protocol.ICMP, Protocol.ICMPV6 -> {
        if (packet.limit() < at + 8) {
          return null;
        }
        first = packet.getShort(at + 4) & 0xffff;
        second = packet.getShort(at) & 0xffff;
      }
      case Protocol.GRE -> {
        if (packet.limit() >= at + 8 && (packet.getShort(at) & 7) == 1) {
          second = packet.getShort(at + 6) & 0xffff;
        }
      }
      default -> {}
    }
    return Tuple.of(protocol, address(packet, true), first, address(packet, false), second);
  }

  /** The frame in one line, as in {@code 10.0.0.1:1024 > 10.0.0.2:80 SYN seq 100 win 65535}. */
  static String line(final byte[] frame) {
    final ByteBuffer packet = ByteBuffer.wrap(frame).position(Wire.ETHERNET_BYTES).slice();
    return packetLine(packet);
  }

  private static String packetLine(final ByteBuffer packet) {
    if (packet.limit() < Math.max(ipBytes(packet), Wire.IPV4_BYTES)) {
      return "cut short";
    }
    final String addresses = address(packet, true) + " > " + address(packet, false);
    if (isFragment(packet)) {
      final int word = isIpv4(packet) ? packet.getShort(6) : 0;
      return "%s fragment of protocol %d at %d%s"
          .formatted(
              addresses, protocol(packet), (word & 0x1fff) * 8, (word & 0x2000) != 0 ? "+" : "");
    }
    final int at = ipBytes(packet);
    final ByteBuffer transport = packet.duplicate().position(at).slice();
    return addresses
        + " "
        + switch (protocol(packet)) {
          case Protocol.TCP -> transport.limit() < 20 ? "TCP cut short" : tcp(transport);
          case Protocol.UDP, Protocol.UDPLITE, Protocol.SCTP ->
              "%s %s %d bytes"
                  .formatted(
                      Protocol.kernelName(protocol(packet)), ports(transport), transport.limit());
          case Protocol.ICMP, Protocol.ICMPV6 ->
              transport.limit() < 8 ? "ICMP cut short" : icmp(transport);
          default -> "protocol %d, %d bytes".formatted(protocol(packet), transport.limit());
        };
  }

  private static String ports(final ByteBuffer transport) {
    return transport.limit() < 4
        ? "?"
        : (transport.getShort(0) & 0xffff) + ">" + (transport.getShort(2) & 0xffff);
  }

  private static String tcp(final ByteBuffer segment) {
    final StringBuilder flags = new StringBuilder();
    for (int bit = 0; bit < FLAGS.length; bit++) {
      if ((segment.get(13) >> bit & 1) != 0) {
        flags.append(FLAGS[bit]).append(' ');
      }
    }
    final int header = (segment.get(12) & 0xf0) >> 2;
    return "%s %sseq %d ack %d win %d len %d%s"
        .formatted(
            ports(segment),
            flags.isEmpty() ? "no flags " : flags,
            segment.getInt(4) & 0xffff_ffffL,
            segment.getInt(8) & 0xffff_ffffL,
            segment.getShort(14) & 0xffff,
            segment.limit() - header,
            header > 20 ? options(segment, Math.min(header, segment.limit())) : "");
  }

  private static String options(final ByteBuffer segment, final int end) {
    final StringBuilder text = new StringBuilder(" options");
    for (int i = 20; i < end; i++) {
      text.append(' ').append(segment.get(i) & 0xff);
    }
    return text.toString();
  }

  private static String icmp(final ByteBuffer message) {
    final String text =
        "ICMP type %d code %d id %d"
            .formatted(message.get(0) & 0xff, message.get(1) & 0xff, message.getShort(4) & 0xffff);
    return message.limit() < 8 + Wire.IPV4_BYTES || (message.get(8) & 0xf0) < 0x40
        ? text
        : text + " about (" + packetLine(message.position(8).slice()) + ")";
  }
}
