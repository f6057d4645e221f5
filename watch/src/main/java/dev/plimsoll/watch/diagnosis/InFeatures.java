package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.TupleBuffer;

/** What is counted of sessions that others began with this host. Not thread safe. */
final class InFeatures {
  private static final int TENTHS_A_TICK = Features.TICK_MILLIS / 100;
  private static final int HALF_MINUTE = 30_000 / Features.TICK_MILLIS;
  private static final long SOURCE_PORT = 1L << 40;

  final TallyTable sources;
  final TallyTable services;
  final TallyTable ports;
  final TallyTable amplifiers;
  private final Sightings pairs;
  private final SessionStarts starts;
  private final SessionHash hash;

  InFeatures(final FeatureLimits limits, final SessionHash hash) {
    this.hash = hash;
    sources =
        new TallyTable(
            limits.keys(),
            32,
            HALF_MINUTE,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.REFUSED,
            Measure.PARTNERS);
    services =
        new TallyTable(
            limits.keys(),
            32,
            1,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.ASSURED,
            Measure.SHORT);
    ports =
        new TallyTable(
            limits.ports() / 2,
            64,
            1,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.ASSURED,
            Measure.PARTNERS);
    amplifiers = new TallyTable(64, 32, 1, Measure.STARTED, Measure.PARTNERS);
    pairs = new Sightings(limits.pairs() / 2);
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
    final TupleBuffer from = session.original();
    final int tick = tenths / TENTHS_A_TICK;
    starts.begin(hash.session(session), tenths, 0);

    final long source = hash.address(from.sourceHigh(), from.sourceLow());
    final long service = hash.with(source, portKey(from));
    final int before = pairs.see(service, tick);
    final int port = row(ports, portHash(from), from, from.destinationPort(), tick);
    if (port != TallyTable.NONE) {
      ports.add(port, tick, Measure.STARTED, 1);
      ports.meet(port, tick, Measure.PARTNERS, before);
    }
    final int address = row(sources, source, from, 0, tick);
    if (address != TallyTable.NONE) {
      sources.add(address, tick, Measure.STARTED, 1);
      sources.meet(address, tick, Measure.PARTNERS, before);
    }
    final int pair = row(services, service, from, from.destinationPort(), tick);
    if (pair != TallyTable.NONE) {
      services.add(pair, tick, Measure.STARTED, 1);
    }
    if (from.protocol() == Protocol.UDP && KnownPorts.isAmplifier(from.sourcePort())) {
      beganAtAmplifier(from, source, tick);
    }
  }

  private void beganAtAmplifier(final TupleBuffer from, final long source, final int tick) {
    final long key = SOURCE_PORT | from.sourcePort();
    final int row = row(amplifiers, hash.with(0, key), from, from.sourcePort(), tick);
    if (row != TallyTable.NONE) {
      amplifiers.add(row, tick, Measure.STARTED, 1);
      amplifiers.meet(row, tick, Measure.PARTNERS, pairs.see(hash.with(source, key), tick));
    }
  }

  private void changed(final Session session, final int tenths) {
    final TupleBuffer from = session.original();
    final int tick = tenths / TENTHS_A_TICK;
    final int known = starts.find(hash.session(session));
    if (session.isReplied() && isNews(known, SessionStarts.ANSWERED, isFirstAnswer(session))) {
      final long source = hash.address(from.sourceHigh(), from.sourceLow());
      add(ports, portHash(from), tick, Measure.ANSWERED);
      add(sources, source, tick, Measure.ANSWERED);
      add(services, hash.with(source, portKey(from)), tick, Measure.ANSWERED);
    }
    if (session.isAssured() && isNews(known, SessionStarts.ASSURED, isEstablished(session))) {
      add(ports, portHash(from), tick, Measure.ASSURED);
      add(services, service(from), tick, Measure.ASSURED);
    }
    if (known != SessionStarts.NONE
        && from.protocol() == Protocol.TCP
        && session.state() >= TcpState.FIN_WAIT.number()
        && session.state() <= TcpState.CLOSE.number()) {
      closed(session, known, tenths);
    }
  }

  private boolean isNews(final int known, final int flag, final boolean otherwise) {
    return known == SessionStarts.NONE ? otherwise : starts.mark(known, flag);
  }

  // Of a session whose beginning was forgotten or not heard.
  private static boolean isFirstAnswer(final Session session) {
    return session.protocol() == Protocol.TCP
        ? session.state() == TcpState.SYN_RECV.number()
        : !session.isAssured();
  }

  private static boolean isEstablished(final Session session) {
    return session.state() == TcpState.ESTABLISHED.number();
  }

  private void ended(final Session session, final int tenths, final boolean byHand) {
    final TupleBuffer from = session.original();
    final int known = starts.find(hash.session(session));
    if (known != SessionStarts.NONE && !byHand && from.protocol() == Protocol.TCP) {
      if (session.isReplied()) {
        closed(session, known, tenths);
      } else if (tenths - starts.tenths(known) < Features.SHORT_SECONDS * 10) {
        final long source = hash.address(from.sourceHigh(), from.sourceLow());
        add(sources, source, tenths / TENTHS_A_TICK, Measure.REFUSED);
      }
    }
    if (session.hasCounters()) {
      final int row = services.find(service(from));
      if (row != TallyTable.NONE) {
        services.addBytes(row, session.originalBytes(), session.replyBytes());
      }
    }
  }

  private void closed(final Session session, final int known, final int tenths) {
    if (starts.mark(known, SessionStarts.CLOSED)
        && session.isAssured()
        && tenths - starts.tenths(known) < Features.SHORT_SECONDS * 10) {
      add(services, service(session.original()), tenths / TENTHS_A_TICK, Measure.SHORT);
    }
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
      final TupleBuffer from,
      final int port,
      final int tick) {
    return table.findOrAdd(
        key, from.family(), from.sourceHigh(), from.sourceLow(), from.protocol(), port, tick);
  }

  private long service(final TupleBuffer from) {
    return hash.with(hash.address(from.sourceHigh(), from.sourceLow()), portKey(from));
  }

  private static long portKey(final TupleBuffer from) {
    return (long) from.protocol() << 16 | from.destinationPort();
  }

  private long portHash(final TupleBuffer from) {
    return hash.with(0, portKey(from));
  }

  /** When a session began, in tenths of a second, or -1. */
  long startOf(final long hashed) {
    final int place = starts.find(hashed);
    return place == SessionStarts.NONE ? -1 : starts.tenths(place);
  }

  void clear() {
    sources.clear();
    services.clear();
    ports.clear();
    amplifiers.clear();
    pairs.clear();
    starts.clear();
  }

  long memoryBytes() {
    return sources.memoryBytes()
        + services.memoryBytes()
        + ports.memoryBytes()
        + amplifiers.memoryBytes()
        + pairs.memoryBytes()
        + starts.memoryBytes();
  }
}
