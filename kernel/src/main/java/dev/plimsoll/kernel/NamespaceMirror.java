package dev.plimsoll.kernel;

import dev.plimsoll.kernel.DumpSchedule.Reason;
import dev.plimsoll.kernel.MirrorNotice.Cause;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows one namespace's table: takes its events, makes dumps when they are due, looks single
 * sessions up, and holds the number of sessions against the kernel's count. What all of this does
 * to the table is {@link TableFollower}'s; when to dump is {@link DumpSchedule}'s.
 *
 * <p>The clock alone never removes a session: packets that only refresh a timeout make no event. It
 * makes a session <em>due</em>, and then the kernel is asked. One second late, because the kernel
 * tells times left in whole seconds, rounded down. (The question itself makes the kernel collect
 * the entry if it has expired, nf_ct_gc_expired, so its destroy event follows at once rather than a
 * minute later.)
 *
 * <p>It is <em>synchronised</em> when a dump has ended, all that it left in doubt was asked for,
 * and no event was lost since it began. One thread uses it; time and kernel are given to it.
 */
final class NamespaceMirror implements AutoCloseable {
  private static final long GRACE_MILLIS = 1_000;
  private static final long TIMER_MILLIS = 100;
  private static final long PUBLISH_MILLIS = 100;
  private static final long WAIT_NANOS = 1_000_000;
  private static final int BLOCKS_A_TURN = 8;
  private static final int LOOKS_A_TURN = 64;
  private static final int MISSED_A_TURN = 4096;

  /**
   * The kernel shows a session before it sends its NEW event, and ceases to just when it sends its
   * DESTROY event. So much later the event is in the socket, even if the processor was away.
   */
  private static final long ON_ITS_WAY_MILLIS = 20;

  private final KernelTable kernel;
  private final SessionTable table;
  private final MirroredTable published;
  private final MirrorSettings settings;
  private final EventClock clock;
  private final DumpBudget budget;
  private final MirrorTime time;
  private final MirrorListener listener;
  private final MissedEvents missed;
  private final TableFollower follower;
  private final DumpSchedule schedule;
  private final DriftCheck drift = new DriftCheck();
  private final SlotQueue looks;
  private final IntConsumer due = this::due;
  private final Session asked = new Session();
  private final Session answer = new Session();
  private final long sinceMillis;

  private HostAddresses host;
  private KernelTable.@Nullable Dump dump;
  private Reason reason = Reason.START;
  private @Nullable Cause cause;
  private boolean settling;
  private boolean overrunSaid;

  /**
   * An overrun was reported, and the socket not found empty since. Until then the kernel drops all
   * without another report (netlink_overrun, af_netlink.c), and what is in the socket is older than
   * the loss: a dump begun meanwhile would mend nothing.
   */
  private boolean losing;

  private int failures;
  private long began;
  private long removed;
  private long timersMillis;
  private long checkedMillis;
  private long settledMillis;
  private long publishedMillis;
  private double looksAllowed;

  /** The kernel's buckets when the last dump ended, or -1 before the first. */
  private long buckets = -1;

  private long looksMillis;

  private long events;
  private long overruns;
  private long resyncs;
  private long dumps;
  private long rows;
  private long looked;
  private long lastDumpMillis;
  private long lastDumpTookMillis;

  /**
   * Prepares to follow a table. It asks the kernel nothing yet, for the namespace may be gone.
   *
   * @param host the namespace's addresses; each dump reads them anew
   * @param listener hears all events of this namespace, and its resynchronisations
   */
  NamespaceMirror(
      final NetworkNamespace namespace,
      final KernelTable kernel,
      final HostAddresses host,
      final MirrorSettings settings,
      final EventClock clock,
      final DumpBudget budget,
      final MirrorTime time,
      final MirrorListener listener) {
    this.kernel = kernel;
    this.settings = settings;
    this.clock = clock;
    this.budget = budget;
    this.time = time;
    this.listener = listener;
    this.host = host;
    table = new SessionTable(namespace.name(), host);
    missed = new MissedEvents(table, this::tellMissed);
    follower = new TableFollower(table, clock, missed);
    final long nowMillis = time.steadyMillis();
    schedule = new DumpSchedule(settings.dumpMillis(), nowMillis);
    looks = new SlotQueue(settings.looksAtMost());
    sinceMillis = time.wallMillis();
    checkedMillis = nowMillis;
    looksMillis = nowMillis;
    published = new MirroredTable(namespace, table, statistics());
  }

  MirroredTable published() {
    return published;
  }

  boolean isDumping() {
    return dump != null;
  }

  /** How often {@link #work} has failed since the last finished dump. */
  int failures() {
    return failures;
  }

  boolean isSynchronised() {
    return !schedule.isLost() && !settling && (dump == null || cause == null);
  }

  /** Whether the listener was told all that there is to know of the events missed so far. */
  boolean hasToldAll() {
    return missed.isRight();
  }

  /** Takes an event of this namespace. */
  void event(final SessionEvent event) {
    events++;
    follower.event(event);
    tell(event);
  }

  private void tellMissed(final SessionEvent event) {
    event.timeNanos(time.wallMillis() * 1_000_000);
    tell(event);
  }

  private void tell(final SessionEvent event) {
    final Session session = event.session();
    session.namespace(published.namespace().name());
    session.host(host);
    listener.event(published, event);
  }

  /**
   * Events may have been lost.
   *
   * @return whether that is news: not said since the table was right
   */
  boolean overrun() {
    overruns++;
    schedule.lost(time.steadyMillis());
    losing = true;
    missed.lost();
    final boolean news = !overrunSaid;
    overrunSaid = true;
    return news;
  }

  /**
   * Does a small part of what there is to do.
   *
   * @param caughtUp whether all events were taken just before, so that there is time to wait a
   *     millisecond for a dump's next block, and the kernel's count means something
   * @return whether there was something to do
   * @throws IOException if the kernel refuses, or the namespace is gone; the mirror may go on
   */
  boolean work(final boolean caughtUp) throws IOException {
    try {
      return workOn(caughtUp);
    } catch (final IOException e) {
      failures++;
      throw e;
    }
  }

  private boolean workOn(final boolean caughtUp) throws IOException {
    final long nowMillis = time.steadyMillis();
    losing &= !caughtUp;
    final boolean busy;
    if (dump != null) {
      busy = readDump(dump, caughtUp);
    } else if (isTelling()) {
      // Looks and dumps wait: what they find out from now on has events that are still to come.
      busy = caughtUp && nowMillis - settledMillis >= ON_ITS_WAY_MILLIS;
      if (busy && missed.tell(MISSED_A_TURN)) {
        right();
      }
    } else {
      if (caughtUp && isSynchronised()) {
        missed.forget();
      }
      busy = lookAndPlan(nowMillis, caughtUp);
    }
    if (nowMillis - timersMillis >= TIMER_MILLIS) {
      timersMillis = nowMillis;
      table.advance(time.wallMillis() - GRACE_MILLIS, due);
    }
    if (nowMillis - publishedMillis >= PUBLISH_MILLIS) {
      publish(nowMillis);
    }
    return busy;
  }

  /** Right again after an overrun, and what was missed is not all told yet. */
  private boolean isTelling() {
    return missed.isMending() && isSynchronised();
  }

  private boolean lookAndPlan(final long nowMillis, final boolean caughtUp) throws IOException {
    final boolean busy = look(nowMillis);
    if (settling && looks.isEmpty()) {
      settled(nowMillis);
    }
    if (caughtUp && nowMillis - checkedMillis >= settings.checkMillis()) {
      check(nowMillis);
    }
    final Reason now = schedule.due(nowMillis, budget, caughtUp);
    if (now != null && !settling && !losing && !isTelling()) {
      begin(now, nowMillis);
    }
    return busy;
  }

  private void due(final int slot) {
    if (!looks.offer(slot)) {
      // Its timer is off now. The dump switches it on again, or finds it gone.
      schedule.want(Reason.DUE);
    }
  }

  private void begin(final Reason now, final long nowMillis) throws IOException {
    looks.clear();
    began = nowMillis;
    reason = now;
    cause =
        switch (now) {
          case START -> Cause.START;
          case OVERRUN -> Cause.OVERRUN;
          case DRIFT -> Cause.DRIFT;
          case RESIZE -> Cause.RESIZE;
          case DUE, ROUTINE -> null;
        };
    schedule.began();
    budget.began();
    follower.beginDump();
    if (buckets < 0) {
      buckets = kernel.buckets();
    }
    try {
      host = kernel.addresses();
      table.host(host);
      dump = kernel.startDump(clock);
    } catch (final IOException e) {
      breakOff(nowMillis);
      throw e;
    }
  }

  private boolean readDump(final KernelTable.Dump running, final boolean mayWait)
      throws IOException {
    final long before = rows;
    try {
      for (int i = 0; i < BLOCKS_A_TURN; i++) {
        final long waitNanos = mayWait && rows == before ? WAIT_NANOS : 0;
        final boolean more =
            running.readBlock(
                row -> {
                  rows++;
                  follower.row(row, running.madeAt());
                },
                waitNanos);
        if (!more) {
          end(running);
          return true;
        }
      }
      return rows != before;
    } catch (final IOException e) {
      breakOff(time.steadyMillis());
      throw e;
    }
  }

  private void end(final KernelTable.Dump finished) {
    finished.close();
    dump = null;
    removed = follower.endDump(looks);
    final long nowMillis = time.steadyMillis();
    lastDumpTookMillis = nowMillis - began;
    lastDumpMillis = time.wallMillis();
    dumps++;
    failures = 0;
    if (cause != null && cause != Cause.START) {
      resyncs++;
    }
    schedule.ended(nowMillis, lastDumpTookMillis);
    budget.ended(nowMillis, lastDumpTookMillis);
    if (!follower.remembersAll()) {
      schedule.lost(nowMillis);
    }
    if (isResized()) {
      schedule.want(Reason.RESIZE);
    }
    settling = true;
  }

  // Held against the end of the dump before and not against the beginning of this one: the kernel
  // shows the new size already while it still moves the entries (nf_conntrack_hash_sysctl).
  private boolean isResized() {
    final long before = buckets;
    buckets = kernel.buckets();
    return buckets != before;
  }

  private void settled(final long nowMillis) {
    settling = false;
    drift.restart();
    checkedMillis = nowMillis;
    settledMillis = nowMillis;
    if (schedule.isLost()) {
      return;
    }
    publish(nowMillis);
    if (!missed.isMending()) {
      right();
    }
  }

  /** The table is right, and all about it was told. */
  private void right() {
    overrunSaid = false;
    if (cause != null) {
      final long took = settledMillis - began;
      listener.notice(new MirrorNotice.Synchronised(published, cause, removed, took));
      cause = null;
    }
  }

  private void breakOff(final long nowMillis) {
    if (dump != null) {
      dump.close();
      dump = null;
    }
    follower.abandonDump();
    schedule.failed(reason, nowMillis);
    budget.ended(nowMillis, nowMillis - began);
  }

  /** Asks for sessions that are due, so many a second; for those that a dump left, all at once. */
  private boolean look(final long nowMillis) throws IOException {
    final double perMilli = settings.looksPerSecond() / 1000.0;
    looksAllowed = Math.min(LOOKS_A_TURN, looksAllowed + (nowMillis - looksMillis) * perMilli);
    looksMillis = nowMillis;
    final int most = settling ? LOOKS_A_TURN : (int) looksAllowed;
    int count = 0;
    while (count < most && !looks.isEmpty()) {
      count++;
      lookAtNext();
    }
    if (!settling) {
      looksAllowed -= count;
    }
    return count > 0;
  }

  private void lookAtNext() throws IOException {
    final int slot = looks.poll();
    try {
      lookAt(slot);
    } catch (final IOException e) {
      // It was not answered, and its timer is off: it is asked again.
      looks.offer(slot);
      throw e;
    }
  }

  private void lookAt(final int slot) throws IOException {
    if (!table.read(slot, asked)) {
      return;
    }
    looked++;
    // A zone of one direction only leaves the other direction in the default zone, so that one's
    // tuple is asked for: ctnetlink finds either.
    final TupleView tuple =
        asked.originalZone() == Session.ABSENT ? asked.original() : asked.reply();
    if (kernel.get(tuple, asked.zone(), answer) && (answer.status() & Status.DYING) == 0) {
      follower.found(slot, answer);
    } else {
      follower.gone(slot);
    }
    removed += settling && !table.read(slot, asked) ? 1 : 0;
  }

  private void check(final long nowMillis) throws IOException {
    checkedMillis = nowMillis;
    if (settling || schedule.isLost()) {
      return;
    }
    if (drift.isDrift(kernel.entries(), table.size(), events)) {
      schedule.want(Reason.DRIFT);
    }
  }

  private void publish(final long nowMillis) {
    publishedMillis = nowMillis;
    published.statistics(statistics());
  }

  private MirrorStatistics statistics() {
    return new MirrorStatistics(
        isSynchronised(),
        sinceMillis,
        events,
        overruns,
        resyncs,
        dumps,
        lastDumpMillis,
        lastDumpTookMillis,
        looked,
        drift.entries(),
        drift.drift());
  }

  @Override
  public void close() {
    if (dump != null) {
      breakOff(time.steadyMillis());
    }
    kernel.close();
  }
}
