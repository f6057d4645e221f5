package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Sample.Measure;
import dev.plimsoll.watch.alert.Alert;
import dev.plimsoll.watch.alert.Delivery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Writes rows in one transaction, and with each new sample the rows of its minute and its hour: so
 * these are right whatever happens. A row that is there already, as after a commit of which nobody
 * heard the answer, changes nothing.
 */
final class RowWriter {
  private final Connection connection;
  private final Map<String, Long> namespaces = new HashMap<>();

  private RowWriter(final Connection connection) {
    this.connection = connection;
  }

  static int write(final Connection connection, final List<Row> rows) throws SQLException {
    final RowWriter writer = new RowWriter(connection);
    writer.writeSamples(of(rows, SampleRow.class));
    writer.writeCompositions(of(rows, CompositionRow.class));
    writer.writeOverloads(of(rows, Row.OverloadRow.class));
    writer.writeDeliveries(of(rows, Row.DeliveryRow.class));
    writer.writeNotes(of(rows, Row.NoteRow.class));
    return rows.size();
  }

  private static <R extends Row> List<R> of(final List<Row> rows, final Class<R> kind) {
    return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void writeSamples(final List<SampleRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    final List<SpanRow> added = new ArrayList<>();
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO sample (netns, time, step, sessions, measure, created, destroyed, losses)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
            """)) {
      for (final SampleRow row : rows) {
        set(
            insert,
            namespace(row.namespace()),
            row.timeMillis(),
            row.sample().intervalMillis(),
            row.sample().count(),
            number(row.sample().measure()),
            row.created(),
            row.destroyed(),
            row.losses());
        insert.addBatch();
      }
      final int[] changes = insert.executeBatch();
      for (int i = 0; i < changes.length; i++) {
        if (changes[i] != 0) {
          added.add(SpanRow.of(rows.get(i)));
        }
      }
    }
    writeSpans(Grain.MINUTE, added);
    writeSpans(Grain.HOUR, added);
  }

  private void writeSpans(final Grain grain, final List<SpanRow> added) throws SQLException {
    final String sql =
        """
        INSERT INTO @ (netns, time, samples, total, least, most, measure, created, destroyed, losses)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (netns, time) DO UPDATE SET
          samples = @.samples + excluded.samples,
          total = @.total + excluded.total,
          least = CASE WHEN excluded.least < @.least THEN excluded.least ELSE @.least END,
          most = CASE WHEN excluded.most > @.most THEN excluded.most ELSE @.most END,
          measure = CASE WHEN excluded.measure > @.measure THEN excluded.measure ELSE @.measure END,
          created = @.created + excluded.created,
          destroyed = @.destroyed + excluded.destroyed,
          losses = @.losses + excluded.losses\
        """
            .replace("@", grain.table());
    try (PreparedStatement upsert = connection.prepareStatement(sql)) {
      for (final SpanRow row : SpanRow.gather(added, grain.millis())) {
        set(
            upsert,
            namespace(row.namespace()),
            row.timeMillis(),
            row.samples(),
            row.total(),
            row.least(),
            row.most(),
            number(row.measure()),
            row.created(),
            row.destroyed(),
            row.losses());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  private void writeCompositions(final List<CompositionRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO composition (netns, time, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
      for (final CompositionRow row : rows) {
        set(insert, namespace(row.namespace()), row.timeMillis());
        insert.setBytes(3, row.body());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void writeOverloads(final List<Row.OverloadRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            INSERT INTO overload (netns, since, sustained, ended, line, most, ending)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (netns, since) DO UPDATE SET
              sustained = excluded.sustained, ended = excluded.ended, line = excluded.line,
              most = excluded.most, ending = excluded.ending\
            """)) {
      for (final Row.OverloadRow row : rows) {
        final Overload it = row.overload();
        set(
            upsert,
            namespace(it.namespace()),
            it.sinceMillis(),
            it.sustainedMillis(),
            it.endMillis(),
            it.limit(),
            it.most());
        upsert.setString(7, it.ending() == null ? null : it.ending().name());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  private void writeDeliveries(final List<Row.DeliveryRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            INSERT INTO delivery (attempts, due, time, since, alert, channel, state, outcome,
              kind, phase, host, netns_name, title, facts, what_changed, command)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (alert, channel) DO UPDATE SET
              attempts = excluded.attempts, due = excluded.due, time = excluded.time,
              since = excluded.since, state = excluded.state, outcome = excluded.outcome,
              kind = excluded.kind, phase = excluded.phase, host = excluded.host,
              netns_name = excluded.netns_name, title = excluded.title, facts = excluded.facts,
              what_changed = excluded.what_changed, command = excluded.command
              -- One that was not tried is decided anew: what is there has come as far, or further.
              WHERE excluded.attempts > 0 OR excluded.state <> 'PENDING'\
            """)) {
      for (final Row.DeliveryRow row : rows) {
        final Delivery it = row.delivery();
        final Alert alert = it.alert();
        set(upsert, it.attempts(), it.nextAttemptMillis(), alert.timeMillis(), alert.sinceMillis());
        setTexts(
            upsert,
            5,
            alert.id(),
            it.channel(),
            it.state().name(),
            it.outcome(),
            alert.kind().name(),
            alert.phase().name(),
            alert.host(),
            alert.namespace(),
            alert.title(),
            facts(alert),
            alert.whatChanged(),
            alert.command());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  // A fact is one sentence, so one line.
  private static String facts(final Alert alert) {
    return String.join("\n", alert.facts().stream().map(it -> it.replace('\n', ' ')).toList());
  }

  private void writeNotes(final List<Row.NoteRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            INSERT INTO note (name, body) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET body = excluded.body\
            """)) {
      for (final Row.NoteRow row : rows) {
        setTexts(upsert, 1, row.name(), row.body());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  private long namespace(final String name) throws SQLException {
    final Long known = namespaces.get(name);
    if (known != null) {
      return known;
    }
    OptionalLong id = namespaceId(connection, name);
    if (id.isEmpty()) {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO netns (name) VALUES (?)")) {
        insert.setString(1, name);
        insert.executeUpdate();
      }
      id = namespaceId(connection, name);
    }
    namespaces.put(name, id.orElseThrow());
    return id.orElseThrow();
  }

  /** The number that stands for a namespace's name, if it has one yet. */
  static OptionalLong namespaceId(final Connection connection, final String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM netns WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** What stands for a measure: 0 for sessions, 1 for entries. */
  private static long number(final Measure measure) {
    return measure == Measure.ENTRIES ? 1 : 0;
  }

  private static void set(final PreparedStatement statement, final long... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setLong(i + 1, values[i]);
    }
  }

  // What a far end answered may hold anything; PostgreSQL's texts cannot hold a NUL.
  private static void setTexts(
      final PreparedStatement statement, final int first, final String... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setString(first + i, values[i].replace('\0', ' '));
    }
  }
}
