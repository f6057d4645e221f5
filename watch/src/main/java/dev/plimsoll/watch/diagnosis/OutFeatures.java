package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.TupleBuffer;

/** What is counted of sessions that this host began. Not thread safe. */
final class OutFeatures {
  private static final int TENTHS_A_TICK = Features.TICK_MILLIS / 100;
  private static final int HALF_MINUTE = 30_000 / Features.TICK_MILLIS;
  // Numbers beyond the ports', to tell hashes of one address or port from each other.
  private static final long MAIL = 1L << 40;
  private static final long ANSWERED = 1L << 41;
  private static final long SHORT = 1L << 42;
  private static final long LOCAL_PORT = 1L << 43;

  final TallyTable ports;
  final TallyTable mail;
  final TallyTable remotes;
  final TallyTable services;
  final TallyTable web;
  final TallyTable localUdp;
  final CallTimes calls;
  private final Sightings pairs;
  private final SessionStarts starts;
  private final SessionHash hash;

  OutFeatures(final FeatureLimits limits, final SessionHash hash) {
    this.hash = hash;
    ports =
        new TallyTable(
            limits.ports(),
            32,
            HALF_MINUTE,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.REFUSED,
            Measure.SHORT,
            Measure.PARTNERS,
            Measure.PARTNERS_ANSWERED,
            Measure.PARTNERS_SHORT);
    mail =
        new TallyTable(
            TallyTable.WAYS, 32, HALF_MINUTE, Measure.PARTNERS, Measure.STARTED, Measure.ANSWERED);
    remotes =
        new TallyTable(
            limits.keys(),
            32,
            HALF_MINUTE,
            Measure.STARTED,
            Measure.REFUSED,
            Measure.PARTNERS,
            Measure.PARTNERS_ANSWERED);
    services =
        new TallyTable(
            limits.keys() / 2,
            64,
            1,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.REFUSED,
            Measure.SHORT);
    web = new TallyTable(TallyTable.WAYS, 32, 1, Measure.STARTED);
    localUdp =
        new TallyTable(
            limits.ports() / 2,
            32,
            HALF_MINUTE,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.PARTNERS,
            Measure.PORTS);
    calls = new CallTimes(limits.callers());
    pairs = new Sightings(limits.pairs());
    starts = new SessionStarts(limits.sessions());
  }

  void event(
      final SessionEvent.Type type, final Session session, final int tenths, final boolean byHand) {
    switch (type) {
      case NEW -> found(session, tenths);
      case UPDATE -> changed(session, tenths);
      case DESTROY -> ended(session, tenths, byHand);
    }
  }

  /** A session that begins, or was there already, and when it began. */
  void found(final Session session, final int tenths) {
    began(session, tenths);
    if (session.isReplied()) {
      changed(session, tenths);
    }
  }

  private void began(final Session session, final int tenths) {
    final TupleBuffer to = session.original();
    final int tick = tenths / TENTHS_A_TICK;
    starts.begin(hash.session(session), tenths, 0);

    final long remote = hash.address(to.destinationHigh(), to.destinationLow());
    final long service = hash.with(remote, portKey(to));
    final int before = pairs.see(service, tick);
    final int port = row(ports, portHash(to), to, to.destinationPort(), tick);
    if (port != TallyTable.NONE) {
      ports.add(port, tick, Measure.STARTED, 1);
      ports.meet(port, tick, Measure.PARTNERS, before);
    }
    final int address = row(remotes, remote, to, 0, tick);
    if (address != TallyTable.NONE) {
      remotes.add(address, tick, Measure.STARTED, 1);
      remotes.meet(address, tick, Measure.PARTNERS, before);
    }
    final boolean tcp = to.protocol() == Protocol.TCP;
    final int target =
        row(services, targetHash(to, remote, service), to, tcp ? to.destinationPort() : 0, tick);
    if (target != TallyTable.NONE) {
      services.add(target, tick, Measure.STARTED, 1);
    }
    calls.call(
        service,
        to.family(),
        to.destinationHigh(),
        to.destinationLow(),
        to.protocol(),
        to.destinationPort(),
        tenths,
        tick - before >= HALF_MINUTE ? before * TENTHS_A_TICK : 0);
    if (tcp) {
      beganSpecial(to, remote, tick);
    } else {
      beganUdp(to, remote, tick);
    }
  }

  private void beganSpecial(final TupleBuffer to, final long remote, final int tick) {
    if (KnownPorts.isMail(to.destinationPort())) {
      final int row = row(mail, MAIL, to, to.destinationPort(), tick);
      mail.add(row, tick, Measure.STARTED, 1);
      mail.meet(row, tick, Measure.PARTNERS, pairs.see(hash.with(remote, MAIL), tick));
    }
    if (KnownPorts.isWeb(to.destinationPort())) {
      web.add(row(web, 1, to, to.destinationPort(), tick), tick, Measure.STARTED, 1);
    }
  }

  private void beganUdp(final TupleBuffer to, final long remote, final int tick) {
    final int row = row(localUdp, localHash(to), to, to.sourcePort(), tick);
    if (row == TallyTable.NONE) {
      return;
    }
    localUdp.add(row, tick, Measure.STARTED, 1);
    final long local = LOCAL_PORT | to.sourcePort();
    localUdp.meet(row, tick, Measure.PARTNERS, pairs.see(hash.with(remote, local), tick));
    final long portPair = hash.with(localHash(to), to.destinationPort());
    localUdp.meet(row, tick, Measure.PORTS, pairs.see(portPair, tick));
  }

  private void changed(final Session session, final int tenths) {
    final int known = starts.find(hash.session(session));
    final boolean answeredNow =
        session.isReplied()
            && (known == SessionStarts.NONE
                ? isFirstAnswer(session)
                : starts.mark(known, SessionStarts.ANSWERED));
    if (answeredNow) {
      answered(session, tenths / TENTHS_A_TICK);
    }
    if (known != SessionStarts.NONE && isClosing(session)) {
      closed(session, known, tenths);
    }
  }

  // Of a session whose beginning was forgotten or not heard.
  private static boolean isFirstAnswer(final Session session) {
    return session.protocol() == Protocol.TCP
        ? session.state() == TcpState.SYN_RECV.number()
        : !session.isAssured();
  }

  private static boolean isClosing(final Session session) {
    return session.protocol() == Protocol.TCP
        && session.state() >= TcpState.FIN_WAIT.number()
        && session.state() <= TcpState.CLOSE.number();
  }

  private void answered(final Session session, final int tick) {
    final TupleBuffer to = session.original();
    final long remote = hash.address(to.destinationHigh(), to.destinationLow());
    final long service = hash.with(remote, portKey(to));
    final int before = pairs.see(hash.with(service, ANSWERED), tick);
    final int port = ports.find(portHash(to));
    if (port != TallyTable.NONE) {
      ports.add(port, tick, Measure.ANSWERED, 1);
      ports.meet(port, tick, Measure.PARTNERS_ANSWERED, before);
    }
    final int address = remotes.find(remote);
    if (address != TallyTable.NONE) {
      remotes.meet(address, tick, Measure.PARTNERS_ANSWERED, before);
    }
    add(services, targetHash(to, remote, service), tick, Measure.ANSWERED);
    if (to.protocol() == Protocol.UDP) {
      add(localUdp, localHash(to), tick, Measure.ANSWERED);
    } else if (KnownPorts.isMail(to.destinationPort())) {
      add(mail, MAIL, tick, Measure.ANSWERED);
    }
  }

  private void ended(final Session session, final int tenths, final boolean byHand) {
    final int known = starts.find(hash.session(session));
    if (known != SessionStarts.NONE && !byHand && session.protocol() == Protocol.TCP) {
      if (session.isReplied()) {
        closed(session, known, tenths);
      } else if (tenths - starts.tenths(known) < Features.SHORT_SECONDS * 10) {
        refused(session, tenths / TENTHS_A_TICK);
      }
    }
    if (session.hasCounters()) {
      final TupleBuffer to = session.original();
      final long remote = hash.address(to.destinationHigh(), to.destinationLow());
      calls.ended(hash.with(remote, portKey(to)), session.originalBytes() + session.replyBytes());
    }
  }

  private void closed(final Session session, final int known, final int tenths) {
    if (!starts.mark(known, SessionStarts.CLOSED)
        || !session.isAssured()
        || tenths - starts.tenths(known) >= Features.SHORT_SECONDS * 10) {
      return;
    }
    final TupleBuffer to = session.original();
    final int tick = tenths / TENTHS_A_TICK;
    final long remote = hash.address(to.destinationHigh(), to.destinationLow());
    final long service = hash.with(remote, portKey(to));
    final int port = ports.find(portHash(to));
    if (port != TallyTable.NONE) {
      ports.add(port, tick, Measure.SHORT, 1);
      ports.meet(port, tick, Measure.PARTNERS_SHORT, pairs.see(hash.with(service, SHORT), tick));
    }
    add(services, targetHash(to, remote, service), tick, Measure.SHORT);
  }

  private void refused(final Session session, final int tick) {
    final TupleBuffer to = session.original();
    final long remote = hash.address(to.destinationHigh(), to.destinationLow());
    add(ports, portHash(to), tick, Measure.REFUSED);
    add(remotes, remote, tick, Measure.REFUSED);
    add(services, targetHash(to, remote, hash.with(remote, portKey(to))), tick, Measure.REFUSED);
  }

  private static void add(
      final TallyTable table, final long key, final int tick, final Measure measure) {
    final int row = table.find(key);
    if (row != TallyTable.NONE) {
      table.add(row, tick, measure, 1);
    }
  }

  private static int row(
      final TallyTable table,
      final long key,
      final TupleBuffer to,
      final int port,
      final int tick) {
    return table.findOrAdd(
        key, to.family(), to.destinationHigh(), to.destinationLow(), to.protocol(), port, tick);
  }

  private static long portKey(final TupleBuffer to) {
    return (long) to.protocol() << 16 | to.destinationPort();
  }

  private long portHash(final TupleBuffer to) {
    return hash.with(0, portKey(to));
  }

  private long localHash(final TupleBuffer to) {
    return hash.with(LOCAL_PORT, to.sourcePort());
  }

  // Of UDP all ports of a remote are one target: a flood changes them at random.
  private long targetHash(final TupleBuffer to, final long remote, final long service) {
    return to.protocol() == Protocol.TCP ? service : hash.with(remote, LOCAL_PORT);
  }

  /** When a session began, in tenths of a second, or -1. */
  long startOf(final long hashed) {
    final int place = starts.find(hashed);
    return place == SessionStarts.NONE ? -1 : starts.tenths(place);
  }

  void clear() {
    ports.clear();
    mail.clear();
    remotes.clear();
    services.clear();
    web.clear();
    localUdp.clear();
    calls.clear();
    pairs.clear();
    starts.clear();
  }

  long memoryBytes() {
    return ports.memoryBytes()
        + mail.memoryBytes()
        + remotes.memoryBytes()
        + services.memoryBytes()
        + web.memoryBytes()
        + localUdp.memoryBytes()
        + calls.memoryBytes()
        + pairs.memoryBytes()
        + starts.memoryBytes();
  }
}
