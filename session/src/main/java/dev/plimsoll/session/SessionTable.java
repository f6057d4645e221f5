package dev.plimsoll.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A table of sessions in primitive storage, without an object per session: 80 bytes of record, 4 of
 * index and 4 of timer, for IPv4 and IPv6 alike. It starts small (8 KiB; the first session of a
 * kind brings a chunk of 40 KiB or more), and grows without moving what is there.
 *
 * <p>What not every session has costs extra. Reply rows are kept apart, so that they cost only the
 * sessions that have them; the others come by chunks of 512 sessions, so that one session with
 * counters makes room for those of its neighbours.
 *
 * <table>
 * <caption>Bytes a session</caption>
 * <tr><td>record, index, timer</td><td>88</td></tr>
 * <tr><td>NAT, or a zone of one direction</td><td>44</td></tr>
 * <tr><td>zone of one direction</td><td>8</td></tr>
 * <tr><td>counters</td><td>32</td></tr>
 * <tr><td>labels</td><td>16</td></tr>
 * <tr><td>times of start and end</td><td>16</td></tr>
 * <tr><td>helper, security context, master</td><td>about 120, for those that have any</td></tr>
 * </table>
 *
 * <p>A session keeps its place, its <em>slot</em>, as long as it is in the table. One thread
 * writes; any number of threads read beside it. Readers never hold the writer up, and wait for it
 * only for the moment in which it changes the very session or bucket that they look at. {@link
 * SessionRecords} and {@link SessionIndex} tell how.
 *
 * <p>The table's time is the newest that it was told, by a session put or updated or by {@link
 * #advance}. It never runs backwards. Memory stays with the table until {@link #clear()}.
 */
public final class SessionTable {
  /** No session: what {@link #find} returns then. */
  public static final int NONE = -1;

  private static final VarHandle SIZE;
  private static final VarHandle TIME;

  static {
    try {
      final MethodHandles.Lookup lookup = MethodHandles.lookup();
      SIZE = lookup.findVarHandle(SessionTable.class, "size", int.class);
      TIME = lookup.findVarHandle(SessionTable.class, "timeMillis", long.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable String namespace;
  private volatile HostAddresses host;
  private final boolean ofTracker;
  private volatile Content content;
  private int size;
  private int changes;
  private long timeMillis;

  /** All that clear() lets go at once, so that a reader meets one or the other. */
  private static final class Content {
    final SessionRecords records;
    final SlotPool slots;
    final SessionIndex index;
    final TimingWheel wheel;
    final TrackerLookUp lookUp;

    Content(final boolean ofTracker) {
      records = new SessionRecords(ofTracker);
      slots = new SlotPool(records);
      index = new SessionIndex(records);
      wheel = new TimingWheel(records);
      lookUp = new TrackerLookUp(records, index);
    }
  }

  public SessionTable() {
    this(null, HostAddresses.UNKNOWN);
  }

  /**
   * Makes an empty table.
   *
   * @param namespace the namespace of all sessions read from it, see {@link Session#namespace()}
   * @param host the addresses of the host of all sessions read from it, see {@link #host}
   */
  public SessionTable(final @Nullable String namespace, final HostAddresses host) {
    this(namespace, host, false);
  }

  private SessionTable(
      final @Nullable String namespace, final HostAddresses host, final boolean ofTracker) {
    this.namespace = namespace;
    this.host = host;
    this.ofTracker = ofTracker;
    content = new Content(ofTracker);
  }

  /**
   * Makes an empty table for a tracker: each record has room for counters and for what the tracker
   * keeps of a session, 64 bytes more, and is changed in place through a {@link SessionRow}.
   */
  public static SessionTable ofTracker(final HostAddresses host) {
    return new SessionTable(null, host, true);
  }

  /** Writer: a view of one row at a time, to be moved from session to session. */
  public SessionRow row() {
    if (!ofTracker) {
      throw new IllegalStateException("not a tracker's table");
    }
    return new SessionRow(this);
  }

  /**
   * Writer: puts a session in that a tracker has begun, without NAT. There must be none with this
   * tuple in this zone, in either direction.
   *
   * @param begun what it begins with; stands at the session afterwards
   */
  void insert(final TupleView original, final int zone, final SessionRow begun) {
    final Content c = content;
    final int slot = c.slots.take(false);
    c.records.generation(slot, begun.flags());
    c.records.write(slot, original, zone, begun);
    c.slots.publish(slot);
    c.index.insert(slot);
    schedule(c, slot, 0);
    SIZE.setRelease(this, size + 1);
    changes++;
    begun.moveTo(slot);
  }

  SessionRecords records() {
    return content.records;
  }

  /** Writer: the timer of the session in the slot follows its deadline. */
  void reschedule(final int slot, final long beforeMillis) {
    schedule(content, slot, beforeMillis);
  }

  /** The hash of a tuple in a zone, which is the same for both directions of a session. */
  public int hashOf(final TupleView tuple, final int zone) {
    return content.index.hashOf(tuple, TupleKey.of(tuple, zone));
  }

  /**
   * Writer of a tracker's table: begins the look-up of many tuples, so that their memory is fetched
   * side by side. {@link #findDirection} then finds most of what it needs at hand.
   *
   * @param hashes of the tuples, by {@link #hashOf}
   * @param nodes as many places, for this method to use
   * @return a number that means nothing, to be kept: or else the compiler leaves the reading out
   */
  public long touch(final int[] hashes, final int[] nodes, final int count) {
    return content.lookUp.touch(hashes, nodes, count);
  }

  /**
   * Writer of a tracker's table: finds as {@link #find} does, and tells the direction.
   *
   * @param hash what {@link #hashOf} gave for the tuple and the zone
   * @return {@code slot << 1 | direction}, where the direction is 0 if the tuple is the original
   *     one and 1 if it is the reply's; or {@link #NONE}
   */
  public int findDirection(final TupleView tuple, final int zone, final int hash) {
    return content.lookUp.find(tuple, TupleKey.of(tuple, zone), hash);
  }

  /** The addresses of the host that holds the sessions, as they were told last. Any thread. */
  public HostAddresses host() {
    return host;
  }

  /** Tells the host's addresses as they are now, for all sessions read from now on. Any thread. */
  public void host(final HostAddresses addresses) {
    host = Objects.requireNonNull(addresses);
  }

  /** The number of sessions. Any thread. */
  public int size() {
    return (int) SIZE.getAcquire(this);
  }

  /** The newest time that the table was told, in milliseconds since 1970. Any thread. */
  public long timeMillis() {
    return (long) TIME.getOpaque(this);
  }

  /**
   * Writer: stores a session, over the one with the same original tuple and zone if there is one,
   * which keeps its slot and generation then. What the session does not tell is absent afterwards.
   * Its deadline is {@link Session#observedNanos} plus {@link Session#timeoutMillis}; without a
   * timeout it has none.
   *
   * <p>Reply's family and protocol are taken to be the original's. A reference count above 65,535
   * counts as that.
   *
   * @return its slot; the generation of a new session is 0
   * @throws IllegalStateException if there are 1,073,741,823 sessions already
   */
  public int put(final Session session) {
    final Content c = content;
    noteObserved(session);
    final TupleView original = session.original();
    final long key = TupleKey.of(original, TupleKey.originalZone(session));
    final long deadlineMillis = deadlineOf(session, Long.MAX_VALUE);
    final int known = c.index.findOriginal(original, key);
    if (known != NONE) {
      overwrite(c, known, session, deadlineMillis);
      return known;
    }
    final int slot = c.slots.take(SessionRecords.needsReply(session));
    c.records.generation(slot, 0);
    c.records.write(slot, session, deadlineMillis);
    c.slots.publish(slot);
    c.index.insert(slot);
    schedule(c, slot, 0);
    SIZE.setRelease(this, size + 1);
    return slot;
  }

  private void overwrite(
      final Content c, final int slot, final Session session, final long deadlineMillis) {
    final long before = c.records.deadlineMillis(slot);
    final boolean needsReply = SessionRecords.needsReply(session);
    final boolean keepsReply =
        needsReply == c.records.hasReply(slot)
            && (!needsReply
                || c.records.replyIs(
                    slot,
                    session.reply(),
                    TupleKey.of(session.reply(), TupleKey.replyZone(session))));
    if (!keepsReply) {
      c.index.removeReply(slot);
    }
    c.records.write(slot, session, deadlineMillis);
    if (!keepsReply) {
      c.index.insertReply(slot);
    }
    schedule(c, slot, before);
  }

  /**
   * Writer: changes what {@code session} tells of the session in the slot, and nothing else: an
   * event has no state unless it changed, no counters, and so on. Tuples and zones stay, and so
   * does the status if none is told (0). The deadline moves if a timeout is told, or goes if the
   * session tells that it is offloaded.
   */
  public void update(final int slot, final Session session) {
    final Content c = content;
    checkLive(c, slot);
    noteObserved(session);
    final long before = c.records.deadlineMillis(slot);
    final long otherwise = session.isOffloaded() ? Long.MAX_VALUE : before;
    c.records.merge(slot, session, deadlineOf(session, otherwise));
    if (session.timeoutMillis() != Session.ABSENT || session.isOffloaded()) {
      schedule(c, slot, before);
    }
  }

  /**
   * Writer: finds the session with this tuple in this zone, in either direction. If it is the
   * original tuple of one and the reply tuple of another, the former is found.
   *
   * @param zone the zone of that direction, see {@link Session#originalZone}; 0 without zones
   * @return its slot, or {@link #NONE}
   */
  public int find(final TupleView tuple, final int zone) {
    final SessionIndex index = content.index;
    final long key = TupleKey.of(tuple, zone);
    final int hashed = index.hashOf(tuple, key);
    return slotOf(index.find(tuple, key, hashed, index.version(hashed)));
  }

  private static int slotOf(final int found) {
    return found == NONE ? NONE : found >>> 1;
  }

  /**
   * Writer: looks in the bucket of a hash and those that follow for sessions that may go, and lets
   * all of the first bucket that has any go.
   *
   * @param buckets how many buckets are looked at, at most
   * @param evict takes the session in the slot out
   * @return how many went
   */
  public int evictNear(
      final int hash, final int buckets, final IntPredicate mayGo, final IntConsumer evict) {
    final SessionIndex index = content.index;
    for (int i = 0; i < buckets; i++) {
      final int[] going = index.slotsNear(hash, i, mayGo);
      for (final int slot : going) {
        evict.accept(slot);
      }
      if (going.length > 0) {
        return going.length;
      }
    }
    return 0;
  }

  /** Writer: changes with each session that comes by {@link SessionRow#insert} or goes. */
  public int changes() {
    return changes;
  }

  /** Writer: takes the session in the slot out, and its timer off. */
  public void remove(final int slot) {
    final Content c = content;
    checkLive(c, slot);
    c.index.remove(slot);
    c.wheel.cancel(slot);
    c.records.erase(slot);
    c.slots.giveBack(slot);
    SIZE.setRelease(this, size - 1);
    changes++;
  }

  /** Writer: takes all sessions out and lets their memory go. All slots are void. */
  public void clear() {
    content = new Content(ofTracker);
    SIZE.setRelease(this, 0);
  }

  /** Writer: a number that the owner gave the session in the slot; 0 for a new one. */
  public int generation(final int slot) {
    return content.records.generation(slot);
  }

  /** Writer: gives the session in the slot a number, to mark it in a sweep, say. */
  public void generation(final int slot, final int value) {
    checkLive(content, slot);
    content.records.generation(slot, value);
  }

  /**
   * Writer: when the session in the slot is due, in milliseconds since 1970; {@link Long#MAX_VALUE}
   * for never. Stays as it is when the session is handed out as due.
   */
  public long deadlineMillis(final int slot) {
    return content.records.deadlineMillis(slot);
  }

  /** Writer: sets when the session in the slot is due, in milliseconds since 1970. */
  public void deadlineMillis(final int slot, final long millis) {
    final Content c = content;
    checkLive(c, slot);
    final long before = c.records.deadlineMillis(slot);
    c.records.deadlineMillis(slot, millis);
    schedule(c, slot, before);
  }

  /**
   * Writer: hands out every slot whose deadline is {@code nowMillis} or earlier, to the millisecond
   * and once: its timer is off then, and the owner removes the session or gives it a new deadline.
   * One given a deadline that has passed is due again in the next call.
   *
   * @param nowMillis milliseconds since 1970; time that runs backwards is taken as standing still
   * @param due may change the table in any way but {@link #clear()} and this
   * @return how many were handed out
   */
  public int advance(final long nowMillis, final IntConsumer due) {
    note(nowMillis);
    return content.wheel.advance(nowMillis, due);
  }

  /** Writer: visits every slot in use. The visitor may remove the visited session. */
  public void forEachSlot(final IntConsumer visitor) {
    final Content c = content;
    final int end = c.slots.end();
    for (int slot = 1; slot < end; slot++) {
      if (c.records.isLive(slot)) {
        visitor.accept(slot);
      }
    }
  }

  /**
   * Any thread: copies the session in a slot as it is at one moment, with the timeout that is left
   * at the table's time.
   *
   * @return false if there is no session in the slot; {@code into} is undefined then
   */
  public boolean read(final int slot, final Session into) {
    final Content c = content;
    return slot > 0 && slot < c.slots.end() && read(c, slot, into, timeMillis());
  }

  /**
   * Any thread: finds a session as {@link #find} does and copies it as {@link #read} does.
   *
   * @return false if there is none; {@code into} is undefined then
   */
  public boolean get(final TupleView tuple, final int zone, final Session into) {
    final Content c = content;
    final long key = TupleKey.of(tuple, zone);
    final int hashed = c.index.hashOf(tuple, key);
    for (int tries = 0; ; tries++) {
      final int version = c.index.version(hashed);
      if ((version & 1) == 0) {
        final int slot = slotOf(c.index.find(tuple, key, hashed, version));
        final boolean found = slot != NONE && read(c, slot, into, timeMillis());
        if (c.index.isStill(hashed, version)
            && (slot == NONE || found && names(into, tuple, key))) {
          return found;
        }
      }
      Backoff.pause(tries);
    }
  }

  /** A put over a session may have changed its reply between the look and the copy. */
  private static boolean names(final Session session, final TupleView tuple, final long key) {
    return session.original().sameAs(tuple) && TupleKey.originalZone(session) == TupleKey.zone(key)
        || session.reply().sameAs(tuple) && TupleKey.replyZone(session) == TupleKey.zone(key);
  }

  /** Any thread: {@link #forEach(long, SessionVisitor)} at the table's time. */
  public void forEach(final SessionVisitor visitor) {
    forEach(timeMillis(), visitor);
  }

  /**
   * Any thread: visits the sessions while the table may change. One that is there all the time is
   * visited exactly once, as it is at one moment; one that comes or goes meanwhile may be.
   *
   * @param nowMillis the time that timeouts are counted from, in milliseconds since 1970; what is
   *     past its deadline and not yet removed has a timeout of 0
   */
  public void forEach(final long nowMillis, final SessionVisitor visitor) {
    final Content c = content;
    final Session session = new Session();
    final int end = c.slots.end();
    for (int slot = 1; slot < end; slot++) {
      if (read(c, slot, session, nowMillis)) {
        visitor.visit(session);
      }
    }
  }

  /** Any thread: the memory of all arrays that the table holds, in bytes. */
  public long memoryBytes() {
    final Content c = content;
    return c.records.memoryBytes() + c.index.memoryBytes() + c.wheel.memoryBytes();
  }

  private boolean read(final Content c, final int slot, final Session into, final long nowMillis) {
    if (!c.records.read(slot, into, nowMillis)) {
      return false;
    }
    into.namespace(namespace);
    into.host(host);
    return true;
  }

  private static long deadlineOf(final Session session, final long otherwise) {
    return session.timeoutMillis() == Session.ABSENT
        ? otherwise
        : observedMillis(session) + session.timeoutMillis();
  }

  private static long observedMillis(final Session session) {
    return session.observedNanos() / 1_000_000L;
  }

  private void noteObserved(final Session session) {
    final long observedMillis = observedMillis(session);
    note(observedMillis);
    if (content.wheel.size() == 0) {
      // An idle wheel turns for nothing; a later start from 1970 would sort all timers at once.
      final int due = content.wheel.advance(observedMillis, slot -> {});
      assert due == 0;
    }
  }

  private void note(final long millis) {
    if (millis > timeMillis) {
      TIME.setOpaque(this, millis);
    }
  }

  private static void schedule(final Content c, final int slot, final long beforeMillis) {
    if (c.records.deadlineMillis(slot) == Long.MAX_VALUE) {
      c.wheel.cancel(slot);
    } else {
      c.wheel.set(slot, beforeMillis);
    }
  }

  private static void checkLive(final Content c, final int slot) {
    if (slot <= 0 || !c.records.isLive(slot)) {
      throw new IllegalArgumentException("no session in slot " + slot);
    }
  }
}
