package dev.plimsoll.lab.differential;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel's rules for UDP, UDP-Lite, ICMP, ICMPv6 and the protocols it knows nothing of. */
@KernelTest
class DatagramRulesKernelTest {
  @RegisterExtension static final SideBySide BOTH = new SideBySide(Map.of());

  static List<Hosts> families() {
    return List.of(
        new Hosts("10.0.0.1", "10.0.0.2", "10.0.0.3"),
        new Hosts("2001:db8::1", "2001:db8::2", "2001:db8::3"));
  }

  /** Three hosts of one family, and how they echo. */
  record Hosts(IpAddress a, IpAddress b, IpAddress c) {
    Hosts(final String a, final String b, final String c) {
      this(IpAddress.of(a), IpAddress.of(b), IpAddress.of(c));
    }

    boolean isIpv4() {
      return a.family() == Family.IPV4;
    }

    int icmp() {
      return isIpv4() ? Protocol.ICMP : Protocol.ICMPV6;
    }

    int unreachable() {
      return isIpv4() ? 3 : 1;
    }

    int request() {
      return isIpv4() ? 8 : 128;
    }

    int reply() {
      return isIpv4() ? 0 : 129;
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void anAnswerWithinTwoSecondsIsNoStream(final Hosts hosts) throws Exception {
    final Exchange exchange = new Exchange();
    for (int i = 0; i < 4; i++) {
      exchange.packet(hosts.a, hosts.b, Protocol.UDP, Wire.udp(1024, 53, 10));
      exchange.packet(hosts.b, hosts.a, Protocol.UDP, Wire.udp(53, 1024, 100));
    }
    BOTH.assertEqual(exchange);
  }

  @ParameterizedTest
  @MethodSource("families")
  void packetsInBothDirectionsForMoreThanTwoSecondsAreAStream(final Hosts hosts) throws Exception {
    final Exchange exchange = new Exchange();
    exchange.packet(hosts.a, hosts.b, Protocol.UDP, Wire.udp(1024, 53, 10));
    exchange.pause(1000);
    exchange.packet(hosts.b, hosts.a, Protocol.UDP, Wire.udp(53, 1024, 100));
    exchange.pause(1300);
    exchange.packet(hosts.a, hosts.b, Protocol.UDP, Wire.udp(1024, 53, 10));
    exchange.packet(hosts.b, hosts.a, Protocol.UDP, Wire.udp(53, 1024, 100));
    BOTH.assertEqual(exchange);
  }

  @ParameterizedTest
  @MethodSource("families")
  void aFirstAnswerAfterTwoSecondsIsNoStreamYet(final Hosts hosts) throws Exception {
    final Exchange exchange = new Exchange();
    exchange.packet(hosts.a, hosts.b, Protocol.UDP, Wire.udp(1024, 53, 10));
    exchange.pause(2300);
    exchange.packet(hosts.a, hosts.b, Protocol.UDP, Wire.udp(1024, 53, 10));
    exchange.packet(hosts.b, hosts.a, Protocol.UDP, Wire.udp(53, 1024, 100));
    exchange.packet(hosts.b, hosts.a, Protocol.UDP, Wire.udp(53, 1024, 100));
    BOTH.assertEqual(exchange);
  }

  @ParameterizedTest
  @MethodSource("families")
  void udpHeadersThatLie(final Hosts hosts) throws Exception {
    for (final int protocol : new int[] {Protocol.UDP, Protocol.UDPLITE}) {
      final Exchange exchange = new Exchange();
      for (int length = 0; length <= 12; length++) {
        final byte[] datagram = Wire.udp(1024, 53, 8);
        datagram[5] = (byte) length;
        exchange.packet(hosts.a, hosts.b, protocol, datagram);
        exchange.frame(Wire.bare(hosts.a, hosts.b, protocol, Arrays.copyOf(datagram, length)));
      }
      for (final int length : new int[] {15, 16, 17, 255}) {
        final byte[] datagram = Wire.udp(1024, 54, 8);
        datagram[5] = (byte) length;
        exchange.packet(hosts.a, hosts.b, protocol, datagram);
        exchange.frame(Wire.bare(hosts.a, hosts.b, protocol, datagram));
      }
      final byte[] wrong = Wire.frame(hosts.a, hosts.b, protocol, Wire.udp(9, 9, 400));
      wrong[wrong.length - 1] ^= 1;
      exchange.frame(wrong);
      BOTH.assertEqual(exchange);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyOtherProtocolIsTrackedByItsAddresses(final Hosts hosts) throws Exception {
    for (int protocol = 0; protocol < 256; protocol++) {
      if (List.of(Protocol.GRE, 0, 43, 44, 51, 60, 135, 139, 140).contains(protocol)
          || protocol == hosts.icmp()) {
        continue;
      }
      final Exchange exchange = new Exchange();
      for (final int length : new int[] {40, 0, 3}) {
        exchange.frame(Wire.bare(hosts.a, hosts.b, protocol, new byte[length]));
        exchange.frame(Wire.bare(hosts.b, hosts.a, protocol, new byte[length]));
        exchange.frame(Wire.bare(hosts.a, hosts.b, protocol, new byte[length]));
      }
      BOTH.comparison().assertEqual(exchange, "protocol " + protocol);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyTypeOfIcmpAsFirstPacketAndAsAnswer(final Hosts hosts) throws Exception {
    for (int type = 0; type < 256; type++) {
      for (final int code : new int[] {0, 3}) {
        final Exchange exchange = new Exchange();
        exchange.packet(
            hosts.a, hosts.b, hosts.icmp(), Wire.icmp(type, code, 7 << 16, new byte[40]));
        for (int back = 0; back < 20; back += code + 1) {
          final int answer = hosts.isIpv4() ? back : 125 + back;
          exchange.packet(
              hosts.b, hosts.a, hosts.icmp(), Wire.icmp(answer, code, 7 << 16, new byte[40]));
        }
        exchange.packet(
            hosts.a, hosts.b, hosts.icmp(), Wire.icmp(type, code, 7 << 16, new byte[40]));
        BOTH.comparison().assertEqual(exchange, "type " + type + " code " + code);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void anEchoIsKnownByItsIdAndCode(final Hosts hosts) throws Exception {
    final Exchange exchange = new Exchange();
    exchange.packet(hosts.a, hosts.b, hosts.icmp(), Wire.icmpEcho(hosts.request(), 7, 1));
    exchange.packet(hosts.b, hosts.a, hosts.icmp(), Wire.icmpEcho(hosts.reply(), 8, 1));
    exchange.packet(
        hosts.b, hosts.a, hosts.icmp(), Wire.icmp(hosts.reply(), 1, 7 << 16, new byte[8]));
    exchange.packet(hosts.b, hosts.a, hosts.icmp(), Wire.icmpEcho(hosts.reply(), 7, 1));
    exchange.packet(hosts.a, hosts.b, hosts.icmp(), Wire.icmpEcho(hosts.request(), 7, 2));
    exchange.packet(hosts.b, hosts.a, hosts.icmp(), Wire.icmpEcho(hosts.request(), 7, 1));
    BOTH.assertEqual(exchange);
  }

  @ParameterizedTest
  @MethodSource("families")
  void anErrorBelongsToTheSessionOfThePacketThatItIsAbout(final Hosts hosts) throws Exception {
    final List<byte[]> first =
        List.of(
            Wire.frame(hosts.a, hosts.b, Protocol.UDP, Wire.udp(1024, 53, 10)),
            Wire.frame(
                hosts.a,
                hosts.b,
                Protocol.TCP,
                Wire.tcp(1024, 80, 1, 0, TcpTalk.SYN, 100, Wire.options(), 0)),
            Wire.frame(hosts.a, hosts.b, hosts.icmp(), Wire.icmpEcho(hosts.request(), 7, 1)),
            Wire.bare(hosts.a, hosts.b, 50, new byte[20]));
    final int[] types =
        hosts.isIpv4() ? new int[] {3, 4, 5, 11, 12} : new int[] {0, 1, 2, 3, 4, 100, 127};
    for (final byte[] packet : first) {
      for (final int type : types) {
        final Exchange exchange = new Exchange();
        // Before the session is known, after it is, from others, to others, and about an answer.
        error(exchange, hosts.b, hosts.a, hosts, type, Wire.quoted(packet, 100));
        exchange.frame(packet);
        for (final int bytes : new int[] {100, 60, 48, 47, 44, 28, 27, 24, 20, 19, 1, 0}) {
          error(exchange, hosts.b, hosts.a, hosts, type, Wire.quoted(packet, bytes));
          error(exchange, hosts.c, hosts.a, hosts, type, Wire.quoted(packet, bytes));
        }
        error(exchange, hosts.b, hosts.c, hosts, type, Wire.quoted(packet, 100));
        error(exchange, hosts.a, hosts.b, hosts, type, Wire.quoted(packet, 100));
        exchange.frame(packet);
        BOTH.comparison()
            .assertEqual(exchange, "type " + type + " about " + FrameText.line(packet));
      }
    }
  }

  private static void error(
      final Exchange exchange,
      final IpAddress from,
      final IpAddress to,
      final Hosts hosts,
      final int type,
      final byte[] quote) {
    exchange.packet(from, to, hosts.icmp(), Wire.icmp(type, 1, 0, quote));
  }

  @ParameterizedTest
  @MethodSource("families")
  void anErrorAboutAnAnswerIsRelatedInTheOtherDirection(final Hosts hosts) throws Exception {
    final Exchange exchange = new Exchange();
    exchange.packet(hosts.a, hosts.b, Protocol.UDP, Wire.udp(1024, 53, 10));
    exchange.packet(hosts.b, hosts.a, Protocol.UDP, Wire.udp(53, 1024, 10));
    final byte[] answer = exchange.last();
    error(exchange, hosts.a, hosts.b, hosts, hosts.unreachable(), Wire.quoted(answer, 100));
    error(exchange, hosts.c, hosts.b, hosts, hosts.unreachable(), Wire.quoted(answer, 100));
    error(exchange, hosts.c, hosts.a, hosts, hosts.unreachable(), Wire.quoted(answer, 100));
    // An error about an error is about nothing.
    final byte[] error = exchange.last();
    error(exchange, hosts.c, hosts.a, hosts, hosts.unreachable(), Wire.quoted(error, 200));
    BOTH.assertEqual(exchange);
  }
}
