package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model of the kernel's table as the mirror's tests need it: sessions come, change and go; events
 * tell as little as the kernel's, wait in a queue that may overrun, or do not exist for older
 * entries; dumps are made block by block while the table changes, may skip entries and show some
 * twice; expired entries wait for a collector. Time is a number.
 */
final class ModelKernel implements KernelTable, MirrorTime {
  private static final int BLOCK_ROWS = 3;
  private static final int BLOCKS_AHEAD = 3;

  final SplittableRandom random;
  final EventClock clock = new EventClock();
  long nowMillis = 1_000_000;
  int queueCapacity;
  boolean listening;
  double skipped;
  int timeoutFactor = 1;

  private long buckets = 1_024;

  /** Every question is refused, as if the kernel had no memory. */
  boolean refusing;

  private final Map<Integer, Entry> entries = new TreeMap<>();

  /** Told as destroyed, and for a moment still found by a dump. */
  private final Map<Integer, Entry> dying = new TreeMap<>();

  private final Deque<SessionEvent> queue = new ArrayDeque<>();
  private boolean congested;
  private boolean overrun;
  private int nextId = 1;
  private @Nullable ModelDump dump;
  int dumpsStarted;

  /** An entry of the table; its place in the hash is its number. */
  private static final class Entry {
    final Session session = new Session();
    long expiresMillis;
    boolean hasEvents;
  }

  ModelKernel(final long seed) {
    random = new SplittableRandom(seed);
    queueCapacity = random.nextInt(5, 200);
  }

  @Override
  public long wallMillis() {
    return nowMillis;
  }

  @Override
  public long steadyMillis() {
    return nowMillis;
  }

  // ---- what happens in the kernel ----

  /** One random change. */
  void change() {
    final int place = random.nextInt(60);
    final Entry entry = entries.get(place);
    if (entry == null || isExpired(entry)) {
      if (entry != null) {
        collect(place, entry);
      }
      create(place, nextId++);
      return;
    }
    switch (random.nextInt(8)) {
      case 0, 1 -> destroy(place, entry);
      case 2 -> {
        destroy(place, entry);
        create(place, nextId++);
      }
      case 3 -> {
        // The same memory for the same tuple makes the same id.
        destroy(place, entry);
        create(place, entry.session.id());
      }
      case 4 -> {
        entry.session.status(entry.session.status() | Status.SEEN_REPLY);
        tell(entry, SessionEvent.Type.UPDATE, false, false);
      }
      case 5 -> {
        entry.session.mark(random.nextInt(3));
        tell(entry, SessionEvent.Type.UPDATE, false, true);
      }
      case 6 -> {
        if (entry.session.protocol() == Protocol.TCP) {
          entry.session.state(random.nextInt(1, 8));
          entry.expiresMillis = nowMillis + random.nextLong(500, 20_000) * timeoutFactor;
          tell(entry, SessionEvent.Type.UPDATE, true, false);
        }
      }
      default -> entry.expiresMillis = nowMillis + random.nextLong(500, 20_000) * timeoutFactor;
    }
  }

  private void create(final int place, final int id) {
    final Entry entry = new Entry();
    final Tuple original =
        new Tuple(
            Family.IPV4,
            place % 3 == 0 ? Protocol.UDP : Protocol.TCP,
            0,
            0x0a00_0001L,
            0,
            0x0a00_0002L,
            1000 + place,
            80);
    final Session session = entry.session;
    session.original().set(original);
    session.reply().setInverse(original);
    if (place % 5 == 0) {
      session.reply().destinationPort(40_000 + id % 1000);
    }
    session.id(id);
    session.status(Status.CONFIRMED);
    if (session.protocol() == Protocol.TCP) {
      session.state(1);
    }
    session.mark(0);
    entry.expiresMillis = nowMillis + random.nextLong(500, 20_000) * timeoutFactor;
    entry.hasEvents = listening;
    entries.put(place, entry);
    tell(entry, SessionEvent.Type.NEW, true, false);
  }

  private void destroy(final int place, final Entry entry) {
    final int statusBefore = entry.session.status();
    entry.session.status(statusBefore | Status.DYING);
    tell(entry, SessionEvent.Type.DESTROY, false, false);
    entries.remove(place);
    if (random.nextInt(4) == 0) {
      dying.put(place, entry);
    }
  }

  /** Somebody flushes the table; who has no events goes without a word. */
  void flush() {
    for (final int place : new TreeSet<>(entries.keySet())) {
      final Entry entry = entries.get(place);
      if (entry != null) {
        destroy(place, entry);
      }
    }
  }

  /** The collector takes away some of what has expired. */
  void collect() {
    for (final int place : new TreeSet<>(entries.keySet())) {
      final Entry entry = entries.get(place);
      if (entry != null && isExpired(entry) && random.nextBoolean()) {
        collect(place, entry);
      }
    }
  }

  private void collect(final int place, final Entry entry) {
    destroy(place, entry);
  }

  /** Traffic on every live session, and then none: nothing expires by itself any more. */
  void refreshAll() {
    for (final Entry entry : entries.values()) {
      if (!isExpired(entry)) {
        entry.expiresMillis = nowMillis + 100_000_000;
      }
    }
  }

  private boolean isExpired(final Entry entry) {
    return entry.expiresMillis <= nowMillis;
  }

  private void tell(
      final Entry entry, final SessionEvent.Type type, final boolean state, final boolean mark) {
    if (!entry.hasEvents) {
      return;
    }
    if (queue.size() >= queueCapacity && !congested) {
      congested = true;
      overrun = true;
    }
    if (congested) {
      // Without another word until the queue is empty, netlink_overrun in af_netlink.c.
      return;
    }
    final SessionEvent event = new SessionEvent();
    event.type(type);
    fill(event.session(), entry);
    if (!state) {
      event.session().state(Session.ABSENT);
    }
    if (!mark && entry.session.mark() == 0) {
      final Session withMark = event.session().copy();
      event.session().clear();
      copyWithoutMark(withMark, event.session());
    }
    queue.add(event);
  }

  private void fill(final Session into, final Entry entry) {
    into.set(entry.session);
    into.timeoutMillis(Math.max(0, entry.expiresMillis - nowMillis) / 1000 * 1000);
    into.observedNanos(nowMillis * 1_000_000);
  }

  private static void copyWithoutMark(final Session from, final Session into) {
    into.original().set(from.original());
    into.reply().set(from.reply());
    into.id(from.id());
    into.status(from.status());
    into.state(from.state());
    into.timeoutMillis(from.timeoutMillis());
  }

  // ---- what the mirror sees ----

  /**
   * Receives up to so many events.
   *
   * @return whether that was all
   */
  boolean deliver(final int most, final NamespaceMirror mirror) {
    if (overrun) {
      overrun = false;
      mirror.overrun();
    }
    for (int i = 0; i < most && !queue.isEmpty(); i++) {
      final SessionEvent event = queue.remove();
      event.session().observedNanos(nowMillis * 1_000_000);
      mirror.event(event);
    }
    if (queue.isEmpty()) {
      congested = false;
    }
    clock.advance();
    return queue.isEmpty() && !overrun;
  }

  @Override
  public boolean get(final TupleView tuple, final int zone, final Session into) throws IOException {
    answer();
    for (final Map.Entry<Integer, Entry> each : entries.entrySet()) {
      final Entry entry = each.getValue();
      if (entry.session.original().sameAs(tuple) || entry.session.reply().sameAs(tuple)) {
        if (isExpired(entry)) {
          collect(each.getKey(), entry);
          return false;
        }
        fill(into, entry);
        return true;
      }
    }
    return false;
  }

  @Override
  public long entries() throws IOException {
    answer();
    return entries.size();
  }

  @Override
  public long buckets() {
    return buckets;
  }

  /** The hash table is made larger; a dump on its way goes on behind what it has not shown yet. */
  void resize() {
    buckets += 1_024;
    if (dump != null) {
      dump.place = random.nextInt(dump.place, 62);
    }
  }

  @Override
  public HostAddresses addresses() throws IOException {
    answer();
    return HostAddresses.UNKNOWN;
  }

  @Override
  public Dump startDump(final EventClock ofMirror) throws IOException {
    answer();
    dumpsStarted++;
    final ModelDump begun = new ModelDump();
    dump = begun;
    return begun;
  }

  private void answer() throws IOException {
    if (refusing) {
      throw new IOException("no memory");
    }
  }

  /** Receives another block of the dump, if one runs and has room. */
  void makeBlock() {
    if (dump != null) {
      dump.make();
    }
  }

  /** What is live, as text in order. */
  List<String> live() {
    return entries.values().stream()
        .filter(e -> !isExpired(e))
        .map(e -> text(e.session))
        .sorted()
        .toList();
  }

  static String text(final Session s) {
    return "%s %s id=%d status=%x state=%d mark=%d"
        .formatted(
            Tuple.copyOf(s.original()),
            Tuple.copyOf(s.reply()),
            s.id(),
            s.status(),
            s.state(),
            s.mark());
  }

  @Override
  public void close() {}

  /** Goes through the places in order, some rows a block, some blocks ahead of its reader. */
  private final class ModelDump implements Dump {
    private final Deque<List<Session>> blocks = new ArrayDeque<>();
    private final Deque<Integer> madeAts = new ArrayDeque<>();
    private int nextMadeAt = clock.now();
    private int place;
    private int madeAt;

    void make() {
      if (blocks.size() >= BLOCKS_AHEAD || isMade()) {
        return;
      }
      final List<Session> rows = new ArrayList<>();
      while (rows.size() < BLOCK_ROWS && !isMade()) {
        addRow(dying.remove(place), rows);
        final Entry entry = entries.get(place++);
        if (random.nextDouble() >= skipped) {
          addRow(entry, rows);
          if (random.nextInt(30) == 0) {
            addRow(entry, rows);
          }
        }
      }
      blocks.add(rows);
      madeAts.add(nextMadeAt);
      nextMadeAt = clock.now();
    }

    private void addRow(final @Nullable Entry entry, final List<Session> rows) {
      if (entry != null && !isExpired(entry)) {
        final Session row = new Session();
        fill(row, entry);
        rows.add(row);
      }
    }

    private boolean isMade() {
      return place > 60;
    }

    @Override
    public boolean readBlock(final SessionVisitor visitor, final long waitNanos) {
      final List<Session> block = blocks.poll();
      if (block == null) {
        return !isMade();
      }
      madeAt = madeAts.remove();
      block.forEach(visitor::visit);
      return true;
    }

    @Override
    public int madeAt() {
      return madeAt;
    }

    @Override
    public void close() {
      dump = null;
    }
  }
}
