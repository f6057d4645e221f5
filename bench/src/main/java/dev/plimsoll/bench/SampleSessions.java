package dev.plimsoll.bench;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TupleBuffer;

/**
 * Sessions by number, each number another one: three in four TCP, IPv4 and IPv6 by turns, many
 * clients of one server, without NAT and accounting.
 */
final class SampleSessions {
  /** A moment to count time from, in milliseconds since 1970. */
  static final long START_MILLIS = 1_800_000_000_000L;

  private static final int PORTS = 50_000;
  private static final int FIRST_PORT = 10_000;

  private SampleSessions() {}

  /** Fills the original tuple of a session. */
  static void tuple(final TupleBuffer into, final long number) {
    into.protocol(number % 4 == 0 ? Protocol.UDP : Protocol.TCP);
    final long client = number / PORTS;
    if (number % 2 == 0) {
      into.source(Family.IPV4, 0, 0x0a00_0000L + client);
      into.destination(Family.IPV4, 0, 0xc633_6401L);
    } else {
      into.source(Family.IPV6, 0x2001_0db8_0000_0000L + client, 0x10L + client);
      into.destination(Family.IPV6, 0x2001_0db8_ffff_0000L, 1);
    }
    into.sourcePort(FIRST_PORT + (int) (number % PORTS));
    into.destinationPort(443);
  }

  /** Fills a session as a dump tells it. */
  static void fill(
      final Session into, final long number, final long nowMillis, final long timeoutMillis) {
    into.clear();
    tuple(into.original(), number);
    into.reply().setInverse(into.original());
    into.status(Status.CONFIRMED | Status.SEEN_REPLY | Status.ASSURED);
    if (into.protocol() == Protocol.TCP) {
      into.state(3);
    }
    into.mark(0);
    into.id((int) (number * 0x9e37_79b9L));
    into.use(1);
    into.observedNanos(nowMillis * 1_000_000);
    into.timeoutMillis(timeoutMillis);
  }
}
