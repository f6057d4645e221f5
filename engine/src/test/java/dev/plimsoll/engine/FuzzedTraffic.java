package dev.plimsoll.engine;

import dev.plimsoll.engine.helper.HelperKind;
import dev.plimsoll.engine.helper.HelperRule;
import dev.plimsoll.engine.helper.HelperSettings;
import dev.plimsoll.engine.helper.OwnAddress;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a fuzzer's bytes as settings and frames. Two bytes are the settings. Then each frame begins
 * with a byte that says what comes: a frame of any bytes, or one of a talk between two hosts, so
 * that many are of the same session. A part of it is the direction, IPv6, and whether more follows:
 * a byte of time that passes before, one of the size of fragments.
 */
final class FuzzedTraffic {
  private static final int[] LINKS = {
    LinkType.ETHERNET,
    LinkType.RAW,
    LinkType.LINUX_SLL,
    LinkType.LINUX_SLL2,
    LinkType.NULL,
    LinkType.PPP,
    LinkType.PPP_HDLC,
    LinkType.PPPOE,
    LinkType.IPV4,
    LinkType.IPV6
  };
  private static final int[] PORTS = {80, 40_000, 53, 21, 5060, 1723, 69, 6667};
  private static final long[] MAXIMA = {262_144, 0, 1, 2, 5, 200};
  private static final long[] SECONDS = {0, 1, 30, 600, Integer.MAX_VALUE};
  private static final String[] HOSTS = {"10.0.0.1", "10.0.0.2", "fd00::1", "fd00::2"};
  private static final int BACK = 8;
  private static final int IPV6 = 16;
  private static final int LATER = 32;
  private static final int FRAGMENTED = 64;
  private static final int OTHER_PORT = 128;

  private final FuzzedInput input;
  private final TrackerSettings settings;
  private long millis = 1_700_000_000_000L;
  private PacketBuilder last = Packets.udp(HOSTS[0], PORTS[1], HOSTS[1], PORTS[2]);

  FuzzedTraffic(final byte[] bytes) {
    input = new FuzzedInput(bytes);
    settings = readSettings();
  }

  TrackerSettings settings() {
    return settings;
  }

  private TrackerSettings readSettings() {
    final Map<Sysctl, Long> values = new EnumMap<>(Sysctl.class);
    final int bits = input.u8();
    values.put(Sysctl.MAX, MAXIMA[(bits & 7) % MAXIMA.length]);
    values.put(Sysctl.TCP_LOOSE, bits >>> 3 & 1L);
    values.put(Sysctl.TCP_BE_LIBERAL, bits >>> 4 & 1L);
    values.put(Sysctl.TCP_IGNORE_INVALID_RST, bits >>> 5 & 1L);
    if ((bits & 64) != 0) {
      final Sysctl[] all = Sysctl.values();
      final Sysctl one = all[input.u8() % all.length];
      if (one.kind() == Sysctl.Kind.SECONDS) {
        values.put(one, SECONDS[input.u8() % SECONDS.length]);
      }
    }
    if ((bits & 128) == 0) {
      return new TrackerSettings(values);
    }
    values.put(Sysctl.EXPECT_MAX, (long) input.u8());
    return new TrackerSettings(values, helpers());
  }

  private static HelperSettings helpers() {
    final List<HelperRule> rules = new ArrayList<>();
    for (final HelperKind kind : HelperKind.values()) {
      rules.add(HelperRule.usual(kind));
    }
    rules.add(new HelperRule(HelperKind.SIP, Protocol.TCP, HelperKind.SIP.port()));
    return new HelperSettings(rules, List.of(new OwnAddress(IpAddress.of(HOSTS[0]), 8)));
  }

  /** The next frames: fragments come together; none at the end. */
  List<Frame> next() {
    if (!input.hasMore()) {
      return List.of();
    }
    final int what = input.u8();
    if ((what & LATER) != 0) {
      // From milliseconds to years, forward and back.
      final int time = input.u8();
      millis += (long) (byte) (time & 0xf0 | 8) << (time & 15) * 2;
    }
    if ((what & 7) == 0) {
      return List.of(any());
    }
    final PacketBuilder packet = talk(what);
    final int link = (what & IPV6) == 0 ? LinkType.IPV4 : LinkType.IPV6;
    final List<byte[]> parts =
        (what & FRAGMENTED) == 0
            ? List.of(packet.bytes())
            : packet.fragments(Math.max(8, input.u8() & 0xf8));
    return parts.stream().map(bytes -> frame(link, bytes, bytes.length)).toList();
  }

  private Frame any() {
    final int link = LINKS[input.u8() % LINKS.length];
    final int cut = input.u8();
    return frame(link, input.bytes(input.u8()), cut);
  }

  private Frame frame(final int link, final byte[] bytes, final int atLeast) {
    final Frame frame = new Frame();
    frame.bytes(bytes, 0, bytes.length);
    frame.length(Math.max(bytes.length, atLeast));
    frame.linkType(link);
    frame.timeNanos(millis * 1_000_000);
    return frame;
  }

  private PacketBuilder talk(final int what) {
    final int family = (what & IPV6) == 0 ? 0 : 2;
    final String from = HOSTS[family + (what >>> 3 & 1)];
    final String to = HOSTS[family + (~what >>> 3 & 1)];
    final int port = (what & OTHER_PORT) == 0 ? PORTS[0] : PORTS[input.u8() % PORTS.length];
    final int source = (what & BACK) == 0 ? PORTS[1] : port;
    final int destination = (what & BACK) == 0 ? port : PORTS[1];
    return switch (what & 7) {
      case 1 -> keep(tcp(Packets.tcp(from, source, to, destination)));
      case 2 -> keep(Packets.udp(from, source, to, destination).payload(payload()));
      case 3 -> keep(Packets.sctp(from, source, to, destination).tag(tag()).payload(chunks()));
      case 4 -> Packets.icmp(from, to, input.u8(), 0).header16(4, input.u8());
      case 5 -> Packets.icmpError(from, to, family == 0 ? 3 : 1, input.u8(), last);
      case 6 -> Packets.pptp(from, to, input.u8()).payload(payload());
      default -> Packets.other(input.u8(), from, to).payload(payload());
    };
  }

  /** The next ICMP errors will be about this packet. */
  private PacketBuilder keep(final PacketBuilder packet) {
    last = packet;
    return packet;
  }

  private PacketBuilder tcp(final PacketBuilder packet) {
    final int flags = input.u8() & 0x3f;
    packet.sequence(position());
    if ((flags & Packet.ACK) != 0) {
      packet.ack(position());
    }
    packet.flags(flags);
    switch (input.u8() & 3) {
      case 1 -> packet.tcpOptions(3, 3, input.u8(), 4, 2, 1, 1, 1);
      case 2 -> packet.window(input.u16());
      case 3 -> packet.payload(payload());
      default -> {}
    }
    return packet;
  }

  /** Near the beginning, before it or far away. */
  private long position() {
    final int where = input.s8();
    return (where & 1) == 0 ? 1000 + (where >> 1) : 1000L + ((long) where << 20);
  }

  private long tag() {
    return input.u8() & 3;
  }

  /** SCTP's chunks, with their lengths right: type, flags, and how long. */
  private byte[] chunks() {
    final int type = input.u8();
    final int length = 4 + (input.u8() & 0x1c);
    final byte[] head = {(byte) type, (byte) input.u8(), 0, (byte) length};
    final byte[] chunk = Arrays.copyOf(head, length);
    final byte[] body = input.bytes(length - 4);
    System.arraycopy(body, 0, chunk, 4, body.length);
    return chunk;
  }

  private byte[] payload() {
    return input.bytes(input.u8());
  }
}
