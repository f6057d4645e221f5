package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.SeriesPoint;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.history.Row.DeliveryRow;
import dev.plimsoll.watch.history.Row.NoteRow;
import dev.plimsoll.watch.history.Row.OverloadRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the history: what is in the database, and what still waits to be written, as one. All times
 * are milliseconds since 1970; both ends of a stretch belong to it. Any thread.
 *
 * <p>In the process that writes it, a database that cannot be read is left out, and {@link
 * History#health} says so. In another one each question then throws {@link
 * java.io.UncheckedIOException}.
 */
public final class HistoryReader implements AutoCloseable {
  /** The most points of a series. */
  public static final int MOST_POINTS = 10_000;

  /** The most compositions at once. */
  public static final int MOST_COMPOSITIONS = 1_000;

  /** The end of the year 9999: no sum of times below it overflows. */
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  private static final int MOST_TRIES = 3;
  private static final long SECOND_MILLIS = 1_000;

  private final Source source;
  private final Backlog backlog;
  private final Runnable onClose;

  HistoryReader(final Source source, final Backlog backlog, final Runnable onClose) {
    this.source = source;
    this.backlog = backlog;
    this.onClose = onClose;
  }

  private interface Query<T> {
    T ask(RowReader rows) throws SQLException;
  }

  /** An answer of the database, and the rows of the backlog that go with it. */
  private record Answer<T, R>(T stored, List<R> waiting) {}

  // The backlog is looked at last. A row that was written between the two looks could be missed,
  // so then both are taken again; and where the writing never rests, what waited before the look at
  // the database counts too: by then it is there, or it was waiting.
  private <T, R extends Row> Answer<T, R> ask(
      final Class<R> kind, final T otherwise, final Query<T> query) {
    for (int tries = 1; ; tries++) {
      final long removals = backlog.removals();
      final List<R> before = tries == MOST_TRIES ? backlog.rows(kind) : List.of();
      final T stored = source.read(connection -> query.ask(new RowReader(connection)), otherwise);
      final List<R> waiting = backlog.rows(kind);
      if (removals == backlog.removals()) {
        return new Answer<>(stored, waiting);
      }
      if (tries == MOST_TRIES) {
        return new Answer<>(stored, both(before, waiting));
      }
    }
  }

  /** The rows of two looks; of a row that is in both the later one. */
  private static <R extends Row> List<R> both(final List<R> before, final List<R> after) {
    final Map<Row.Key, R> rows = new LinkedHashMap<>();
    before.forEach(row -> rows.put(row.key(), row));
    after.forEach(row -> rows.put(row.key(), row));
    return List.copyOf(rows.values());
  }

  /** Whether the database can be asked now. */
  boolean isReadable() {
    return source.read(_ -> true, false);
  }

  /** The names of all namespaces that there is something about, in order. */
  public List<String> namespaces() {
    final Answer<List<String>, Row> answer = ask(Row.class, List.of(), RowReader::namespaces);
    final TreeSet<String> names = new TreeSet<>(answer.stored);
    for (final Row row : answer.waiting) {
      switch (row) {
        case Row.AtMoment it -> names.add(it.namespace());
        case OverloadRow(var overload) -> names.add(overload.namespace());
        case DeliveryRow _, NoteRow _ -> {}
      }
    }
    return List.copyOf(names);
  }

  /** Every sample that is still kept, oldest first: to judge them again. */
  public List<Sample> samples(final String namespace, final long from, final long to) {
    return sampleRows(namespace, from, to).stream().map(SampleRow::sample).toList();
  }

  /** Samples with what happened since the one before each. */
  Collection<SampleRow> sampleRows(final String namespace, final long from, final long to) {
    final Answer<List<SampleRow>, SampleRow> answer =
        ask(SampleRow.class, List.of(), rows -> rows.samples(namespace, from, to));
    final TreeMap<Long, SampleRow> all = new TreeMap<>();
    answer.stored.forEach(row -> all.put(row.timeMillis(), row));
    for (final SampleRow row : answer.waiting) {
      if (row.namespace().equals(namespace) && row.timeMillis() >= from && row.timeMillis() <= to) {
        all.putIfAbsent(row.timeMillis(), row);
      }
    }
    return all.values();
  }

  /**
   * The counts as a chart draws them, oldest first: from samples, rows a minute, or rows an hour,
   * whichever are fine enough and reach back far enough. Each point has the least and the largest
   * count of its whole stretch. Stretches of which nothing is known have no point.
   *
   * @param points the most points, 2 to {@link #MOST_POINTS}
   */
  public List<SeriesPoint> series(
      final String namespace, final long fromMillis, final long toMillis, final int points) {
    final long from = Math.clamp(fromMillis, 0, LAST_MILLIS);
    final long to = Math.clamp(toMillis, 0, LAST_MILLIS);
    if (points < 2 || points > MOST_POINTS) {
      throw new IllegalArgumentException("points must be 2 to " + MOST_POINTS + ", not " + points);
    }
    if (to < from) {
      return List.of();
    }
    // One part less than points: the stretches begin at round times, so there may be one more.
    final long part = Math.ceilDiv(to - from + 1, points - 1);
    final Grain grain = grain(namespace, from, to, part);
    if (grain != Grain.SAMPLE) {
      return gathered(
          spans(grain, namespace, grain.start(from), to), roundUp(part, grain.millis()));
    }
    final List<SpanRow> rows = sampleRows(namespace, from, to).stream().map(SpanRow::of).toList();
    return rows.size() <= points
        ? rows.stream().map(row -> row.point(0)).toList()
        : gathered(rows, roundUp(part, SECOND_MILLIS));
  }

  // The coarsest rows that are fine enough, if all that the hours tell of is in them; else coarser
  // ones, for the fine ones are gone sooner.
  private Grain grain(
      final String namespace, final long from, final long to, final long partMillis) {
    final Grain wanted =
        partMillis >= Grain.HOUR.millis()
            ? Grain.HOUR
            : partMillis >= Grain.MINUTE.millis() ? Grain.MINUTE : Grain.SAMPLE;
    final long begin = Grain.HOUR.start(from);
    final long end = Grain.HOUR.start(to) + Grain.HOUR.millis() - 1;
    return source.read(
        connection -> {
          final RowReader rows = new RowReader(connection);
          final long all = rows.sampleCount(Grain.HOUR, namespace, begin, end);
          Grain grain = wanted;
          while (grain != Grain.HOUR && rows.sampleCount(grain, namespace, begin, end) < all) {
            grain = grain == Grain.SAMPLE ? Grain.MINUTE : Grain.HOUR;
          }
          return grain;
        },
        wanted);
  }

  private record Spans(List<SpanRow> rows, long newestSample) {}

  /** The rows of minutes or hours. */
  List<SpanRow> spans(final Grain grain, final String namespace, final long from, final long to) {
    final Answer<Spans, SampleRow> answer =
        ask(
            SampleRow.class,
            new Spans(List.of(), LimitState.NEVER),
            rows -> storedSpans(rows, grain, namespace, from, to));
    final List<SpanRow> all = new ArrayList<>(answer.stored.rows);
    for (final SampleRow row : answer.waiting) {
      final long time = row.timeMillis();
      // A row that is just being written may be in both; its minute must not count it twice.
      if (row.namespace().equals(namespace)
          && time >= from
          && time <= to
          && time > answer.stored.newestSample) {
        all.add(SpanRow.of(row));
      }
    }
    return SpanRow.gather(all, grain.millis());
  }

  // Of one moment: what is written between the two questions would be missed.
  private static Spans storedSpans(
      final RowReader rows,
      final Grain grain,
      final String namespace,
      final long from,
      final long to)
      throws SQLException {
    long newest = rows.newestSample(namespace);
    while (true) {
      final List<SpanRow> spans = rows.spans(grain, namespace, from, to);
      final long newestThen = rows.newestSample(namespace);
      if (newest == newestThen) {
        return new Spans(spans, newest);
      }
      newest = newestThen;
    }
  }

  private static long roundUp(final long millis, final long step) {
    return Math.ceilDiv(millis, step) * step;
  }

  private static List<SeriesPoint> gathered(final List<SpanRow> rows, final long spanMillis) {
    return SpanRow.gather(rows, spanMillis).stream().map(row -> row.point(spanMillis)).toList();
  }

  /**
   * Compositions, oldest first: the first one of each of so many equal parts of the time.
   *
   * @param most how many parts, 1 to {@link #MOST_COMPOSITIONS}
   */
  public List<Composition> compositions(
      final String namespace, final long fromMillis, final long toMillis, final int most) {
    final long from = Math.clamp(fromMillis, 0, LAST_MILLIS);
    final long to = Math.clamp(toMillis, 0, LAST_MILLIS);
    if (most < 1 || most > MOST_COMPOSITIONS) {
      throw new IllegalArgumentException(
          "most must be 1 to " + MOST_COMPOSITIONS + ", not " + most);
    }
    if (to < from) {
      return List.of();
    }
    final long part = Math.max(1, Math.ceilDiv(to - from, most));
    final Answer<List<Composition>, CompositionRow> answer =
        ask(
            CompositionRow.class,
            List.of(),
            rows -> firstOfEachPart(rows, namespace, from, to, part));
    final TreeMap<Long, Composition> all = new TreeMap<>();
    answer.stored.forEach(it -> all.put((it.timeMillis() - from) / part, it));
    for (final CompositionRow row : answer.waiting) {
      final long time = row.timeMillis();
      if (row.namespace().equals(namespace) && time >= from && time <= to) {
        all.computeIfAbsent((time - from) / part, _ -> row.composition());
      }
    }
    return all.values().stream().limit(most).toList();
  }

  private static List<Composition> firstOfEachPart(
      final RowReader rows,
      final String namespace,
      final long from,
      final long to,
      final long partMillis)
      throws SQLException {
    final List<Composition> found = new ArrayList<>();
    long begin = from;
    while (begin <= to) {
      final Composition first = rows.firstComposition(namespace, begin, to);
      if (first == null) {
        break;
      }
      found.add(first);
      begin = from + ((first.timeMillis() - from) / partMillis + 1) * partMillis;
    }
    return found;
  }

  /** The composition nearest to a moment, before or after it; null if there is none at all. */
  public @Nullable Composition compositionNear(final String namespace, final long timeMillis) {
    final Answer<List<Composition>, CompositionRow> answer =
        ask(
            CompositionRow.class,
            List.of(),
            rows ->
                Stream.of(
                        rows.lastComposition(namespace, 0, timeMillis),
                        rows.firstComposition(namespace, timeMillis, Long.MAX_VALUE))
                    .filter(Objects::nonNull)
                    .toList());
    @Nullable Composition nearest = null;
    long least = Long.MAX_VALUE;
    for (final Composition it : answer.stored) {
      final long distance = Math.abs(it.timeMillis() - timeMillis);
      if (distance < least) {
        least = distance;
        nearest = it;
      }
    }
    @Nullable CompositionRow nearer = null;
    for (final CompositionRow it : answer.waiting) {
      final long distance = Math.abs(it.timeMillis() - timeMillis);
      if (it.namespace().equals(namespace) && distance < least) {
        least = distance;
        nearer = it;
      }
    }
    return nearer == null ? nearest : nearer.composition();
  }

  /** Overloads that touch a stretch of time, oldest first. */
  public List<Overload> overloads(final String namespace, final long from, final long to) {
    return overloads(namespace, rows -> rows.overloads(namespace, from, to))
        .filter(it -> it.sinceMillis() <= to && (!it.isOver() || it.endMillis() >= from))
        .sorted(Comparator.comparingLong(Overload::sinceMillis))
        .toList();
  }

  /** The overload that had not ended when it was last told of; null if there is none. */
  public @Nullable Overload openOverload(final String namespace) {
    return overloads(namespace, rows -> rows.openOverloads(namespace))
        .filter(it -> !it.isOver())
        .max(Comparator.comparingLong(Overload::sinceMillis))
        .orElse(null);
  }

  /** The namespaces that have an overload that had not ended when it was last told of. */
  public Set<String> overloaded() {
    final Answer<List<String>, OverloadRow> answer =
        ask(OverloadRow.class, List.of(), RowReader::overloaded);
    return Stream.concat(
            answer.stored.stream(), answer.waiting.stream().map(row -> row.overload().namespace()))
        .filter(namespace -> openOverload(namespace) != null)
        .collect(Collectors.toSet());
  }

  private Stream<Overload> overloads(final String namespace, final Query<List<Overload>> query) {
    final Answer<List<Overload>, OverloadRow> answer = ask(OverloadRow.class, List.of(), query);
    final Map<Row.Key, Overload> all = new LinkedHashMap<>();
    answer.stored.forEach(it -> all.put(new OverloadRow(it).key(), it));
    answer.waiting.forEach(row -> all.put(row.key(), row.overload()));
    return all.values().stream().filter(it -> it.namespace().equals(namespace));
  }

  /** The newest deliveries of alerts, newest first; at most so many. */
  public List<Delivery> newest(final int most) {
    return deliveries(rows -> rows.newestDeliveries(most))
        .sorted(Comparator.comparingLong((Delivery it) -> it.alert().timeMillis()).reversed())
        .limit(most)
        .toList();
  }

  List<Delivery> pending() {
    return deliveries(RowReader::pendingDeliveries)
        .filter(it -> it.state() == Delivery.State.PENDING)
        .sorted(Comparator.comparingLong(Delivery::nextAttemptMillis))
        .toList();
  }

  private Stream<Delivery> deliveries(final Query<List<Delivery>> query) {
    final Answer<List<Delivery>, DeliveryRow> answer = ask(DeliveryRow.class, List.of(), query);
    final Map<Row.Key, Delivery> all = new LinkedHashMap<>();
    answer.stored.forEach(it -> all.put(new DeliveryRow(it).key(), it));
    answer.waiting.forEach(row -> all.put(row.key(), row.delivery()));
    return all.values().stream();
  }

  Set<String> notes() {
    final Answer<List<String>, NoteRow> answer = ask(NoteRow.class, List.of(), RowReader::notes);
    final Set<String> names = new HashSet<>(answer.stored);
    for (final NoteRow row : answer.waiting) {
      if (row.body().isEmpty()) {
        names.remove(row.name());
      } else {
        names.add(row.name());
      }
    }
    return names;
  }

  String note(final String name) {
    final Answer<String, NoteRow> answer = ask(NoteRow.class, "", rows -> rows.note(name));
    return answer.waiting.stream()
        .filter(row -> row.name().equals(name))
        .map(NoteRow::body)
        .findFirst()
        .orElse(answer.stored);
  }

  /** Closes what was opened to be read; the reader of a {@link History} needs it not. */
  @Override
  public void close() {
    onClose.run();
  }
}
