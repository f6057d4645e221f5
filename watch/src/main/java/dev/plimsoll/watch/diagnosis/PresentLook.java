package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Direction;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.TupleBuffer;
import dev.plimsoll.watch.Timeouts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what stands in a table, in one pass and a fixed amount of memory: 4 MiB. Not thread safe.
 */
final class PresentLook implements SessionVisitor {
  // Rows of the tables in which sessions are counted: a few thousand sessions have fewer keys.
  private static final int SMALL_TABLE = 50_000;
  private static final int KEYS = 1 << 12;
  private static final int PORTS = 1 << 10;
  private static final int SOURCES = 1 << 16;
  private static final int SMALL_SHARE = 4;

  private static final int MOST_HELD = 1_000;
  private static final int MOST_POOLS = 100;
  private static final int TICK = 1;
  // A rare port is one that no usual service has; a call there says something if it is held.
  private static final int FIRST_RARE_PORT = 1_024;

  private final Features features;
  private final Timeouts timeouts;
  private final Thresholds thresholds;
  private final long nowMillis;
  private final SessionHash hash = new SessionHash();
  private final TallyTable outPorts;
  private final TallyTable outServices;
  private final TallyTable outUdp;
  private final TallyTable inPorts;
  private final TallyTable inServices;
  private final Sightings sources;
  private final List<Held> held = new ArrayList<>();
  private final List<Held> torClients = new ArrayList<>();
  private final List<Session> stale = new ArrayList<>();
  private final List<Session> pools = new ArrayList<>();
  private final long[] counts = new long[Part.values().length];

  PresentLook(
      final Features features,
      final Timeouts timeouts,
      final Thresholds thresholds,
      final long nowMillis,
      final int sessions) {
    final int share = sessions < SMALL_TABLE ? SMALL_SHARE : 1;
    outPorts =
        new TallyTable(
            PORTS / share,
            1,
            1,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.ASSURED,
            Measure.CLOSED);
    outServices =
        new TallyTable(KEYS / share, 1, 1, Measure.STARTED, Measure.ANSWERED, Measure.CLOSED);
    outUdp =
        new TallyTable(
            KEYS / share, 1, 1, Measure.STARTED, Measure.ANSWERED, Measure.UNANSWERED_PACKETS);
    inPorts =
        new TallyTable(
            PORTS / share,
            1,
            1,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.ASSURED,
            Measure.CLOSED,
            Measure.HALF_OPEN,
            Measure.PARTNERS);
    inServices =
        new TallyTable(
            KEYS / share,
            1,
            1,
            Measure.STARTED,
            Measure.ANSWERED,
            Measure.ASSURED,
            Measure.CLOSED,
            Measure.SLOW);
    sources = new Sightings(SOURCES / share);
    this.features = features;
    this.timeouts = timeouts;
    this.thresholds = thresholds;
    this.nowMillis = nowMillis;
  }

  private void add(final Part part) {
    counts[part.place()]++;
  }

  @Override
  public void visit(final Session session) {
    final Direction direction = features.host().directionOf(session);
    final Side side = Side.of(session, features.host());
    if (direction == Direction.LOCAL || features.isOwn(side, session)) {
      return;
    }
    add(Part.SESSIONS);
    switch (side) {
      case OUT -> add(Part.OUT);
      case IN -> add(Part.IN);
      case NEITHER -> add(Part.UNTOLD);
    }
    if (direction == Direction.FORWARDED) {
      add(Part.FORWARDED);
    } else if (direction == Direction.UNKNOWN) {
      add(Part.UNKNOWN);
    }
    if (session.isReplied()) {
      add(Part.REPLIED);
    }
    if (session.isAssured()) {
      add(Part.ASSURED);
    }
    if (session.hasCounters()) {
      add(Part.COUNTED);
    }
    if (session.protocol() == Protocol.TCP) {
      visitTcp(session, side);
    } else if (session.protocol() == Protocol.UDP) {
      if (side == Side.OUT && !session.isReplied()) {
        add(Part.ONE_WAY_UDP_OUT);
      }
    } else {
      return;
    }
    switch (side) {
      case OUT -> visitOut(session);
      case IN -> visitIn(session);
      case NEITHER -> {}
    }
  }

  private void visitTcp(final Session session, final Side side) {
    add(Part.TCP);
    final TcpState state = TcpState.of(session.state());
    if (state == TcpState.ESTABLISHED) {
      visitEstablished(session, side);
    } else if (state == TcpState.SYN_SENT) {
      add(Part.SYN_SENT);
    } else if (state == TcpState.SYN_RECV && side == Side.IN) {
      add(Part.SYN_RECV_IN);
    } else if (state == TcpState.TIME_WAIT) {
      add(Part.TIME_WAIT);
    }
  }

  private void visitEstablished(final Session session, final Side side) {
    add(Part.ESTABLISHED);
    if (!session.isReplied()) {
      add(Part.ESTABLISHED_ONE_WAY);
    }
    if (idleMillis(session) > 1000 * thresholds.of(Threshold.STALE_IDLE_SECONDS)) {
      add(Part.STALE);
      if (stale.size() < MOST_HELD) {
        stale.add(session.copy());
      }
    }
    final int port = session.original().destinationPort();
    if (side == Side.IN && KnownPorts.isTor(port)) {
      hold(torClients, session.original().source(), session, ageMillis(session));
    } else if (side == Side.OUT && (isOfInterest(port) || isQuiet(session, port))) {
      final long age = ageMillis(session);
      if (isOfInterest(port) || age >= 1000 * thresholds.of(Threshold.C2_RARE_SECONDS)) {
        hold(held, session.original().destination(), session, age);
      }
      if (KnownPorts.isPool(port) && pools.size() < MOST_POOLS) {
        pools.add(session.copy());
      }
    }
  }

  private static boolean isOfInterest(final int port) {
    return KnownPorts.isPool(port) || KnownPorts.isChat(port) || KnownPorts.isTor(port);
  }

  private boolean isQuiet(final Session session, final int port) {
    return port >= FIRST_RARE_PORT
        && !KnownPorts.isUsual(port)
        && session.hasCounters()
        && session.originalBytes() + session.replyBytes() <= thresholds.of(Threshold.C2_RARE_BYTES);
  }

  private static void hold(
      final List<Held> list, final IpAddress remote, final Session session, final long age) {
    if (list.size() < MOST_HELD) {
      final long bytes =
          session.hasCounters() ? session.originalBytes() + session.replyBytes() : -1;
      list.add(new Held(remote, session.original().destinationPort(), age, bytes));
    }
  }

  // With data unacknowledged the kernel sets a shorter timeout, so little time left says nothing.
  private long idleMillis(final Session session) {
    final long left = session.timeoutMillis();
    final long shorterSeconds =
        Math.max(timeouts.tcpUnacknowledgedSeconds(), timeouts.tcpMaxRetransSeconds());
    return left == Session.ABSENT || left <= shorterSeconds * 1000
        ? 0
        : timeouts.tcpSeconds(TcpState.ESTABLISHED) * 1000L - left;
  }

  private long ageMillis(final Session session) {
    final long age = features.ageMillis(session, nowMillis);
    if (age < 0) {
      add(Part.UNAGED);
    }
    return age;
  }

  private void visitOut(final Session session) {
    final TupleBuffer to = session.original();
    final long remote = hash.address(to.destinationHigh(), to.destinationLow());
    final long portKey = (long) to.protocol() << 16 | to.destinationPort();
    final int port = row(outPorts, hash.with(0, portKey), to, true, to.destinationPort());
    note(outPorts, port, session);
    if (to.protocol() == Protocol.TCP) {
      note(
          outServices,
          row(outServices, hash.with(remote, portKey), to, true, to.destinationPort()),
          session);
      return;
    }
    final int row = row(outUdp, remote, to, true, 0);
    note(outUdp, row, session);
    if (row != TallyTable.NONE && !session.isReplied() && session.hasCounters()) {
      final long age = features.ageMillis(session, nowMillis);
      if (age >= 1_000) {
        final long rate = session.originalPackets() * 1_000 / age;
        outUdp.add(row, TICK, Measure.UNANSWERED_PACKETS, Math.clamp(rate, 0, 1 << 24));
      }
    }
  }

  private void visitIn(final Session session) {
    final TupleBuffer from = session.original();
    final long source = hash.address(from.sourceHigh(), from.sourceLow());
    final long portKey = (long) from.protocol() << 16 | from.destinationPort();
    final long service = hash.with(source, portKey);
    final int port = row(inPorts, hash.with(0, portKey), from, false, from.destinationPort());
    note(inPorts, port, session);
    if (port != TallyTable.NONE) {
      if (session.protocol() == Protocol.TCP && session.state() == TcpState.SYN_RECV.number()) {
        inPorts.add(port, TICK, Measure.HALF_OPEN, 1);
      }
      inPorts.meet(port, TICK, Measure.PARTNERS, sources.see(service, TICK));
    }
    final int row = row(inServices, service, from, false, from.destinationPort());
    note(inServices, row, session);
    if (row == TallyTable.NONE) {
      return;
    }
    if (session.hasCounters()) {
      inServices.addBytes(row, session.originalBytes(), session.replyBytes());
    }
    if (isSlow(session)) {
      inServices.add(row, TICK, Measure.SLOW, 1);
    }
  }

  private boolean isSlow(final Session session) {
    return session.protocol() == Protocol.TCP
        && session.state() == TcpState.ESTABLISHED.number()
        && KnownPorts.isWeb(session.original().destinationPort())
        && session.hasCounters()
        && session.originalBytes() + session.replyBytes() < thresholds.of(Threshold.SLOWLORIS_BYTES)
        && ageMillis(session) > 1000 * thresholds.of(Threshold.SLOWLORIS_SECONDS);
  }

  private static void note(final TallyTable table, final int row, final Session session) {
    if (row == TallyTable.NONE) {
      return;
    }
    table.add(row, TICK, Measure.STARTED, 1);
    if (session.isReplied()) {
      table.add(row, TICK, Measure.ANSWERED, 1);
    }
    if (session.isAssured() && table.has(Measure.ASSURED)) {
      table.add(row, TICK, Measure.ASSURED, 1);
    }
    if (session.protocol() == Protocol.TCP
        && session.state() == TcpState.TIME_WAIT.number()
        && table.has(Measure.CLOSED)) {
      table.add(row, TICK, Measure.CLOSED, 1);
    }
  }

  private static int row(
      final TallyTable table,
      final long key,
      final TupleBuffer tuple,
      final boolean toDestination,
      final int port) {
    return table.findOrAdd(
        key,
        tuple.family(),
        toDestination ? tuple.destinationHigh() : tuple.sourceHigh(),
        toDestination ? tuple.destinationLow() : tuple.sourceLow(),
        tuple.protocol(),
        port,
        TICK);
  }

  Present present() {
    final Sets sets = new Sets(this, TICK, nowMillis - TICK * Features.TICK_MILLIS);
    return new Present(
        parts(),
        sets.most(outPorts, Measure.STARTED),
        sets.most(outServices, Measure.STARTED),
        sets.most(outUdp, Measure.STARTED),
        sets.most(inPorts, Measure.STARTED),
        sets.most(inServices, Measure.STARTED),
        held,
        torClients,
        stale,
        pools);
  }

  private Map<Part, Long> parts() {
    final Map<Part, Long> parts = new EnumMap<>(Part.class);
    for (final Part part : Part.values()) {
      parts.put(part, counts[part.place()]);
    }
    return parts;
  }
}
