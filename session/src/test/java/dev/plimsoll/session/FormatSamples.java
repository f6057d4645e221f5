package dev.plimsoll.session;

import java.util.SplittableRandom;

/** Sessions for the tests of the formats: random ones of every kind, always the same for a seed. */
final class FormatSamples {
  static final long OBSERVED = 1_795_408_370_452_268_123L;
  private static final int[] PROTOCOLS = {
    Protocol.TCP,
    Protocol.UDP,
    Protocol.ICMP,
    Protocol.GRE,
    Protocol.SCTP,
    Protocol.DCCP,
    Protocol.UDPLITE,
    50,
    99,
    255
  };

  private FormatSamples() {}

  /** A session of whatever kind, with everything that a kernel may tell of it. */
  static Session session(final SplittableRandom random) {
    final Session session = new Session();
    final boolean ipv6 = random.nextBoolean();
    final int picked = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
    final int protocol = picked == Protocol.ICMP && ipv6 ? Protocol.ICMPV6 : picked;
    final int family = ipv6 ? Family.IPV6 : Family.IPV4;
    fill(session.original(), family, protocol, random);
    if (random.nextInt(3) == 0) {
      fill(session.reply(), family, protocol, random);
    } else {
      session.reply().setInverse(session.original());
    }
    session.observedNanos(OBSERVED);
    fillStatus(session, random);
    if (random.nextBoolean()) {
      session.mark(random.nextInt());
    }
    fillZone(session, random);
    if (random.nextBoolean()) {
      session.originalCounters(counter(random), counter(random));
      session.replyCounters(counter(random), counter(random));
    }
    if (random.nextBoolean()) {
      session.startNanos(OBSERVED - random.nextLong(1_000_000_000_000_000L));
    }
    session.use(1 + random.nextInt(3));
    return session;
  }

  /** The same, with what /proc does not show as well. */
  static Session fullSession(final SplittableRandom random) {
    final Session session = session(random);
    session.status(session.status() | random.nextInt(1 << 16));
    session.id(random.nextInt());
    if (random.nextBoolean()) {
      session.labels(random.nextLong(), random.nextLong() & 0xff);
    }
    if (random.nextBoolean()) {
      session.helper("ftp-21");
      session.securityContext("system_u:object_r:\"x\",\\y\u2028\u001b[0m\n\ud83d\ude80:s0");
      session.namespace("we,b");
    }
    if (random.nextBoolean()) {
      session.master(Tuple.copyOf(session(random).original()));
    }
    if (session.startNanos() != 0 && random.nextBoolean()) {
      session.stopNanos(OBSERVED);
    }
    return session;
  }

  private static void fillStatus(final Session session, final SplittableRandom random) {
    session.status(
        switch (random.nextInt(5)) {
          case 0 -> Status.CONFIRMED;
          case 1 -> Status.CONFIRMED | Status.SEEN_REPLY;
          case 2 -> Status.CONFIRMED | Status.SEEN_REPLY | Status.OFFLOAD;
          case 3 -> Status.CONFIRMED | Status.SEEN_REPLY | Status.OFFLOAD | Status.HW_OFFLOAD;
          default -> Status.CONFIRMED | Status.SEEN_REPLY | Status.ASSURED;
        });
    if (!session.isOffloaded()) {
      session.timeoutMillis(random.nextLong(1L << 32) * 1000);
      if (session.protocol() == Protocol.TCP || session.protocol() == Protocol.SCTP) {
        session.state(random.nextInt(10));
      }
    }
  }

  private static void fillZone(final Session session, final SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> session.zone(random.nextInt(1 << 16));
      case 1 -> session.originalZone(random.nextInt(1 << 16));
      case 2 -> session.replyZone(random.nextInt(1 << 16));
      default -> {}
    }
  }

  private static long counter(final SplittableRandom random) {
    final long counter = random.nextLong() >>> random.nextInt(64);
    return counter == Session.ABSENT ? Long.MIN_VALUE : counter;
  }

  private static void fill(
      final TupleBuffer tuple,
      final int family,
      final int protocol,
      final SplittableRandom random) {
    tuple.protocol(protocol);
    tuple.source(family, high(family, random), low(family, random));
    tuple.destination(family, high(family, random), low(family, random));
    if (Protocol.hasPorts(protocol) || protocol == Protocol.GRE || Protocol.isIcmp(protocol)) {
      tuple.sourcePort(1 + random.nextInt(0xffff));
      tuple.destinationPort(random.nextInt(0x10000));
    }
  }

  private static long high(final int family, final SplittableRandom random) {
    return family == Family.IPV4 ? 0 : sparse(random);
  }

  private static long low(final int family, final SplittableRandom random) {
    return family == Family.IPV4 ? random.nextInt() & 0xffff_ffffL : sparse(random);
  }

  // Many groups of zeros, for the short form of IPv6.
  private static long sparse(final SplittableRandom random) {
    long bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 16 | (random.nextBoolean() ? 0 : random.nextInt(0x10000));
    }
    return bits;
  }
}
