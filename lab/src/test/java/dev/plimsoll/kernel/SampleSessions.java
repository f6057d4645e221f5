package dev.plimsoll.kernel;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import java.util.List;

/** One session of each kind that a {@link SessionWriter} can write. All live for an hour. */
final class SampleSessions {
  private SampleSessions() {}

  static List<Session> all() {
    return List.of(
        tcp(TcpState.ESTABLISHED, 10_001),
        tcp(TcpState.TIME_WAIT, 10_002),
        unansweredTcp(),
        udpOverIpv6(),
        sourceNat(),
        destinationNatOverIpv6(),
        icmp(),
        icmpv6(),
        sctp(),
        gre(),
        withoutPorts(),
        inZone(),
        inZoneOfOneDirection());
  }

  static Session tcp(final TcpState state, final int port) {
    final Session session = plain(Protocol.TCP, "192.0.2.1", port, "198.51.100.1", 443);
    session.state(state.number());
    session.status(Status.SEEN_REPLY | Status.ASSURED);
    session.mark(0x8000_0001);
    return session;
  }

  static Session unansweredTcp() {
    final Session session = plain(Protocol.TCP, "192.0.2.1", 10_003, "198.51.100.2", 25);
    session.state(TcpState.SYN_SENT.number());
    return session;
  }

  static Session udpOverIpv6() {
    final Session session = plain(Protocol.UDP, "2001:db8::1", 10_004, "2001:db8::2", 53);
    session.status(Status.SEEN_REPLY);
    return session;
  }

  static Session sourceNat() {
    final Session session = plain(Protocol.TCP, "10.0.0.1", 10_005, "198.51.100.3", 80);
    session.state(TcpState.ESTABLISHED.number());
    session.status(Status.SEEN_REPLY | Status.ASSURED);
    session.reply().destination(session.family(), 0, IpAddress.of("192.0.2.9").low());
    session.reply().destinationPort(61_000);
    return session;
  }

  static Session destinationNatOverIpv6() {
    final Session session = plain(Protocol.UDP, "2001:db8::1", 10_006, "2001:db8::3", 53);
    final IpAddress real = IpAddress.of("fd00::53");
    session.reply().source(session.family(), real.high(), real.low());
    session.reply().sourcePort(5353);
    return session;
  }

  static Session icmp() {
    return plain(Protocol.ICMP, "192.0.2.1", 77, "198.51.100.4", 8 << 8);
  }

  static Session icmpv6() {
    return plain(Protocol.ICMPV6, "2001:db8::1", 78, "2001:db8::4", 128 << 8);
  }

  static Session sctp() {
    final Session session = plain(Protocol.SCTP, "192.0.2.1", 10_007, "198.51.100.5", 3868);
    session.state(SctpState.ESTABLISHED.number());
    session.status(Status.SEEN_REPLY | Status.ASSURED);
    return session;
  }

  static Session gre() {
    return plain(Protocol.GRE, "192.0.2.1", 1, "198.51.100.6", 2);
  }

  static Session withoutPorts() {
    return plain(50, "192.0.2.1", 0, "198.51.100.7", 0);
  }

  static Session inZone() {
    final Session session = plain(Protocol.UDP, "192.0.2.1", 10_008, "198.51.100.8", 123);
    session.zone(65_535);
    return session;
  }

  static Session inZoneOfOneDirection() {
    final Session session = plain(Protocol.UDP, "192.0.2.1", 10_009, "198.51.100.9", 123);
    session.originalZone(7);
    return session;
  }

  private static Session plain(
      final int protocol,
      final String source,
      final int sourcePort,
      final String destination,
      final int destinationPort) {
    final Session session = new Session();
    session
        .original()
        .set(
            Tuple.of(
                protocol,
                IpAddress.of(source),
                sourcePort,
                IpAddress.of(destination),
                destinationPort));
    session.reply().setInverse(session.original());
    session.timeoutMillis(3_600_000);
    return session;
  }
}
