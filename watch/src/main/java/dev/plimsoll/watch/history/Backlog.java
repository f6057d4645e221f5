package dev.plimsoll.watch.history;

import dev.plimsoll.watch.alert.Delivery;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is not in the database yet, oldest first. It holds so many rows and no more; then the oldest
 * go. Any thread.
 */
final class Backlog {
  /** Overloads, deliveries and notes: far more than there are in a day of alarms. */
  private static final int MOST_RARE = 5_000;

  private final int mostMany;
  private final Map<Row.Key, Row> rare = new LinkedHashMap<>();
  private final Map<Row.Key, Row> many = new LinkedHashMap<>();
  private long lost;
  private long removals;

  /** A backlog of so many samples and compositions at most. */
  Backlog(final int most) {
    mostMany = most;
  }

  /** Adds rows that are to be written together. */
  synchronized void add(final List<? extends Row> rows) {
    rows.forEach(this::add);
  }

  synchronized void add(final Row row) {
    if (row instanceof Row.DeliveryRow(final Delivery decided)
        && decided.isUntried()
        && rare.containsKey(row.key())) {
      return;
    }
    if (row.isRare()) {
      rare.remove(row.key());
      rare.put(row.key(), row);
      lost += trim(rare, MOST_RARE);
    } else if (many.putIfAbsent(row.key(), row) == null) {
      lost += trim(many, mostMany);
    }
  }

  private static int trim(final Map<Row.Key, Row> rows, final int most) {
    if (rows.size() <= most) {
      return 0;
    }
    final Iterator<Row> oldest = rows.values().iterator();
    oldest.next();
    oldest.remove();
    return 1;
  }

  /** The rows to be written next: the rare ones, and of the others the oldest. */
  synchronized List<Row> next(final int most) {
    final List<Row> next = new ArrayList<>(rare.values());
    many.values().stream().limit(most).forEach(next::add);
    return next;
  }

  /** Forgets rows that are in the database now, but not those that took their place meanwhile. */
  synchronized void remove(final List<Row> written) {
    for (final Row row : written) {
      (row.isRare() ? rare : many).remove(row.key(), row);
    }
    removals++;
  }

  /** Rises whenever rows were removed because they are in the database. */
  synchronized long removals() {
    return removals;
  }

  /** All rows of a kind, oldest first. */
  synchronized <R extends Row> List<R> rows(final Class<R> kind) {
    final List<R> rows = new ArrayList<>();
    for (final Map<Row.Key, Row> each : List.of(rare, many)) {
      for (final Row row : each.values()) {
        if (kind.isInstance(row)) {
          rows.add(kind.cast(row));
        }
      }
    }
    return rows;
  }

  synchronized int size() {
    return rare.size() + many.size();
  }

  /** How many rows were given up because there were too many. */
  synchronized long lost() {
    return lost;
  }
}
