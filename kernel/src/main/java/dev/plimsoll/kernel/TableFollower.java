package dev.plimsoll.kernel;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TupleView;

/**
 * Brings events, the rows of dumps, and answers to single questions together in one table.
 *
 * <p>All three say how a session was when the kernel wrote them, and reach us late: events in their
 * order through one queue, rows through another. The rule that keeps the table right is: <em>what
 * was written later wins, and what cannot be told is asked again.</em>
 *
 * <ol>
 *   <li>Events among themselves are in order. An older event applied over newer knowledge does harm
 *       only until the newer event comes, and it always comes or an overrun is reported.
 *   <li>An answer to a question is newer than every event applied so far; with those still in the
 *       queue see 1.
 *   <li>A row is newer than the last event of its session if the block was begun after that event
 *       was received ({@link EventClock}): then the row replaces what is there. Otherwise the row
 *       may be older, and is dropped: what came by event stays.
 *   <li>A session destroyed while the dump runs may still stand in a block made before. So what is
 *       destroyed during a dump is remembered, and its row does not come back. A new session that
 *       happens to have the same tuple and id is told by its own event and needs no row. A row made
 *       after the destroy event carries the DYING bit (nf_ct_delete sets it first, sends the event,
 *       and takes the entry out of the table last), and is dropped too.
 *   <li>An update tells only what changed. It makes no full picture by itself, so a session is
 *       <em>sound</em> only if something full told it, a new event, a row or an answer, and every
 *       event since was heard. After an overrun nothing of the old table is sound, until its row
 *       comes.
 *   <li>A dump may skip a session. So at its end those that neither a row nor an event showed, and
 *       those that are not sound, are asked for one by one. If they are very many the dump is
 *       believed, and the first kind is removed: the next dump brings back what was skipped.
 * </ol>
 *
 * <p>Entries that lost a clash (NF_CT_NAT_CLASH: in the table in reply direction only, for a
 * second) share their original tuple with the winner and are in no dump, so they are left out.
 *
 * <p>What comes or goes other than by its own event is reported to {@link MissedEvents}.
 *
 * <p>What a slot was stamped with is kept in the table as its generation: the clock's count, and
 * one bit for sound. Not thread safe; makes no objects per event or row.
 */
final class TableFollower {
  private static final int NONE = SessionTable.NONE;
  private static final int MOST_DESTROYED = 1 << 20;
  private static final int SOUND = 1;

  private final SessionTable table;
  private final EventClock clock;
  private final MissedEvents missed;
  private final Session there = new Session();
  private final LongSet destroyed = new LongSet(MOST_DESTROYED);
  private boolean dumping;
  private int dumpBegan;
  private boolean remembersAll = true;

  TableFollower(final SessionTable table, final EventClock clock, final MissedEvents missed) {
    this.table = table;
    this.clock = clock;
    this.missed = missed;
  }

  /** Applies an event. */
  void event(final SessionEvent event) {
    final Session told = event.session();
    if ((told.status() & Status.NAT_CLASH) != 0) {
      return;
    }
    switch (event.type()) {
      case NEW -> created(told);
      case UPDATE -> updated(told);
      case DESTROY -> destroyed(told);
    }
  }

  private void created(final Session told) {
    int slot = placeOf(told);
    missed.begins(slot, told);
    if (slot == NONE) {
      slot = table.put(told);
    } else {
      // Its row was faster than its event; the row knows more.
      table.update(slot, told);
    }
    stamp(slot, clock.now(), true);
  }

  private void updated(final Session told) {
    int slot = placeOf(told);
    if (slot == NONE) {
      slot = putUnheard(NONE, told);
      missed.changes(slot);
      stamp(slot, clock.now(), false);
      // Due at once: somebody has to fill in the rest.
      table.deadlineMillis(slot, told.observedNanos() / 1_000_000);
    } else {
      final boolean sound = isSound(slot);
      missed.changes(slot);
      table.update(slot, told);
      stamp(slot, clock.now(), sound);
    }
  }

  private void destroyed(final Session told) {
    final int found = table.find(told.original(), zoneOf(told));
    final int slot = found != NONE && holds(found, told) ? found : NONE;
    missed.ends(slot, told);
    if (slot != NONE) {
      table.remove(slot);
    }
    if (dumping) {
      remembersAll &= destroyed.add(key(told));
    }
  }

  /** A dump begins: what is stamped from now on was seen since. */
  void beginDump() {
    dumpBegan = clock.advance();
    dumping = true;
    remembersAll = true;
    destroyed.clear();
  }

  boolean isDumping() {
    return dumping;
  }

  /**
   * Applies a row of the dump.
   *
   * @param madeAt the clock's count before the kernel began to make its block
   */
  void row(final Session row, final int madeAt) {
    if ((row.status() & (Status.DYING | Status.NAT_CLASH)) != 0 || destroyed.contains(key(row))) {
      return;
    }
    int slot = table.find(row.original(), zoneOf(row));
    while (slot != NONE && isBefore(slot, madeAt) && !holds(slot, row)) {
      removeUnheard(slot);
      slot = table.find(row.original(), zoneOf(row));
    }
    if (slot == NONE || isBefore(slot, madeAt)) {
      stamp(putUnheard(slot, row), madeAt, true);
    }
  }

  /**
   * The dump came to its end: finds what has to be asked for.
   *
   * @param doubtful empty; filled with the slots of sessions to ask for
   * @return how many sessions were removed because the dump is believed
   */
  int endDump(final SlotQueue doubtful) {
    dumping = false;
    destroyed.clear();
    final boolean[] fits = {true};
    table.forEachSlot(slot -> {
      if (isUnseen(slot) || !isSound(slot)) {
        fits[0] &= doubtful.offer(slot);
      }
    });
    if (fits[0]) {
      return 0;
    }
    doubtful.clear();
    final int before = table.size();
    table.forEachSlot(slot -> {
      if (isUnseen(slot)) {
        removeUnheard(slot);
      } else if (!isSound(slot)) {
        // Where the queue is full they stay due, and the next dump has them.
        doubtful.offer(slot);
      }
    });
    return before - table.size();
  }

  /** The dump broke off: nothing follows from what it did not show. */
  void abandonDump() {
    dumping = false;
    destroyed.clear();
  }

  /** Whether all that was destroyed during the last dump was remembered; if not, dump again. */
  boolean remembersAll() {
    return remembersAll;
  }

  /** A look at the kernel, with no dump running, found the session of a slot gone. */
  void gone(final int slot) {
    removeUnheard(slot);
  }

  /**
   * A look at the kernel, with no dump running, found a session.
   *
   * @param slot the slot that was asked for
   * @param answer what is there now: perhaps another session with the same tuple
   */
  void found(final int slot, final Session answer) {
    int place = slot;
    if (!holds(slot, answer)) {
      removeUnheard(slot);
      place = placeOf(answer);
    }
    stamp(putUnheard(place, answer), clock.now(), true);
  }

  /** The slot of this very session, or NONE; another holder of its tuple is gone, so it goes. */
  private int placeOf(final Session told) {
    int slot = table.find(told.original(), zoneOf(told));
    while (slot != NONE && !holds(slot, told)) {
      removeUnheard(slot);
      slot = table.find(told.original(), zoneOf(told));
    }
    return slot;
  }

  /** Stores what something else than its NEW event told; {@code place} is where it is, or NONE. */
  private int putUnheard(final int place, final Session told) {
    final int slot = table.put(told);
    if (place == NONE) {
      missed.appeared(slot);
    }
    return slot;
  }

  private void removeUnheard(final int slot) {
    missed.vanishes(slot);
    table.remove(slot);
  }

  private boolean holds(final int slot, final Session told) {
    return table.read(slot, there) && isSame(there, told);
  }

  static boolean isSame(final Session one, final Session other) {
    return one.original().sameAs(other.original())
        && (!one.hasId() || !other.hasId() || one.id() == other.id());
  }

  static int zoneOf(final Session session) {
    final int ofDirection = session.originalZone();
    return ofDirection == Session.ABSENT ? session.zone() : ofDirection;
  }

  // The kernel's id is a hash of 32 bits; with the tuple it is unlikely enough to meet another's.
  private static long key(final Session session) {
    final TupleView tuple = session.original();
    final long addresses =
        tuple.sourceLow() * 31 + tuple.destinationLow() + (tuple.sourceHigh() ^ zoneOf(session));
    final int ports = tuple.sourcePort() << 16 | tuple.destinationPort();
    return (long) session.id() << 32 ^ (addresses * 0x9e37_79b9L + ports);
  }

  private void stamp(final int slot, final int count, final boolean sound) {
    table.generation(slot, count << 1 | (sound ? SOUND : 0));
  }

  /** Sound, and during a dump shown since it began. */
  private boolean isSound(final int slot) {
    return (table.generation(slot) & SOUND) != 0 && !(dumping && isUnseen(slot));
  }

  private boolean isUnseen(final int slot) {
    return isBefore(slot, dumpBegan);
  }

  private boolean isBefore(final int slot, final int count) {
    return (table.generation(slot) & ~SOUND) - (count << 1) < 0;
  }
}
