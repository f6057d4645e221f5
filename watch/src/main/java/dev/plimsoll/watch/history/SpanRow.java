package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Sample.Measure;
import dev.plimsoll.watch.SeriesPoint;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the samples of a stretch of time have in common. The sum stands instead of the mean, so that
 * two stretches add up exactly, in any order.
 *
 * @param timeMillis when it begins
 * @param samples how many samples there were, at least 1
 * @param total the sum of their counts
 * @param measure {@link Measure#ENTRIES} as soon as one sample counted entries
 */
record SpanRow(
    String namespace,
    long timeMillis,
    long samples,
    long total,
    long least,
    long most,
    Measure measure,
    long created,
    long destroyed,
    long losses) {

  private record Key(String namespace, long timeMillis) {}

  static SpanRow of(final SampleRow row) {
    final long count = row.sample().count();
    return new SpanRow(
        row.namespace(),
        row.timeMillis(),
        1,
        count,
        count,
        count,
        row.sample().measure(),
        row.created(),
        row.destroyed(),
        row.losses());
  }

  /** This and another stretch together, under this one's beginning. */
  SpanRow plus(final SpanRow other) {
    return new SpanRow(
        namespace,
        timeMillis,
        samples + other.samples,
        total + other.total,
        Math.min(least, other.least),
        Math.max(most, other.most),
        measure == Measure.ENTRIES ? measure : other.measure,
        created + other.created,
        destroyed + other.destroyed,
        losses + other.losses);
  }

  SpanRow at(final long start) {
    return new SpanRow(
        namespace, start, samples, total, least, most, measure, created, destroyed, losses);
  }

  /** Rows that each gather all of a stretch of so many milliseconds, counted from 1970. */
  static List<SpanRow> gather(final Collection<SpanRow> rows, final long spanMillis) {
    final Map<Key, SpanRow> gathered = new LinkedHashMap<>();
    for (final SpanRow row : rows) {
      final long start = row.timeMillis - Math.floorMod(row.timeMillis, spanMillis);
      gathered.merge(new Key(row.namespace, start), row.at(start), SpanRow::plus);
    }
    return List.copyOf(gathered.values());
  }

  SeriesPoint point(final long spanMillis) {
    return new SeriesPoint(
        timeMillis, spanMillis, least, (double) total / samples, most, created, destroyed, losses);
  }
}
