package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Episode;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Sample.Measure;
import dev.plimsoll.watch.alert.Alert;
import dev.plimsoll.watch.alert.Delivery;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads rows within one transaction: the counterpart of {@link RowWriter}. */
final class RowReader {
  private static final System.Logger LOG = System.getLogger("dev.plimsoll.watch.history");

  private final Connection connection;

  RowReader(final Connection connection) {
    this.connection = connection;
  }

  /** Makes an object of the row that a result is at; null to leave it out. */
  private interface Reader<T> {
    @Nullable T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(final String sql, final Reader<T> reader, final Object... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      final List<T> rows = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          final T row = reader.read(result);
          if (row != null) {
            rows.add(row);
          }
        }
      }
      return rows;
    } catch (final IllegalArgumentException e) {
      // Another program's hand, or a later Plimsoll's new word.
      throw new SQLException("a row of the history makes no sense: " + e.getMessage(), e);
    }
  }

  private <T> List<T> ofNamespace(
      final String namespace, final String sql, final Reader<T> reader, final Object... parameters)
      throws SQLException {
    final OptionalLong id = RowWriter.namespaceId(connection, namespace);
    if (id.isEmpty()) {
      return List.of();
    }
    final Object[] all = new Object[parameters.length + 1];
    all[0] = id.getAsLong();
    System.arraycopy(parameters, 0, all, 1, parameters.length);
    return rows(sql, reader, all);
  }

  private static Measure measure(final int number) {
    return number == 0 ? Measure.SESSIONS : Measure.ENTRIES;
  }

  List<String> namespaces() throws SQLException {
    return rows("SELECT name FROM netns ORDER BY name", row -> row.getString(1));
  }

  List<SampleRow> samples(final String namespace, final long from, final long to)
      throws SQLException {
    return ofNamespace(
        namespace,
        """
        SELECT time, step, sessions, measure, created, destroyed, losses FROM sample
        WHERE netns = ? AND time >= ? AND time <= ? ORDER BY time\
        """,
        row ->
            new SampleRow(
                namespace,
                new Sample(row.getLong(1), row.getLong(2), row.getLong(3), measure(row.getInt(4))),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7)),
        from,
        to);
  }

  /** The time of the newest sample, or {@link LimitState#NEVER} if there is none. */
  long newestSample(final String namespace) throws SQLException {
    return number(
        LimitState.NEVER, namespace, "SELECT coalesce(max(time), -1) FROM sample WHERE netns = ?");
  }

  /** How many samples the rows of a stretch of time tell of. */
  long sampleCount(final Grain grain, final String namespace, final long from, final long to)
      throws SQLException {
    return number(
        0,
        namespace,
        "SELECT coalesce(%s, 0) FROM %s WHERE netns = ? AND time >= ? AND time <= ?"
            .formatted(grain == Grain.SAMPLE ? "count(*)" : "sum(samples)", grain.table()),
        from,
        to);
  }

  private long number(
      final long otherwise, final String namespace, final String sql, final Object... parameters)
      throws SQLException {
    return ofNamespace(namespace, sql, row -> row.getLong(1), parameters).stream()
        .findFirst()
        .orElse(otherwise);
  }

  /** Rows of minutes or hours. */
  List<SpanRow> spans(final Grain grain, final String namespace, final long from, final long to)
      throws SQLException {
    return ofNamespace(
        namespace,
        """
        SELECT time, samples, total, least, most, measure, created, destroyed, losses FROM %s
        WHERE netns = ? AND time >= ? AND time <= ? ORDER BY time\
        """
            .formatted(grain.table()),
        row ->
            new SpanRow(
                namespace,
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                measure(row.getInt(6)),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9)),
        from,
        to);
  }

  @Nullable Composition firstComposition(final String namespace, final long from, final long to)
      throws SQLException {
    return composition(namespace, from, to, "ASC");
  }

  @Nullable Composition lastComposition(final String namespace, final long from, final long to)
      throws SQLException {
    return composition(namespace, from, to, "DESC");
  }

  private @Nullable Composition composition(
      final String namespace, final long from, final long to, final String order)
      throws SQLException {
    return ofNamespace(
            namespace,
            """
            SELECT time, body FROM composition WHERE netns = ? AND time >= ? AND time <= ?
            ORDER BY time %s LIMIT 1\
            """
                .formatted(order),
            row -> composition(namespace, row.getLong(1), row.getBytes(2)),
            from,
            to)
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** What a body says, or null if it can no longer be read. */
  private static @Nullable Composition composition(
      final String namespace, final long time, final byte[] body) {
    try {
      return CompositionText.read(namespace, time, body);
    } catch (final IOException e) {
      LOG.log(Level.WARNING, "the composition of {0} at {1} is damaged: {2}", namespace, time, e);
      return null;
    }
  }

  /** Overloads that touch a stretch of time, oldest first. */
  List<Overload> overloads(final String namespace, final long from, final long to)
      throws SQLException {
    return ofNamespace(
        namespace,
        """
        SELECT since, sustained, ended, ending, line, most FROM overload
        WHERE netns = ? AND since <= ? AND (ended < 0 OR ended >= ?) ORDER BY since\
        """,
        row -> overload(namespace, row),
        to,
        from);
  }

  List<Overload> openOverloads(final String namespace) throws SQLException {
    return ofNamespace(
        namespace,
        """
        SELECT since, sustained, ended, ending, line, most FROM overload
        WHERE netns = ? AND ended < 0 ORDER BY since\
        """,
        row -> overload(namespace, row));
  }

  /** The namespaces that have an overload that has not ended. */
  List<String> overloaded() throws SQLException {
    return rows(
        """
        SELECT DISTINCT name FROM overload JOIN netns ON netns.id = overload.netns
        WHERE ended < 0\
        """,
        row -> row.getString(1));
  }

  private static Overload overload(final String namespace, final ResultSet row)
      throws SQLException {
    final String ending = row.getString(4);
    return new Overload(
        namespace,
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        ending == null ? null : Episode.Ending.valueOf(ending),
        row.getLong(5),
        row.getLong(6));
  }

  private static final String DELIVERIES =
      """
      SELECT alert, channel, state, attempts, due, outcome, kind, phase, host, netns_name, time,
        since, title, facts, what_changed, command FROM delivery\
      """;

  List<Delivery> pendingDeliveries() throws SQLException {
    return rows(DELIVERIES + " WHERE state = 'PENDING' ORDER BY due", RowReader::delivery);
  }

  List<Delivery> newestDeliveries(final int most) throws SQLException {
    return rows(DELIVERIES + " ORDER BY time DESC LIMIT ?", RowReader::delivery, most);
  }

  private static Delivery delivery(final ResultSet row) throws SQLException {
    final String facts = row.getString(14);
    return new Delivery(
        new Alert(
            row.getString(1),
            Alert.Kind.valueOf(row.getString(7)),
            Alert.Phase.valueOf(row.getString(8)),
            row.getString(9),
            row.getString(10),
            row.getLong(11),
            row.getLong(12),
            row.getString(13),
            facts.isEmpty() ? List.of() : List.of(facts.split("\n", -1)),
            row.getString(15),
            row.getString(16)),
        row.getString(2),
        Delivery.State.valueOf(row.getString(3)),
        row.getInt(4),
        row.getLong(5),
        row.getString(6));
  }

  /** The names of all notes that are not empty. */
  List<String> notes() throws SQLException {
    return rows("SELECT name FROM note WHERE body <> ''", row -> row.getString(1));
  }

  /** A note's text, empty if there is none. */
  String note(final String name) throws SQLException {
    return rows("SELECT body FROM note WHERE name = ?", row -> row.getString(1), name).stream()
        .findFirst()
        .orElse("");
  }
}
