package dev.plimsoll.web;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table of sessions that look like those of a web server, and grows and shrinks as told. */
final class PlayedSessions {
  private static final IpAddress OWN4 = IpAddress.of("192.0.2.10");
  private static final IpAddress OWN6 = IpAddress.of("2001:db8::10");
  private static final IpAddress RESOLVER = IpAddress.of("192.0.2.53");

  private final SessionTable table;
  private final ArrayDeque<Integer> ordinary = new ArrayDeque<>();
  private final ArrayDeque<Integer> flood = new ArrayDeque<>();
  private final Random random = new Random(7171);
  private final Session session = new Session();
  private int number;

  PlayedSessions(final @Nullable String namespace) {
    table = new SessionTable(namespace, HostAddresses.of(Set.of(OWN4, OWN6)));
  }

  SessionTable table() {
    return table;
  }

  /** Adds and removes sessions until there are so many of each kind. */
  void fit(final long nowMillis, final long ordinarySessions, final long floodSessions) {
    // Some come and go all the time.
    for (int i = 0; i < 40 && ordinary.size() > 40; i++) {
      table.remove(ordinary.pollFirst());
    }
    while (ordinary.size() > ordinarySessions) {
      table.remove(ordinary.pollFirst());
    }
    while (flood.size() > floodSessions) {
      table.remove(flood.pollFirst());
    }
    while (ordinary.size() < ordinarySessions) {
      fillOrdinary(nowMillis);
      putNew(ordinary);
    }
    while (flood.size() < floodSessions) {
      fillFlood(nowMillis);
      putNew(flood);
    }
  }

  // One with the tuple of another would take its slot.
  private void putNew(final ArrayDeque<Integer> slots) {
    final int before = table.size();
    final int slot = table.put(session);
    if (table.size() > before) {
      slots.add(slot);
    }
  }

  private void fillFlood(final long nowMillis) {
    begin(nowMillis);
    final long remote = 0xcb00_7100L + (number * 2_654_435_761L >>> 8 & 0xffff);
    tuple(Protocol.TCP, OWN4.low(), Family.IPV4, ports(), remote, 22);
    session.state(TcpState.SYN_SENT.number());
    session.timeoutMillis(random.nextInt(120_000));
    count(1 + random.nextInt(3), 60, 0, 0);
    session.reply().setInverse(session.original());
  }

  private void fillOrdinary(final long nowMillis) {
    begin(nowMillis);
    final int kind = random.nextInt(100);
    if (kind < 55) {
      fromClient(443, TcpState.ESTABLISHED, 432_000_000);
    } else if (kind < 60) {
      fromClientIpv6();
    } else if (kind < 80) {
      fromClient(random.nextInt(5) == 0 ? 80 : 443, TcpState.TIME_WAIT, 120_000);
    } else if (kind < 82) {
      fromClient(22, TcpState.ESTABLISHED, 432_000_000);
    } else if (kind < 99) {
      tuple(Protocol.UDP, OWN4.low(), Family.IPV4, ports(), RESOLVER.low(), 53);
      session.status(Status.SEEN_REPLY | Status.CONFIRMED);
      session.timeoutMillis(random.nextInt(30_000));
      count(1, 71, 1, 187);
    } else {
      tuple(Protocol.ICMP, client(), Family.IPV4, 0, OWN4.low(), 0);
      session.original().icmpId(number & 0xffff);
      session.original().icmpType(8);
      session.status(Status.SEEN_REPLY | Status.CONFIRMED);
      session.timeoutMillis(random.nextInt(30_000));
      count(3, 252, 3, 252);
    }
    session.reply().setInverse(session.original());
    if (kind == 81) {
      // A published container: what came for the host goes to another address.
      session.reply().source(Family.IPV4, 0, 0xac11_0002L);
      session.status(session.status() | Status.DST_NAT);
    }
  }

  private void begin(final long nowMillis) {
    number++;
    session.clear();
    session.id(number * 0x9e37_79b9);
    session.use(1);
    session.observedNanos(nowMillis * 1_000_000);
    session.startNanos((nowMillis - random.nextInt(600_000)) * 1_000_000);
    session.status(Status.CONFIRMED);
  }

  private int ports() {
    return 32_768 + number % 28_232;
  }

  // A few clients have many sessions.
  private long client() {
    return 0xc633_6400L + (long) (Math.pow(random.nextDouble(), 4) * 3000);
  }

  private void fromClient(final int port, final TcpState state, final int timeoutMillis) {
    tuple(Protocol.TCP, client(), Family.IPV4, ports(), OWN4.low(), port);
    established(state, timeoutMillis);
  }

  private void fromClientIpv6() {
    session.original().protocol(Protocol.TCP);
    session
        .original()
        .source(Family.IPV6, 0x2001_0db8_0000_0100L + random.nextInt(200), random.nextInt(9000));
    session.original().destination(Family.IPV6, OWN6.high(), OWN6.low());
    session.original().sourcePort(ports());
    session.original().destinationPort(443);
    established(TcpState.ESTABLISHED, 432_000_000);
  }

  private void established(final TcpState state, final int timeoutMillis) {
    session.state(state.number());
    session.status(Status.SEEN_REPLY | Status.ASSURED | Status.CONFIRMED);
    session.timeoutMillis(timeoutMillis - random.nextInt(timeoutMillis / 4));
    final int packets = 4 + random.nextInt(400);
    count(packets, packets * 90L, packets * 2L, packets * 1100L);
  }

  private void count(
      final long packets, final long bytes, final long replyPackets, final long replyBytes) {
    session.originalCounters(packets, bytes);
    session.replyCounters(replyPackets, replyBytes);
  }

  private void tuple(
      final int protocol,
      final long source,
      final int family,
      final int sourcePort,
      final long destination,
      final int destinationPort) {
    session.original().protocol(protocol);
    session.original().source(family, 0, source);
    session.original().destination(family, 0, destination);
    session.original().sourcePort(sourcePort);
    session.original().destinationPort(destinationPort);
  }
}
