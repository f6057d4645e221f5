package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Timeouts;
import dev.plimsoll.watch.diagnosis.card.Cards;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plays sessions of a host with the address 10.0.0.1 as the kernel tells them: events, and a table
 * that follows them. Time goes on only as it is told to.
 */
final class Play {
  static final HostAddresses HOST = HostAddresses.of(Set.of(IpAddress.of("10.0.0.1")));
  static final long START_MILLIS = 1_700_000_000_000L;

  final Features features;
  final SessionTable table = new SessionTable(null, HOST);
  final Set<Role> roles = new HashSet<>();
  Circumstances circumstances = Circumstances.UNKNOWN;
  SessionOwners owners = SessionOwners.NOBODY;
  Map<String, Double> thresholds = Map.of();
  private final SessionEvent event = new SessionEvent();
  private long nowMillis = START_MILLIS;
  private int nextPort = 32_768;

  Play() {
    this(OwnTraffic.NONE);
  }

  Play(final OwnTraffic own) {
    features = new Features(HOST, FeatureLimits.SMALL, own);
  }

  long nowMillis() {
    return nowMillis;
  }

  /** Lets time pass. */
  Play pass(final double seconds) {
    nowMillis += Math.round(seconds * 1000);
    return this;
  }

  static String host(final int number) {
    return "198.%d.%d.%d".formatted(18 + (number >>> 16), number >>> 8 & 0xff, number & 0xff);
  }

  /** A session that this host begins, from a port of its own. */
  Session out(final int protocol, final String remote, final int port) {
    nextPort = nextPort == 60_999 ? 32_768 : nextPort + 1;
    return began(protocol, "10.0.0.1", nextPort, remote, port);
  }

  Session tcpOut(final String remote, final int port) {
    return out(Protocol.TCP, remote, port);
  }

  Session udpOut(final String remote, final int port) {
    return out(Protocol.UDP, remote, port);
  }

  Session tcpIn(final String remote, final int port) {
    nextPort = nextPort == 60_999 ? 32_768 : nextPort + 1;
    return began(Protocol.TCP, remote, nextPort, "10.0.0.1", port);
  }

  Session udpIn(final String remote, final int sourcePort, final int port) {
    return began(Protocol.UDP, remote, sourcePort, "10.0.0.1", port);
  }

  /** A first packet. */
  Session began(
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
    session.status(Status.CONFIRMED);
    session.host(HOST);
    if (protocol == Protocol.TCP) {
      session.state(TcpState.SYN_SENT.number());
    }
    session.timeoutMillis(protocol == Protocol.TCP ? 120_000 : 30_000);
    tell(SessionEvent.Type.NEW, session);
    return session;
  }

  /** A first answer: SYN-ACK for TCP. */
  Session answered(final Session session) {
    session.status(session.status() | Status.SEEN_REPLY);
    return changed(session, TcpState.SYN_RECV, 60_000);
  }

  /** The handshake is completed, or UDP goes both ways for some seconds. */
  Session established(final Session session) {
    answered(session);
    session.status(session.status() | Status.ASSURED);
    return changed(session, TcpState.ESTABLISHED, 432_000_000L);
  }

  /** Both sides have closed. */
  Session closed(final Session session) {
    return changed(session, TcpState.TIME_WAIT, 120_000);
  }

  private Session changed(final Session session, final TcpState state, final long timeoutMillis) {
    final boolean tcp = session.protocol() == Protocol.TCP;
    if (tcp) {
      session.state(state.number());
    }
    session.timeoutMillis(tcp ? timeoutMillis : 120_000);
    tell(SessionEvent.Type.UPDATE, session);
    return session;
  }

  /** It is gone: a RST if it was not answered. */
  void gone(final Session session) {
    tell(SessionEvent.Type.DESTROY, session);
  }

  private void tell(final SessionEvent.Type type, final Session session) {
    session.observedNanos(nowMillis * 1_000_000);
    event.type(type);
    event.timeNanos(nowMillis * 1_000_000);
    event.session().set(session);
    features.event(event);
    if (type == SessionEvent.Type.DESTROY) {
      final int slot = table.find(session.original(), 0);
      if (slot != SessionTable.NONE) {
        table.remove(slot);
      }
    } else {
      table.put(session);
    }
  }

  /** A session that the table shows now though no event told it, with so much time left. */
  Session there(final Session session, final double secondsLeft) {
    session.timeoutMillis(Math.round(secondsLeft * 1000));
    session.observedNanos(nowMillis * 1_000_000);
    table.put(session);
    return session;
  }

  /** Counts the bytes of a session in the table. */
  void bytes(final Session session, final long original, final long reply) {
    session.originalCounters(original / 100 + 1, original);
    session.replyCounters(reply / 100 + 1, reply);
    session.observedNanos(nowMillis * 1_000_000);
    table.put(session);
  }

  void ceiling(final long entries, final long maximum, final long losses) {
    circumstances =
        new Circumstances(
            Timeouts.DEFAULTS,
            new Ceiling(entries, maximum, losses),
            circumstances.sourcePorts(),
            circumstances.cpuShare(),
            0,
            false,
            false);
  }

  void cpu(final double share) {
    circumstances =
        new Circumstances(
            Timeouts.DEFAULTS,
            new Ceiling(0, 0, 0),
            Circumstances.DEFAULT_SOURCE_PORTS,
            share,
            0,
            false,
            false);
  }

  void owned(final SessionOwners by) {
    owners = by;
    circumstances =
        new Circumstances(
            Timeouts.DEFAULTS,
            new Ceiling(0, 0, 0),
            Circumstances.DEFAULT_SOURCE_PORTS,
            0.1,
            0,
            true,
            false);
  }

  Diagnosis look() {
    return look(LongerWatch.NONE);
  }

  Diagnosis look(final LongerWatch longer) {
    return new Diagnostician(Cards.ALL, Thresholds.of(thresholds), roles)
        .look("own", features, table, circumstances, owners, longer, nowMillis);
  }

  /** What was found of one card. */
  List<Finding> find(final Card card) {
    return look().findings().stream().filter(finding -> finding.card() == card).toList();
  }
}
