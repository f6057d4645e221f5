package dev.plimsoll.engine;

import dev.plimsoll.engine.helper.Expectation;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TupleBuffer;
import dev.plimsoll.session.TupleView;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's connection tracking (nf_conntrack_core.c): for each packet a verdict, and a table
 * that is what Linux' would be. Packets are tracked as they are after defragmentation; sessions are
 * confirmed at once, because nothing here drops a packet in between.
 *
 * <p>The clock is the packets' own and never runs backwards. What is due at a packet's time has
 * ended before the packet is looked at; the kernel's collector may come a minute later, but its
 * look-ups pass over what is due, too.
 *
 * <p>One thread. Others may read the table beside it.
 */
public final class Tracker {
  /** How many packets are looked at side by side; a batch may be longer. */
  public static final int BATCH = 64;

  private final SessionTable table;
  private final SessionRow row;
  private final TupleBuffer inverse = new TupleBuffer();
  private final TrackerStatistics statistics = new TrackerStatistics();
  private final @Nullable SessionEvents events;
  private final @Nullable Simulation simulation;
  private final SessionRow ending;
  private final FullTable fullTable;
  private final IntConsumer expire = this::expire;
  private final int[] hashes = new int[BATCH];
  private final int[] found = new int[BATCH];
  private final Timeouts timeouts;
  private final HelpedSessions helped;
  private final TcpTracker tcp;
  private final UdpTracker udp;
  private final AnsweredTracker udpLite;
  private final IcmpTracker icmp;
  private final IcmpTracker icmpv6;
  private final SctpTracker sctp = new SctpTracker();
  private final GenericTracker generic;
  private long nowMillis = Long.MIN_VALUE;
  private int changesAtFind;

  // Kept, or else the compiler would leave the reading out.
  @SuppressWarnings("UnusedVariable")
  private long touchedSum;

  /**
   * Makes a tracker.
   *
   * @param table {@link SessionTable#ofTracker}; nobody else writes it
   * @param events told each change as it happens, valid during the call; or null
   */
  public Tracker(
      final TrackerSettings settings,
      final SessionTable table,
      final @Nullable Consumer<SessionEvent> events) {
    this(settings, table, events, null);
  }

  /** Makes a tracker for a simulation, with the settings that it asks for. */
  public Tracker(final Simulation simulation, final SessionTable table) {
    this(simulation.settings(), table, null, simulation);
  }

  private Tracker(
      final TrackerSettings settings,
      final SessionTable table,
      final @Nullable Consumer<SessionEvent> events,
      final @Nullable Simulation simulation) {
    this.simulation = simulation;
    ending = table.row();
    this.table = table;
    row = table.row();
    this.events = events == null ? null : new SessionEvents(table, events);
    fullTable = new FullTable(settings.value(Sysctl.MAX), table, this::earlyDrop);
    timeouts = new Timeouts(settings);
    helped =
        new HelpedSessions(
            settings.helpers(), settings.value(Sysctl.EXPECT_MAX), table, this::endAnnounced);
    tcp = new TcpTracker(settings);
    udp = new UdpTracker();
    udpLite = new AnsweredTracker(Sysctl.UDP_TIMEOUT, Sysctl.UDP_TIMEOUT_STREAM);
    icmp = new IcmpTracker(Sysctl.ICMP_TIMEOUT);
    icmpv6 = new IcmpTracker(Sysctl.ICMPV6_TIMEOUT);
    generic = new GenericTracker();
  }

  /** The table, as it is after the last packet. */
  public SessionTable table() {
    return table;
  }

  public TrackerStatistics statistics() {
    return statistics;
  }

  /**
   * Moves the clock on; what is due by then ends.
   *
   * @param toMillis milliseconds since 1970; a time that has passed changes nothing
   */
  public void advance(final long toMillis) {
    if (toMillis <= nowMillis) {
      return;
    }
    nowMillis = toMillis;
    table.advance(toMillis, expire);
    helped.advance(toMillis);
    fullTable.collect(toMillis);
  }

  /**
   * Tracks a batch in its order. Where the packets' sessions lie in memory is looked up for all of
   * them first, so that the waiting for memory overlaps.
   */
  public void track(final Packet[] packets, final int count, final VerdictSink sink) {
    track(packets, 0, count, sink);
  }

  /** Tracks a part of a batch: from a place in it to before another. */
  void track(final Packet[] packets, final int first, final int afterLast, final VerdictSink sink) {
    for (int from = first; from < afterLast; from += BATCH) {
      final int end = Math.min(from + BATCH, afterLast);
      final int count = end - from;
      for (int i = 0; i < count; i++) {
        final Packet packet = packets[from + i];
        packet.hash = table.hashOf(packet.tuple, packet.zone);
        hashes[i] = packet.hash;
      }
      touchedSum += table.touch(hashes, found, count);
      for (int i = 0; i < count; i++) {
        final Packet packet = packets[from + i];
        found[i] = table.findDirection(packet.tuple, packet.zone, packet.hash);
      }
      changesAtFind = table.changes();
      for (int i = 0; i < count; i++) {
        final Packet packet = packets[from + i];
        sink.verdict(packet, trackHashed(packet, found[i]));
      }
    }
  }

  /** Tracks one packet. */
  public Verdict track(final Packet packet) {
    packet.hash = table.hashOf(packet.tuple, packet.zone);
    changesAtFind = table.changes();
    return trackHashed(packet, table.findDirection(packet.tuple, packet.zone, packet.hash));
  }

  /**
   * Tracks a packet.
   *
   * @param found where its session was when {@link #changesAtFind} was taken
   */
  private Verdict trackHashed(final Packet packet, final int found) {
    statistics.packets++;
    advance(packet.timeNanos / 1_000_000);
    final int protocol = packet.tuple.protocol();
    if (packet.reason == Reason.SHORT_HEADER) {
      return invalid();
    }
    if (protocol == Protocol.GRE) {
      // A packet just before it may have told its key.
      helped.complete(packet);
      packet.hash = table.hashOf(packet.tuple, packet.zone);
    }
    if (Protocol.isIcmp(protocol)) {
      final Verdict ofIcmp = icmpVerdict(packet, protocol);
      if (ofIcmp != null) {
        return ofIcmp;
      }
    }
    // What was found counts as long as no session came or went.
    final int now =
        table.changes() == changesAtFind && protocol != Protocol.GRE
            ? found
            : table.findDirection(packet.tuple, packet.zone, packet.hash);
    return now == SessionTable.NONE
        ? first(packet, protocol)
        : further(packet, protocol, now >>> 1, now & 1);
  }

  private Verdict first(final Packet packet, final int protocol) {
    if (!isInvertible(packet, protocol)) {
      packet.invalid(Reason.CANNOT_BEGIN, packet.tuple.icmpType(), 0);
      return invalid();
    }
    if (!fullTable.makesRoom(packet.hash)) {
      statistics.dropped++;
      return Verdict.DROPPED;
    }
    if (packet.reason != Reason.NONE) {
      return invalid();
    }
    final ProtocolTracker tracker = trackerOf(protocol);
    final Expectation expectation = helped.expected(packet);
    row.begin();
    if (protocol != Protocol.TCP && protocol != Protocol.SCTP) {
      row.state(SessionRow.NO_STATE);
    }
    if (expectation != null) {
      row.status(Status.EXPECTED);
    }
    if (!tracker.begin(packet, row)) {
      return invalid();
    }
    final int timeout = tracker.track(packet, row, 0);
    if (timeout == ProtocolTracker.INVALID) {
      return invalid();
    }
    if (timeout >= 0) {
      row.count(0, packet.length);
      row.deadlineMillis(nowMillis + timeouts.millis(timeout), timeout);
    }
    row.status(row.status() | Status.CONFIRMED);
    row.insert(packet.tuple, packet.zone);
    if (!helped.begun(packet, row, expectation)) {
      helped.ended(row.slot());
      row.remove();
      statistics.dropped++;
      return Verdict.DROPPED;
    }
    statistics.inserted++;
    if (simulation != null) {
      simulation.began(nowMillis);
    }
    tell(SessionEvent.Type.NEW, row.slot(), true);
    return expectation == null ? Verdict.NEW : Verdict.RELATED;
  }

  /** Whether there can be an answer at all: some ICMP types have none ({@code invert_tuple}). */
  private boolean isInvertible(final Packet packet, final int protocol) {
    if (!Protocol.isIcmp(protocol)) {
      return true;
    }
    inverse.setInverse(packet.tuple);
    return packet.tuple.isMirroredBy(inverse);
  }

  private Verdict further(
      final Packet packet, final int protocol, final int slot, final int direction) {
    if (packet.reason != Reason.NONE) {
      return invalid();
    }
    row.moveTo(slot);
    final int statusBefore = row.status();
    packet.tellsState = false;
    final int stateBefore = row.state();
    final int timeout = trackerOf(protocol).track(packet, row, direction);
    if (timeout >= 0) {
      row.count(direction, packet.length);
      if (simulation != null) {
        simulation.spoke(row, nowMillis);
      }
      row.deadlineMillis(nowMillis + timeouts.millis(timeout), timeout);
    } else if (timeout == ProtocolTracker.REPEAT) {
      end(slot);
      return first(packet, protocol);
    } else if (timeout == ProtocolTracker.INVALID) {
      return invalid();
    } else if (timeout == ProtocolTracker.END) {
      row.count(direction, packet.length);
      end(slot);
      return verdict(statusBefore, direction);
    }
    if (direction == 1 && (row.status() & Status.SEEN_REPLY) == 0) {
      row.status(row.status() | Status.SEEN_REPLY);
    }
    final boolean passes = helped.read(packet, row, direction);
    if (events != null) {
      final boolean stateChanged = row.state() != stateBefore || packet.tellsState;
      tellUpdate(slot, stateChanged, stateChanged || row.status() != statusBefore, passes);
    }
    if (!passes) {
      statistics.dropped++;
      return Verdict.DROPPED;
    }
    return verdict(statusBefore, direction);
  }

  /** Tells that a packet has changed its session, or keeps it for the next one if it is dropped. */
  private void tellUpdate(
      final int slot, final boolean ofState, final boolean changed, final boolean passes) {
    if (!passes) {
      if (changed) {
        helped.keepUntold(slot, ofState);
      }
      return;
    }
    final Boolean untold = helped.takeUntold(slot);
    if (changed || untold != null) {
      tell(SessionEvent.Type.UPDATE, slot, ofState || untold != null && untold);
    }
  }

  /** The verdict by what was known before the packet. */
  private static Verdict verdict(final int status, final int direction) {
    if (direction == 1) {
      return Verdict.REPLY;
    }
    if ((status & Status.SEEN_REPLY) != 0) {
      return Verdict.ESTABLISHED;
    }
    return (status & Status.EXPECTED) != 0 ? Verdict.RELATED : Verdict.NEW;
  }

  /** The verdict of an ICMP packet that is not a query, or null if it is one. */
  private @Nullable Verdict icmpVerdict(final Packet packet, final int protocol) {
    if (packet.reason != Reason.NONE) {
      statistics.icmpErrors++;
      return Verdict.INVALID;
    }
    final int type = packet.tuple.icmpType();
    if (protocol == Protocol.ICMPV6 && IcmpTracker.isUntracked(type)) {
      statistics.untracked++;
      return Verdict.UNTRACKED;
    }
    if (!IcmpTracker.isError(protocol, type)) {
      return null;
    }
    final Verdict verdict = related(packet);
    if (verdict == Verdict.INVALID) {
      statistics.icmpErrors++;
    }
    return verdict;
  }

  /** An error belongs to the session of the packet that it is about ({@code inet_error}). */
  private Verdict related(final Packet packet) {
    if (!packet.hasInner) {
      packet.invalid(Reason.NOTHING_RELATED);
      return Verdict.INVALID;
    }
    inverse.setInverse(packet.inner);
    final int found =
        packet.inner.isMirroredBy(inverse)
            ? table.findDirection(inverse, packet.zone, table.hashOf(inverse, packet.zone))
            : SessionTable.NONE;
    if (found == SessionTable.NONE) {
      packet.invalid(Reason.NOTHING_RELATED);
      return Verdict.INVALID;
    }
    if (packet.tuple.destinationLow() != inverse.destinationLow()
        || packet.tuple.destinationHigh() != inverse.destinationHigh()) {
      packet.invalid(Reason.NOT_TO_SENDER);
      return Verdict.INVALID;
    }
    if (inverse.protocol() == Protocol.SCTP) {
      row.moveTo(found >>> 1);
      if (SctpTracker.takeUntold(row)) {
        tell(SessionEvent.Type.UPDATE, found >>> 1, true);
      }
    }
    return (found & 1) == 0 ? Verdict.RELATED : Verdict.RELATED_REPLY;
  }

  private ProtocolTracker trackerOf(final int protocol) {
    return switch (protocol) {
      case Protocol.TCP -> tcp;
      case Protocol.UDP -> udp;
      case Protocol.UDPLITE -> udpLite;
      case Protocol.SCTP -> sctp;
      case Protocol.GRE -> helped.gre();
      case Protocol.ICMP -> icmp;
      case Protocol.ICMPV6 -> icmpv6;
      default -> generic;
    };
  }

  private Verdict invalid() {
    statistics.invalid++;
    return Verdict.INVALID;
  }

  private void expire(final int slot) {
    statistics.expired++;
    end(slot);
  }

  private void earlyDrop(final int slot) {
    statistics.earlyDropped++;
    end(slot);
  }

  /** Ends a session because the one that announced it says so. */
  private boolean endAnnounced(final TupleView tuple, final int zone) {
    final int slot = table.find(tuple, zone);
    if (slot != SessionTable.NONE) {
      end(slot);
    }
    return slot != SessionTable.NONE;
  }

  private void end(final int slot) {
    tell(SessionEvent.Type.DESTROY, slot, true);
    helped.ended(slot);
    if (simulation != null) {
      ending.moveTo(slot);
      simulation.ended(ending, nowMillis);
    }
    table.remove(slot);
  }

  private void tell(final SessionEvent.Type type, final int slot, final boolean tellsState) {
    if (events != null) {
      events.tell(type, slot, nowMillis * 1_000_000, tellsState);
    }
  }
}
