package dev.plimsoll.app.top;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the first sessions in an order, of as many as come. Copies only those that are among the
 * first so far. Of equal ones those come first that were visited first. Not thread safe.
 */
final class FirstSessions implements SessionVisitor {
  private final int wanted;
  private final Comparator<Session> order;
  // The root is the last of those kept: the one to give way.
  private final PriorityQueue<Kept> kept;
  private long visited;

  private record Kept(Session session, long number) {}

  FirstSessions(final int wanted, final Comparator<Session> order) {
    this.wanted = wanted;
    this.order = order;
    kept = new PriorityQueue<>(Math.max(1, wanted), comparator().reversed());
  }

  private Comparator<Kept> comparator() {
    return Comparator.comparing(Kept::session, order).thenComparingLong(Kept::number);
  }

  @Override
  public void visit(final Session session) {
    visited++;
    if (kept.size() < wanted) {
      kept.add(new Kept(session.copy(), visited));
      return;
    }
    final Kept last = kept.peek();
    if (last != null && order.compare(session, last.session) < 0) {
      kept.poll();
      last.session.set(session);
      kept.add(new Kept(last.session, visited));
    }
  }

  /** How many came. */
  long visited() {
    return visited;
  }

  /** Those kept, in the order. */
  List<Session> sessions() {
    final Kept[] sorted = kept.toArray(Kept[]::new);
    Arrays.sort(sorted, comparator());
    final List<Session> sessions = new ArrayList<>(sorted.length);
    for (final Kept one : sorted) {
      sessions.add(one.session);
    }
    return sessions;
  }
}
