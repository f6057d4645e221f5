package dev.plimsoll.watch.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Deletes what is older than it is to be kept: an hour's worth of old rows at a time, each in a
 * short transaction, a few whenever the writer has written. One pass an hour. Not thread safe.
 *
 * <p>The samples of an overload stay as long as the overload itself, but of a long one no more than
 * its first day: a server that is always over its limit must not fill the disk.
 */
final class Retention {
  private static final long MOST_OF_OVERLOAD_MILLIS = Duration.ofDays(1).toMillis();
  private static final long PASS_MILLIS = Duration.ofHours(1).toMillis();
  private static final long TURN_NANOS = 30_000_000;
  private static final int ROWS_IN_PIECE = 720;

  private static final String OF_NO_OVERLOAD =
      """
      AND NOT EXISTS (SELECT 1 FROM overload WHERE overload.netns = sample.netns
        AND sample.time >= overload.since - ? AND sample.time <= overload.since + ?
        AND (overload.ended < 0 OR sample.time <= overload.ended))\
      """;

  /** Old rows of one table and namespace, from some moment on. */
  private record Task(String table, long rowMillis, long namespace, long cutoff, long from) {
    Task from(final long moment) {
      return new Task(table, rowMillis, namespace, cutoff, moment);
    }
  }

  private final HistorySettings settings;
  private final Deque<Task> tasks = new ArrayDeque<>();
  private long nextPassMillis = Long.MIN_VALUE;
  private boolean isUnderWay;

  Retention(final HistorySettings settings) {
    this.settings = settings;
  }

  /** Works for a moment, if there is something to do. */
  void turn(final Database database, final long nowMillis) throws SQLException {
    if (!isUnderWay) {
      if (nowMillis < nextPassMillis) {
        return;
      }
      nextPassMillis = nowMillis + PASS_MILLIS;
      tasks.clear();
      // First the overloads, for they keep their samples.
      database.write(connection -> deleteRare(connection, nowMillis));
      tasks.addAll(database.read(connection -> tasks(connection, nowMillis)));
      isUnderWay = true;
    }
    final long end = System.nanoTime() + TURN_NANOS;
    while (!tasks.isEmpty() && System.nanoTime() - end < 0) {
      final Task task = tasks.removeFirst();
      final long next = database.write(connection -> delete(connection, task));
      if (next < task.cutoff) {
        tasks.addFirst(task.from(next));
      }
    }
    if (tasks.isEmpty()) {
      database.write(Retention::deleteNamespaces);
      database.shrink();
      isUnderWay = false;
    }
  }

  private List<Task> tasks(final Connection connection, final long now) throws SQLException {
    final List<Task> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM netns")) {
      while (rows.next()) {
        final long id = rows.getLong(1);
        all.add(task("sample", 5_000, id, now, settings.samples()));
        all.add(task("composition", Grain.MINUTE.millis(), id, now, settings.compositions()));
        all.add(task("minute", Grain.MINUTE.millis(), id, now, settings.minutes()));
        all.add(task("hour", Grain.HOUR.millis(), id, now, settings.hours()));
      }
    }
    return all;
  }

  private static Task task(
      final String table,
      final long rowMillis,
      final long namespace,
      final long now,
      final Duration kept) {
    return new Task(table, rowMillis, namespace, now - kept.toMillis(), 0);
  }

  // Where the next piece begins: at the cutoff if there is none.
  private long delete(final Connection connection, final Task task) throws SQLException {
    final long begin = oldest(connection, task);
    if (begin >= task.cutoff) {
      return task.cutoff;
    }
    final long end = Math.min(task.cutoff, begin + task.rowMillis * ROWS_IN_PIECE);
    final boolean samples = task.table.equals(Grain.SAMPLE.table());
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM "
                + task.table
                + " WHERE netns = ? AND time >= ? AND time < ?"
                + (samples ? " " + OF_NO_OVERLOAD : ""))) {
      delete.setLong(1, task.namespace);
      delete.setLong(2, begin);
      delete.setLong(3, end);
      if (samples) {
        delete.setLong(4, settings.beforeOverload().toMillis());
        delete.setLong(5, MOST_OF_OVERLOAD_MILLIS);
      }
      delete.executeUpdate();
    }
    return end;
  }

  private static long oldest(final Connection connection, final Task task) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT coalesce(min(time), ?) FROM "
                + task.table
                + " WHERE netns = ? AND time >= ? AND time < ?")) {
      select.setLong(1, task.cutoff);
      select.setLong(2, task.namespace);
      select.setLong(3, task.from);
      select.setLong(4, task.cutoff);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private int deleteRare(final Connection connection, final long now) throws SQLException {
    try (PreparedStatement overloads =
            connection.prepareStatement("DELETE FROM overload WHERE ended >= 0 AND ended < ?");
        PreparedStatement deliveries =
            connection.prepareStatement(
                "DELETE FROM delivery WHERE time < ? AND state <> 'PENDING'")) {
      overloads.setLong(1, now - settings.overloads().toMillis());
      deliveries.setLong(1, now - settings.alerts().toMillis());
      return overloads.executeUpdate() + deliveries.executeUpdate();
    }
  }

  private static int deleteNamespaces(final Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          """
          DELETE FROM netns WHERE
            NOT EXISTS (SELECT 1 FROM sample WHERE sample.netns = netns.id)
            AND NOT EXISTS (SELECT 1 FROM minute WHERE minute.netns = netns.id)
            AND NOT EXISTS (SELECT 1 FROM hour WHERE hour.netns = netns.id)
            AND NOT EXISTS (SELECT 1 FROM composition WHERE composition.netns = netns.id)
            AND NOT EXISTS (SELECT 1 FROM overload WHERE overload.netns = netns.id)\
          """);
    }
  }
}
