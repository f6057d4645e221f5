package dev.plimsoll.session;

import java.lang.invoke.VarHandle;

/**
 * The sessions of a table as rows of longs, by slot. Slot 0 is never given out: 0 ends every list.
 *
 * <pre>
 * long  bits   record, 80 bytes
 *  0    34-63  version: odd while the record is being written
 *       24-33  flags: which parts are there
 *       16-23  protocol state, 255 if absent
 *        0-15  status
 *  1, 2        source address of the original tuple, high and low
 *  3, 4        destination address of the original tuple, high and low
 *  5           key of the original tuple ({@link TupleKey}) with its zone
 *  6    32-63  next node of the bucket, or next free slot
 *        0-31  generation, the owner's; flags of a tracker
 *  7    32-63  mark
 *        0-31  id; a tracker has neither, and keeps its last word here
 *  8           where the timer is, 0 if it is not set
 *  9    16-63  deadline in milliseconds since 1970, all ones for never
 *        0-15  the kernel's reference count; a tracker's kind of deadline
 *
 *              in a tracker's table only, 64 bytes more
 * 10, 11, 12   counters: bytes (56 bits) and packets (40 bits), original and reply
 * 13 to 17     what the tracker keeps of a session ({@link SessionRow#word})
 *
 *              rows beside it, in chunks as the records, made for chunks that need them
 *              reply: source and destination address; then ports and next node of the bucket
 *              zones: zone, original zone, reply zone, and which of the latter two are there
 * </pre>
 *
 * <p>A reader takes long 0, copies, and takes long 0 again: if it is the same and even, the copy is
 * whole. The links of a bucket and the timer's place change without a new version, as no reader
 * copies them; so does the deadline alone, as it is one long. What lies beside a record is written
 * before the flag that tells of it.
 */
final class SessionRecords implements TimingWheel.Timers {
  static final int SOURCE_HIGH = 1;
  static final int SOURCE_LOW = 2;
  static final int DESTINATION_HIGH = 3;
  static final int DESTINATION_LOW = 4;
  static final int KEY = 5;

  private static final int CONTROL = 0;
  static final int BUCKET = 6;
  static final int MARK_ID = 7;
  private static final int TIMER = 8;
  static final int DEADLINE = 9;
  private static final int WIDTH = 10;

  /** Where the tracker's own words begin. */
  static final int WORDS = 13;

  static final int TRACKER_WIDTH = WORDS + SessionRow.WORDS - 1;
  private static final int TRACKER_CHUNK = 1 << 13;

  static final long VERSION_STEP = 1L << 34;
  private static final long BUSY = VERSION_STEP;
  private static final long LIVE = 1L << 24;
  private static final long MARK = 1L << 25;
  private static final long ID = 1L << 26;
  private static final long REPLY = 1L << 27;
  private static final long ZONES = 1L << 28;
  static final long FLAGS = VERSION_STEP - LIVE;
  private static final long NO_STATE = 255;
  private static final long HAS_ORIGINAL_ZONE = 1L << 48;
  private static final long HAS_REPLY_ZONE = 1L << 49;
  private static final long NEVER = (1L << 48) - 1;
  private static final long LOW_INT = 0xffff_ffffL;

  private final LongColumn records;
  private final boolean ofTracker;
  private final ReplyRows replies = new ReplyRows();
  private final LongColumn zones = new LongColumn(1);
  private final SideStores sideStores = new SideStores();

  /**
   * Makes no records yet.
   *
   * @param ofTracker whether each record has room for counters and for what a tracker keeps
   */
  SessionRecords(final boolean ofTracker) {
    this.ofTracker = ofTracker;
    records = ofTracker ? new LongColumn(TRACKER_WIDTH, TRACKER_CHUNK) : new LongColumn(WIDTH);
  }

  // --- any thread ---

  /**
   * Copies a session.
   *
   * @return false if the slot is free; {@code into} is undefined then
   */
  boolean read(final int slot, final Session into, final long nowMillis) {
    final long[] chunk = records.chunk(slot);
    final int at = records.at(slot);
    for (int tries = 0; ; tries++) {
      final long control = (long) LongColumn.ELEMENTS.getAcquire(chunk, at);
      if ((control & BUSY) == 0) {
        if ((control & LIVE) == 0) {
          return false;
        }
        copy(slot, control, into, nowMillis);
        VarHandle.acquireFence();
        if ((long) LongColumn.ELEMENTS.getOpaque(chunk, at) == control) {
          return true;
        }
      }
      Backoff.pause(tries);
    }
  }

  private void copy(final int slot, final long control, final Session into, final long nowMillis) {
    into.clear();
    final long[] c = records.chunk(slot);
    final int at = records.at(slot);
    final long key = c[at + KEY];
    copyTuple(c, at + SOURCE_HIGH, key, into.original());
    into.zone(TupleKey.zone(key));
    if ((control & ZONES) != 0) {
      copyZones(slot, into);
    }
    if ((control & REPLY) != 0) {
      replies.read(slot, replyKey(slot), into.reply());
    } else {
      into.reply().setInverse(into.original());
    }
    into.status((int) control & 0xffff);
    final long state = control >>> 16 & 0xff;
    into.state(state == NO_STATE ? Session.ABSENT : (int) state);
    if ((control & MARK) != 0) {
      into.mark((int) (c[at + MARK_ID] >>> 32));
    }
    if ((control & ID) != 0) {
      into.id((int) c[at + MARK_ID]);
    }
    final long deadline = (long) LongColumn.ELEMENTS.getOpaque(c, at + DEADLINE);
    into.use(ofTracker ? 1 : (int) deadline & 0xffff);
    if (deadline >>> 16 != NEVER) {
      into.timeoutMillis(Math.max(0, (deadline >>> 16) - nowMillis));
    }
    into.observedNanos(nowMillis * 1_000_000L);
    sideStores.read(slot, control, into);
    if (ofTracker) {
      into.mark(0);
      into.originalCounters(RowCounters.packets(c, at, 0), RowCounters.bytes(c, at, 0));
      into.replyCounters(RowCounters.packets(c, at, 1), RowCounters.bytes(c, at, 1));
    }
  }

  static void copyTuple(
      final long[] addresses, final int at, final long key, final TupleBuffer into) {
    final int family = TupleKey.family(key);
    into.protocol(TupleKey.protocol(key));
    into.source(family, addresses[at], addresses[at + 1]);
    into.destination(family, addresses[at + 2], addresses[at + 3]);
    into.sourcePort(TupleKey.sourcePort(key));
    into.destinationPort(TupleKey.destinationPort(key));
  }

  private void copyZones(final int slot, final Session into) {
    final long z = zones.chunk(slot)[zones.at(slot)];
    into.zone((int) z & 0xffff);
    if ((z & HAS_ORIGINAL_ZONE) != 0) {
      into.originalZone((int) (z >>> 16) & 0xffff);
    }
    if ((z & HAS_REPLY_ZONE) != 0) {
      into.replyZone((int) (z >>> 32) & 0xffff);
    }
  }

  /** Whether the session's original tuple and zone are these. */
  boolean originalIs(final int slot, final TupleView tuple, final long key) {
    final long[] c = records.chunk(slot);
    final int at = records.at(slot);
    return c[at + KEY] == key
        && c[at + SOURCE_LOW] == tuple.sourceLow()
        && c[at + DESTINATION_LOW] == tuple.destinationLow()
        && c[at + SOURCE_HIGH] == tuple.sourceHigh()
        && c[at + DESTINATION_HIGH] == tuple.destinationHigh();
  }

  /** Whether the session has no reply row and its original tuple's inverse is this. */
  boolean inverseIs(final int slot, final TupleView tuple, final long inverseKey) {
    final long[] c = records.chunk(slot);
    final int at = records.at(slot);
    return c[at + KEY] == inverseKey
        && c[at + SOURCE_LOW] == tuple.destinationLow()
        && c[at + DESTINATION_LOW] == tuple.sourceLow()
        && c[at + SOURCE_HIGH] == tuple.destinationHigh()
        && c[at + DESTINATION_HIGH] == tuple.sourceHigh()
        && (c[at + CONTROL] & REPLY) == 0;
  }

  /** Whether the session's reply row holds this tuple, in this zone. */
  boolean replyIs(final int slot, final TupleView tuple, final long key) {
    return replies.addressesAre(slot, tuple) && replyKey(slot) == key;
  }

  /** Ports are the reply's own; protocol and family are the session's. */
  private long replyKey(final int slot) {
    final long key = records.chunk(slot)[records.at(slot) + KEY];
    long zone = key & 0xffff_0000L;
    if ((control(slot) & ZONES) != 0) {
      final long z = zones.chunk(slot)[zones.at(slot)];
      zone = ((z & HAS_REPLY_ZONE) != 0 ? z >>> 32 & 0xffff : z & 0xffff) << 16;
    }
    return replies.ports(slot) | zone | key & 0xffff;
  }

  int nextOfOriginal(final int slot) {
    return (int) (records.chunk(slot)[records.at(slot) + BUCKET] >>> 32);
  }

  int nextOfReply(final int slot) {
    return replies.next(slot);
  }

  // --- the writer ---

  /** Whether a session needs a reply row: it has NAT, or its directions are in two zones. */
  static boolean needsReply(final Session session) {
    return !session.original().isMirroredBy(session.reply())
        || TupleKey.originalZone(session) != TupleKey.replyZone(session);
  }

  private long control(final int slot) {
    return records.chunk(slot)[records.at(slot)];
  }

  boolean isLive(final int slot) {
    return (control(slot) & LIVE) != 0;
  }

  boolean hasReply(final int slot) {
    return (control(slot) & REPLY) != 0;
  }

  /** Whether the slot lies where reply rows are at hand. */
  boolean holdsReplies(final int slot) {
    return replies.holds(slot);
  }

  int hashOfOriginal(final int slot, final TupleHash hash) {
    final long[] c = records.chunk(slot);
    final int at = records.at(slot);
    return hash.of(
        c[at + SOURCE_HIGH],
        c[at + SOURCE_LOW],
        c[at + DESTINATION_HIGH],
        c[at + DESTINATION_LOW],
        c[at + KEY]);
  }

  int hashOfReply(final int slot, final TupleHash hash) {
    return replies.hash(slot, replyKey(slot), hash);
  }

  /** Writes all of a session; what it does not tell is absent afterwards. */
  void write(final int slot, final Session session, final long deadlineMillis) {
    if (needsReply(session)) {
      replies.reserve(slot);
    }
    if (tellsZones(session)) {
      zones.writableChunk(slot);
    }
    sideStores.reserve(slot, session);
    final long[] c = records.writableChunk(slot);
    final int at = records.at(slot);
    final long version = begin(c, at);
    long flags = 0;
    try {
      writeOriginal(c, at, session.original(), TupleKey.originalZone(session));
      long parts = LIVE | writeZones(slot, session);
      if (needsReply(session)) {
        replies.write(slot, session.reply());
        parts |= REPLY;
      }
      sideStores.drop(slot, c[at]);
      c[at + MARK_ID] = 0;
      parts |= writeRest(c, at, slot, session, 0);
      writeDeadline(c, at, deadlineMillis, session.use());
      flags = parts;
    } finally {
      // Without memory for the details too, so that no reader waits for ever: the slot reads free.
      end(c, at, version, flags, session.status(), stateOf(session));
    }
  }

  /** Writes what the session tells; tuples, zones and whatever else it does not tell stay. */
  void merge(final int slot, final Session session, final long deadlineMillis) {
    sideStores.reserve(slot, session);
    final long[] c = records.writableChunk(slot);
    final int at = records.at(slot);
    final long before = c[at];
    final long version = begin(c, at);
    final int status = session.status() != 0 ? session.status() : (int) before & 0xffff;
    final long state =
        session.state() != Session.ABSENT ? stateOf(session) : before >>> 16 & NO_STATE;
    long flags = before & FLAGS;
    try {
      flags = before & (LIVE | REPLY | ZONES) | writeRest(c, at, slot, session, before);
      final int use = session.use() != 0 ? session.use() : (int) c[at + DEADLINE] & 0xffff;
      writeDeadline(c, at, deadlineMillis, use);
    } finally {
      end(c, at, version, flags, status, state);
    }
  }

  /** Writes a session without NAT that a tracker has begun. */
  void write(final int slot, final TupleView original, final int zone, final SessionRow begun) {
    final long[] c = records.writableChunk(slot);
    final int at = records.at(slot);
    final long version = begin(c, at);
    writeOriginal(c, at, original, zone);
    writeDeadline(c, at, begun.deadlineMillis(), begun.deadlineKind());
    begun.copyTo(c, at);
    end(c, at, version, LIVE, begun.status(), begun.state());
  }

  private static void writeOriginal(
      final long[] c, final int at, final TupleView original, final int zone) {
    c[at + SOURCE_HIGH] = original.sourceHigh();
    c[at + SOURCE_LOW] = original.sourceLow();
    c[at + DESTINATION_HIGH] = original.destinationHigh();
    c[at + DESTINATION_LOW] = original.destinationLow();
    c[at + KEY] = TupleKey.of(original, zone);
  }

  /** Empties a record that nothing links to any more. */
  void erase(final int slot) {
    final long[] c = records.writableChunk(slot);
    final int at = records.at(slot);
    final long version = begin(c, at);
    sideStores.drop(slot, c[at]);
    end(c, at, version, 0, 0, 0);
  }

  private static long begin(final long[] chunk, final int at) {
    final long version = chunk[at] + VERSION_STEP;
    LongColumn.ELEMENTS.setOpaque(chunk, at, version);
    VarHandle.storeStoreFence();
    return version;
  }

  private static void end(
      final long[] chunk,
      final int at,
      final long version,
      final long flags,
      final int status,
      final long state) {
    final long next = (version & -VERSION_STEP) + VERSION_STEP;
    LongColumn.ELEMENTS.setRelease(chunk, at, next | flags | state << 16 | status & 0xffff);
  }

  private static long stateOf(final Session session) {
    final int state = session.state();
    return state >= 0 && state < NO_STATE ? state : NO_STATE;
  }

  private static boolean tellsZones(final Session session) {
    return session.originalZone() != Session.ABSENT || session.replyZone() != Session.ABSENT;
  }

  private long writeZones(final int slot, final Session session) {
    if (!tellsZones(session)) {
      return 0;
    }
    final boolean hasOriginal = session.originalZone() != Session.ABSENT;
    final boolean hasReply = session.replyZone() != Session.ABSENT;
    zones.writableChunk(slot)[zones.at(slot)] =
        session.zone() & 0xffffL
            | (session.originalZone() & 0xffffL) << 16
            | (session.replyZone() & 0xffffL) << 32
            | (hasOriginal ? HAS_ORIGINAL_ZONE : 0)
            | (hasReply ? HAS_REPLY_ZONE : 0);
    return ZONES;
  }

  /** Writes mark, id and side stores as far as told; returns the flags of what is there then. */
  private long writeRest(
      final long[] c, final int at, final int slot, final Session session, final long before) {
    long flags = before & (MARK | ID);
    if (session.hasMark()) {
      c[at + MARK_ID] = (long) session.mark() << 32 | c[at + MARK_ID] & LOW_INT;
      flags |= MARK;
    }
    if (session.hasId()) {
      c[at + MARK_ID] = c[at + MARK_ID] & ~LOW_INT | session.id() & LOW_INT;
      flags |= ID;
    }
    return flags | sideStores.write(slot, session, before);
  }

  private static void writeDeadline(
      final long[] chunk, final int at, final long millis, final int use) {
    final long deadline =
        millis == Long.MAX_VALUE ? NEVER : Math.clamp(millis, 0, TimingWheel.MAX_MILLIS);
    LongColumn.ELEMENTS.setOpaque(
        chunk, at + DEADLINE, deadline << 16 | Math.clamp(use, 0, 0xffff));
  }

  void deadlineMillis(final int slot, final long millis) {
    final long[] c = records.writableChunk(slot);
    final int at = records.at(slot);
    writeDeadline(c, at, millis, (int) c[at + DEADLINE] & 0xffff);
  }

  /** The deadline, or {@link Long#MAX_VALUE} for never. */
  @Override
  public long deadlineMillis(final int slot) {
    final long deadline = records.chunk(slot)[records.at(slot) + DEADLINE] >>> 16;
    return deadline == NEVER ? Long.MAX_VALUE : deadline;
  }

  /** The chunk with the row of a slot in use, for the writer. */
  long[] chunk(final int slot) {
    return records.chunk(slot);
  }

  /** Where the row of a slot begins in its chunk. */
  int at(final int slot) {
    return records.at(slot);
  }

  int generation(final int slot) {
    return (int) records.chunk(slot)[records.at(slot) + BUCKET];
  }

  void generation(final int slot, final int value) {
    setLow(slot, BUCKET, value);
  }

  void nextOfOriginal(final int slot, final int node) {
    setHigh(slot, BUCKET, node);
  }

  void nextOfReply(final int slot, final int node) {
    replies.next(slot, node);
  }

  @Override
  public long timer(final int slot) {
    return records.chunk(slot)[records.at(slot) + TIMER];
  }

  @Override
  public void timer(final int slot, final long place) {
    records.writableChunk(slot)[records.at(slot) + TIMER] = place;
  }

  private void setHigh(final int slot, final int word, final int value) {
    final long[] c = records.writableChunk(slot);
    final int at = records.at(slot) + word;
    c[at] = (long) value << 32 | c[at] & LOW_INT;
  }

  private void setLow(final int slot, final int word, final int value) {
    final long[] c = records.writableChunk(slot);
    final int at = records.at(slot) + word;
    c[at] = c[at] & ~LOW_INT | value & LOW_INT;
  }

  long memoryBytes() {
    final long beside = replies.memoryBytes() + zones.memoryBytes() + sideStores.memoryBytes();
    return records.memoryBytes() + beside;
  }
}
