package dev.plimsoll.engine;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import java.util.function.Consumer;

/**
 * Tells what changes in a tracker's table as the kernel's events do (nf_conntrack_ecache.c,
 * ctnetlink_conntrack_event): at most one a packet, the state only if it changed, counters at the
 * end only.
 */
final class SessionEvents {
  private final SessionTable table;
  private final Consumer<SessionEvent> listener;
  private final SessionEvent event = new SessionEvent();

  SessionEvents(final SessionTable table, final Consumer<SessionEvent> listener) {
    this.table = table;
    this.listener = listener;
  }

  /** Tells of the session in the slot. */
  void tell(
      final SessionEvent.Type type,
      final int slot,
      final long timeNanos,
      final boolean tellsState) {
    final Session session = event.session();
    table.read(slot, session);
    session.noMark();
    session.use(0);
    event.type(type);
    event.timeNanos(timeNanos);
    if (type == SessionEvent.Type.DESTROY) {
      session.timeoutMillis(Session.ABSENT);
    } else {
      session.originalCounters(Session.ABSENT, Session.ABSENT);
      session.replyCounters(Session.ABSENT, Session.ABSENT);
      if (!tellsState) {
        session.state(Session.ABSENT);
      }
    }
    listener.accept(event);
  }
}
