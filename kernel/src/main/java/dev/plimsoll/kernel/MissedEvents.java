package dev.plimsoll.kernel;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Knows how a table differs from what its listener was told, and tells it what the kernel will not.
 *
 * <p>Rows and answers overtake events that are still in the socket. So a session may be in the
 * table before its NEW event was heard, and gone before its DESTROY event was. Both kinds are kept
 * here until their event comes. When all events that were on their way have been taken, what is
 * still here was never told by the kernel:
 *
 * <ul>
 *   <li>After an overrun, while the table is <em>mended</em>, it was lost. It is told as an event
 *       that was missed: first the ends, since a successor may have the same tuple, then the
 *       beginnings.
 *   <li>Otherwise it belongs to entries that send no events, and is forgotten.
 *   <li>Until the table was right for the first time nothing is kept: there is no way to tell what
 *       is old from what was lost.
 * </ul>
 *
 * <p>While it is mended an event may also prove that others were lost before it: an update or an
 * end of a session that nobody heard begin, a beginning of one that nobody heard end. Events come
 * in the kernel's order, so what was lost is told right before.
 *
 * <p>So whoever applies all that is told, in its order, to the sessions of the table when it was
 * right for the first time, has those of the table each time that it is right again. Not thread
 * safe; costs nothing per event while both agree, and makes no objects per session.
 */
final class MissedEvents {
  private static final int NONE = SessionTable.NONE;

  /** What would be forgotten anyway is worth only so much memory. */
  private static final int MOST_TO_BE_FORGOTTEN = 10_000;

  private final SessionTable table;
  private final Consumer<SessionEvent> listener;

  /** Slots of the table whose session nobody heard begin. */
  private final BitSet unheardBegun = new BitSet();

  /** Sessions that left the table, and that nobody heard end. */
  private final SessionTable ended = new SessionTable();

  /** The slots in use there. */
  private final BitSet unheardEnded = new BitSet();

  private final SessionEvent event = new SessionEvent();
  private final Session scratch = new Session();
  private Phase phase = Phase.FIRST;

  private enum Phase {
    /** The table has not been right yet. */
    FIRST,
    RIGHT,
    /** Events were lost. */
    MENDING
  }

  /**
   * Begins with a table that is still to be filled.
   *
   * @param listener takes each missed event during the call only; its time is for the listener to
   *     set, and so are the session's namespace and host
   */
  MissedEvents(final SessionTable table, final Consumer<SessionEvent> listener) {
    this.table = table;
    this.listener = listener;
    event.missed(true);
  }

  /** Events were lost. */
  void lost() {
    if (phase == Phase.RIGHT) {
      phase = Phase.MENDING;
    }
  }

  /** Whether what is found out is to be told. */
  boolean isMending() {
    return phase == Phase.MENDING;
  }

  /** Whether all was told, or nothing was lost; from the first {@link #forget} on. */
  boolean isRight() {
    return phase == Phase.RIGHT;
  }

  /** The table got the session of a slot, but not by its NEW event. */
  void appeared(final int slot) {
    if (phase == Phase.FIRST) {
      return;
    }
    if (!unheardEnded.isEmpty()) {
      table.read(slot, scratch);
      final int back = endedPlace(scratch);
      if (back != NONE) {
        // As far as was told it has been there all the time.
        forgetEnd(back);
        return;
      }
    }
    unheardBegun.set(slot);
  }

  /** The table is about to lose the session of a slot, but not by its DESTROY event. */
  void vanishes(final int slot) {
    if (unheardBegun.get(slot)) {
      // Nobody knows of it. If its DESTROY event comes after all, that tells its beginning too.
      unheardBegun.clear(slot);
    } else if (isMending() || phase == Phase.RIGHT && ended.size() < MOST_TO_BE_FORGOTTEN) {
      table.read(slot, scratch);
      scratch.timeoutMillis(Session.ABSENT);
      unheardEnded.set(ended.put(scratch));
    }
  }

  /**
   * A NEW event is about to be applied.
   *
   * @param slot where the table has this very session already, or NONE
   */
  void begins(final int slot, final Session told) {
    if (slot != NONE && unheardBegun.get(slot)) {
      unheardBegun.clear(slot);
    } else if (slot != NONE && isMending()) {
      // Known to have begun before: that one has ended, and the kernel gave its id away again.
      table.read(slot, event.session());
      tell(SessionEvent.Type.DESTROY);
    }
    endHoldersOf(told);
  }

  /** An UPDATE event of the session in a slot is about to be applied. */
  void changes(final int slot) {
    if (isMending() && unheardBegun.get(slot)) {
      tellBeginning(slot);
    }
  }

  /**
   * A DESTROY event is about to be applied.
   *
   * @param slot where the table has this very session, or NONE
   */
  void ends(final int slot, final Session told) {
    if (slot != NONE) {
      changes(slot);
      unheardBegun.clear(slot);
      return;
    }
    final int place = endedPlace(told);
    if (place != NONE) {
      forgetEnd(place);
    } else if (isMending()) {
      endHoldersOf(told);
      final Session session = event.session();
      session.set(told);
      session.status(told.status() & ~Status.DYING);
      session.originalCounters(Session.ABSENT, Session.ABSENT);
      session.replyCounters(Session.ABSENT, Session.ABSENT);
      session.stopNanos(0);
      tell(SessionEvent.Type.NEW);
    }
  }

  /** The table is right, and was before; all events on their way have been taken. */
  void forget() {
    unheardBegun.clear();
    for (int i = unheardEnded.nextSetBit(0); i >= 0; i = unheardEnded.nextSetBit(i + 1)) {
      ended.remove(i);
    }
    unheardEnded.clear();
    phase = Phase.RIGHT;
  }

  /**
   * The table is right again, and all events on their way have been taken: tells what is left.
   *
   * @param most how many events to tell at most
   * @return whether that was all
   */
  boolean tell(final int most) {
    int told = 0;
    for (int i = unheardEnded.nextSetBit(0); i >= 0; i = unheardEnded.nextSetBit(i + 1)) {
      if (told++ == most) {
        return false;
      }
      tellEnd(i);
    }
    for (int i = unheardBegun.nextSetBit(0); i >= 0; i = unheardBegun.nextSetBit(i + 1)) {
      if (told++ == most) {
        return false;
      }
      tellBeginning(i);
    }
    // Its memory may have been as much as the table's.
    ended.clear();
    phase = Phase.RIGHT;
    return true;
  }

  private void tellBeginning(final int slot) {
    unheardBegun.clear(slot);
    table.read(slot, scratch);
    endHoldersOf(scratch);
    table.read(slot, event.session());
    tell(SessionEvent.Type.NEW);
  }

  private void tellEnd(final int place) {
    ended.read(place, event.session());
    forgetEnd(place);
    tell(SessionEvent.Type.DESTROY);
  }

  private void forgetEnd(final int place) {
    ended.remove(place);
    unheardEnded.clear(place);
  }

  /** Whoever had the tuple of a session before it has ended. */
  private void endHoldersOf(final Session session) {
    while (!unheardEnded.isEmpty()) {
      final int place = ended.find(session.original(), TableFollower.zoneOf(session));
      if (place == NONE) {
        return;
      }
      if (isMending()) {
        tellEnd(place);
      } else {
        forgetEnd(place);
      }
    }
  }

  /** Where this very session is kept as ended, or NONE. */
  private int endedPlace(final Session session) {
    if (unheardEnded.isEmpty()) {
      return NONE;
    }
    final int place = ended.find(session.original(), TableFollower.zoneOf(session));
    return place != NONE
            && ended.read(place, event.session())
            && TableFollower.isSame(event.session(), session)
        ? place
        : NONE;
  }

  private void tell(final SessionEvent.Type type) {
    event.type(type);
    listener.accept(event);
  }
}
