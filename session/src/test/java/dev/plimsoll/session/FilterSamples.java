package dev.plimsoll.session;

import java.util.List;
import java.util.SplittableRandom;

/** Sessions that the tests of filters look at: a few by name, and random ones. */
final class FilterSamples {
  static final HostAddresses HOST =
      HostAddresses.of(List.of(IpAddress.of("192.0.2.10"), IpAddress.of("2001:db8::10")));

  // Numbers on the wire.
  private static final int SYN_RECV = 2;
  private static final int ESTABLISHED = 3;
  private static final int COOKIE_WAIT = 2;

  private static final String[] IPV4 = {
    "192.0.2.10", "198.51.100.1", "198.51.100.2", "10.0.0.1", "10.200.3.4", "127.0.0.1", "0.0.0.0"
  };
  private static final String[] IPV6 = {"2001:db8::10", "2001:db8:1::1", "fe80::1", "::1"};
  private static final int[] PROTOCOLS = {
    Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.ICMP, Protocol.ICMPV6, Protocol.SCTP, 47, 50
  };
  private static final int[] PORTS = {0, 22, 53, 80, 443, 1024, 40_000, 65_535};

  private FilterSamples() {}

  /** A web session that this host began: 443 of 198.51.100.1, with everything that can be told. */
  static Session webOut() {
    final Session session = new Session();
    session.host(HOST);
    session.namespace("web");
    session.observedNanos(1_000_000_000_000L);
    tuples(session, Protocol.TCP, "192.0.2.10", 40_000, "198.51.100.1", 443);
    session.status(Status.SEEN_REPLY | Status.ASSURED | Status.CONFIRMED);
    session.state(ESTABLISHED);
    session.timeoutMillis(431_999_500);
    session.mark(0x11);
    session.zone(5);
    session.id(0x8000_0001);
    session.originalCounters(40, 600_000);
    session.replyCounters(60, 400_000);
    session.startNanos(session.observedNanos() - 3_600_500_000_000L);
    session.labels(1L << 36, 1L << 3);
    session.helper("ftp");
    return session;
  }

  /**
   * A name query of a guest behind source NAT, unanswered, with nothing told that may be absent.
   */
  static Session forwardedQuery() {
    final Session session = new Session();
    session.host(HOST);
    session.original().set(Tuple.of(Protocol.UDP, ip("10.0.0.1"), 5_000, ip("198.51.100.2"), 53));
    session.reply().set(Tuple.of(Protocol.UDP, ip("198.51.100.2"), 53, ip("192.0.2.10"), 6_000));
    session.status(Status.CONFIRMED | Status.SRC_NAT | Status.SRC_NAT_DONE);
    session.timeoutMillis(29_000);
    return session;
  }

  /** A request from outside to port 80, which is redirected to port 8080 of this host. */
  static Session redirectedIn() {
    final Session session = new Session();
    session.host(HOST);
    session
        .original()
        .set(Tuple.of(Protocol.TCP, ip("2001:db8:1::1"), 33_000, ip("2001:db8::10"), 80));
    session
        .reply()
        .set(Tuple.of(Protocol.TCP, ip("2001:db8::10"), 8_080, ip("2001:db8:1::1"), 33_000));
    session.status(Status.CONFIRMED | Status.DST_NAT | Status.DST_NAT_DONE);
    session.state(SYN_RECV);
    return session;
  }

  /** A ping to this host itself. */
  static Session loopbackPing() {
    final Session session = new Session();
    session.host(HOST);
    final Tuple ping =
        new Tuple(Family.IPV4, Protocol.ICMP, 0, 0x7f000001L, 0, 0x7f000001L, 77, 8 << 8);
    session.original().set(ping);
    session.reply().setInverse(ping);
    session.status(Status.CONFIRMED | Status.SEEN_REPLY);
    return session;
  }

  static Session offloaded() {
    final Session session = new Session();
    session.host(HostAddresses.UNKNOWN);
    tuples(session, Protocol.SCTP, "10.0.0.1", 5, "10.0.0.2", 6);
    session.status(
        Status.CONFIRMED | Status.SEEN_REPLY | Status.OFFLOAD | Status.EXPECTED | Status.HELPER);
    session.state(COOKIE_WAIT);
    session.originalZone(9);
    return session;
  }

  static Session random(final SplittableRandom random) {
    final Session session = new Session();
    session.host(random.nextInt(8) == 0 ? HostAddresses.UNKNOWN : HOST);
    session.namespace(random.nextInt(4) == 0 ? "web" : null);
    session.observedNanos(1_000_000_000_000L);
    final int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
    final String[] addresses = random.nextInt(3) == 0 ? IPV6 : IPV4;
    final Tuple original = randomTuple(random, protocol, addresses);
    session.original().set(original);
    if (random.nextInt(4) == 0) {
      session.reply().set(randomTuple(random, protocol, addresses));
    } else {
      session.reply().setInverse(original);
    }
    session.status(random.nextInt(1 << 16));
    if (random.nextBoolean()) {
      session.state(random.nextInt(12));
    }
    if (random.nextBoolean()) {
      session.timeoutMillis(random.nextLong(100_000));
    }
    if (random.nextBoolean()) {
      session.mark(random.nextInt(4));
    }
    switch (random.nextInt(4)) {
      case 0 -> session.zone(random.nextInt(3));
      case 1 -> session.originalZone(random.nextInt(3));
      case 2 -> session.replyZone(random.nextInt(3));
      default -> {}
    }
    if (random.nextBoolean()) {
      session.originalCounters(random.nextLong(50), random.nextLong(2_000_000));
      session.replyCounters(random.nextLong(50), random.nextLong(2_000_000));
    }
    if (random.nextBoolean()) {
      session.startNanos(session.observedNanos() - random.nextLong(200_000_000_000L));
    }
    if (random.nextBoolean()) {
      session.id(random.nextInt(4));
      session.labels(random.nextInt(4), random.nextInt(16));
    }
    session.helper(random.nextInt(4) == 0 ? "ftp" : null);
    return session;
  }

  private static Tuple randomTuple(
      final SplittableRandom random, final int protocol, final String[] addresses) {
    final int port = PORTS[random.nextInt(PORTS.length)];
    return Tuple.of(
        protocol,
        ip(addresses[random.nextInt(addresses.length)]),
        PORTS[random.nextInt(PORTS.length)],
        ip(addresses[random.nextInt(addresses.length)]),
        Protocol.isIcmp(protocol) ? 8 << 8 | port & 1 : port);
  }

  private static void tuples(
      final Session session,
      final int protocol,
      final String source,
      final int sourcePort,
      final String destination,
      final int destinationPort) {
    session
        .original()
        .set(Tuple.of(protocol, ip(source), sourcePort, ip(destination), destinationPort));
    session.reply().setInverse(session.original());
  }

  private static IpAddress ip(final String text) {
    return IpAddress.of(text);
  }
}
