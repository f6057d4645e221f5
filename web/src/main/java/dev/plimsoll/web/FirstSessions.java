package dev.plimsoll.web;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Picks the sessions that come first in an order, in one pass over a table of any size. It keeps
 * the first few in a heap with the last of them on top: a session that does not belong to them
 * costs one comparison, and one that does is copied over the one that it drives out.
 *
 * <p>Sessions with equal keys stay in the table's order, so that pages do not overlap.
 */
final class FirstSessions implements SessionVisitor {
  private final SessionFilter filter;
  private final @Nullable SortKey key;
  private final boolean descending;
  private final int most;
  private Kept[] heap = new Kept[0];
  private int size;
  private long total;
  private long matching;

  /** A session that is kept, with its place in the order. */
  private static final class Kept {
    final Session session = new Session();
    long first;
    long second;
    long number;
  }

  /**
   * Prepares a pass.
   *
   * @param key what is sorted by, or null for the table's order
   * @param most how many are kept, at least 1
   */
  FirstSessions(
      final SessionFilter filter,
      final @Nullable SortKey key,
      final boolean descending,
      final int most) {
    this.filter = filter;
    this.key = key;
    this.descending = descending;
    this.most = most;
  }

  @Override
  public void visit(final Session session) {
    total++;
    if (!filter.matches(session)) {
      return;
    }
    matching++;
    if (key == null) {
      if (size < most) {
        add(session, matching, 0);
      }
      return;
    }
    final long first = directed(key.first(session));
    if (size < most) {
      add(session, first, secondOf(key, session));
    } else if (first <= heap[0].first) {
      final long second = secondOf(key, session);
      // One with the same key came earlier and stays.
      if (first < heap[0].first || second < heap[0].second) {
        set(heap[0], session, first, second);
        sink(0);
      }
    }
  }

  private long secondOf(final SortKey by, final Session session) {
    final long second = by.second(session);
    return descending ? ~second : second;
  }

  // Turns the order round, but what has no key comes last in both.
  private long directed(final long value) {
    if (value == SortKey.NONE) {
      return Long.MAX_VALUE;
    }
    return descending ? ~value : value;
  }

  private void add(final Session session, final long first, final long second) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, Math.min(most, Math.max(64, size * 2)));
    }
    final Kept kept = new Kept();
    set(kept, session, first, second);
    heap[size] = kept;
    size++;
    // In the table's order the heap is never asked, and needs no order.
    if (key != null) {
      rise(size - 1);
    }
  }

  private void set(final Kept kept, final Session session, final long first, final long second) {
    kept.session.set(session);
    kept.first = first;
    kept.second = second;
    kept.number = matching;
  }

  private void rise(final int from) {
    int at = from;
    while (at > 0 && compare(heap[at], heap[(at - 1) / 2]) > 0) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private void sink(final int from) {
    int at = from;
    while (true) {
      int last = at;
      for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
        if (compare(heap[child], heap[last]) > 0) {
          last = child;
        }
      }
      if (last == at) {
        return;
      }
      swap(at, last);
      at = last;
    }
  }

  private void swap(final int a, final int b) {
    final Kept kept = heap[a];
    heap[a] = heap[b];
    heap[b] = kept;
  }

  private static int compare(final Kept a, final Kept b) {
    if (a.first != b.first) {
      return Long.compare(a.first, b.first);
    }
    return a.second != b.second
        ? Long.compare(a.second, b.second)
        : Long.compare(a.number, b.number);
  }

  /** How many sessions were visited. */
  long total() {
    return total;
  }

  /** How many of them the filter matches. */
  long matching() {
    return matching;
  }

  /** The kept sessions in their order, without the first {@code offset} of them. */
  List<Session> from(final int offset) {
    final Kept[] sorted = Arrays.copyOf(heap, size);
    Arrays.sort(sorted, FirstSessions::compare);
    final List<Session> sessions = new ArrayList<>();
    for (int i = offset; i < size; i++) {
      sessions.add(sorted[i].session);
    }
    return sessions;
  }
}
