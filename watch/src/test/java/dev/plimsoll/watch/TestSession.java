package dev.plimsoll.watch;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.util.Set;

/** Makes sessions of a host with the addresses 10.0.0.1 and 2001:db8::1. */
final class TestSession {
  static final HostAddresses HOST =
      HostAddresses.of(Set.of(IpAddress.of("10.0.0.1"), IpAddress.of("2001:db8::1")));

  private TestSession() {}

  /** A session without NAT and without an answer. */
  static Session of(
      final int protocol,
      final String source,
      final int sourcePort,
      final String destination,
      final int destinationPort) {
    final Session session = new Session();
    final IpAddress from = IpAddress.of(source);
    final IpAddress to = IpAddress.of(destination);
    session.original().protocol(protocol);
    session.original().source(from.family(), from.high(), from.low());
    session.original().destination(to.family(), to.high(), to.low());
    session.original().sourcePort(sourcePort);
    session.original().destinationPort(destinationPort);
    session.reply().setInverse(session.original());
    session.host(HOST);
    return session;
  }

  /** A TCP session from this host in a state. */
  static Session tcp(final TcpState state, final boolean replied) {
    final Session session = of(Protocol.TCP, "10.0.0.1", 40_000, "192.0.2.7", 443);
    session.state(state.number());
    session.status(replied ? Status.SEEN_REPLY | Status.ASSURED : 0);
    return session;
  }

  /** A UDP session from this host with bits of {@link Status}. */
  static Session udp(final int status) {
    final Session session = of(Protocol.UDP, "10.0.0.1", 40_000, "192.0.2.53", 53);
    session.status(status);
    return session;
  }
}
