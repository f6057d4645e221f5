package dev.plimsoll.watch.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Copies what matters out of tables that another thread writes to, a set of rows at a time. */
final class Sets {
  static final int MAX_TICK = (1 << 24) - 1;

  // What was called for less long cannot be regular yet, and there may be much of it.
  private static final long REGULAR_MILLIS = 1_800_000;

  private final Object lock;
  private final int tick;
  private final long baseMillis;

  Sets(final Object lock, final int tick, final long baseMillis) {
    this.lock = lock;
    this.tick = tick;
    this.baseMillis = baseMillis;
  }

  private record Ranked<T>(long rank, T row) {}

  /** The rows with most of a measure, most first. */
  List<Tally> most(final TallyTable table, final Measure measure) {
    final PriorityQueue<Ranked<Tally>> most =
        new PriorityQueue<>(Comparator.comparingLong(Ranked::rank));
    for (int first = 0; first < table.rows(); first += TallyTable.WAYS) {
      synchronized (lock) {
        for (int row = first; row < first + TallyTable.WAYS; row++) {
          final long total = table.total(row, measure, tick);
          if (total > 0 && isAmong(most, total)) {
            most.add(new Ranked<>(total, table.copy(row, tick, baseMillis)));
          }
        }
      }
    }
    return descending(most);
  }

  /** The services that were called most often, most first. */
  List<Calls> calls(final CallTimes table) {
    final PriorityQueue<Ranked<Calls>> most =
        new PriorityQueue<>(Comparator.comparingLong(Ranked::rank));
    for (int first = 0; first < table.rows(); first += CallTimes.WAYS) {
      synchronized (lock) {
        for (int row = first; row < first + CallTimes.WAYS; row++) {
          final long count = table.count(row);
          if (count > 2 && table.spanMillis(row) > REGULAR_MILLIS && isAmong(most, count)) {
            most.add(new Ranked<>(count, table.copy(row, baseMillis)));
          }
        }
      }
    }
    return descending(most);
  }

  // Makes room if there is none.
  private static <T> boolean isAmong(final PriorityQueue<Ranked<T>> most, final long rank) {
    if (most.size() < Recent.MOST) {
      return true;
    }
    if (most.peek().rank() >= rank) {
      return false;
    }
    most.poll();
    return true;
  }

  private static <T> List<T> descending(final PriorityQueue<Ranked<T>> most) {
    final List<T> rows = new ArrayList<>(most.size());
    while (!most.isEmpty()) {
      rows.addFirst(most.poll().row());
    }
    return rows;
  }
}
