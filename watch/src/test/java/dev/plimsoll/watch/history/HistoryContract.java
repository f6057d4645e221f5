package dev.plimsoll.watch.history;

import static dev.plimsoll.watch.history.HistorySamples.NOON;
import static dev.plimsoll.watch.history.HistorySamples.composition;
import static dev.plimsoll.watch.history.HistorySamples.deleteOld;
import static dev.plimsoll.watch.history.HistorySamples.delivered;
import static dev.plimsoll.watch.history.HistorySamples.delivery;
import static dev.plimsoll.watch.history.HistorySamples.ended;
import static dev.plimsoll.watch.history.HistorySamples.overload;
import static dev.plimsoll.watch.history.HistorySamples.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Sample.Measure;
import dev.plimsoll.watch.SeriesPoint;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.alert.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the history does, wherever it is kept. */
abstract class HistoryContract {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** A place with nothing in it yet; the same one throughout a test. */
  abstract HistoryLocation location();

  final History open() {
    return open(NOON);
  }

  final History open(final long now) {
    return History.open(HistorySettings.at(location()), () -> Instant.ofEpochMilli(now));
  }

  @Test
  void samplesAreThereAfterARestart() {
    try (History history = open()) {
      history.add(reading("own", NOON, 7));
      history.add(reading("own", new Sample(NOON + 5_000, 5_000, 9, Measure.ENTRIES), Totals.NONE));
    }
    try (History history = open()) {
      assertThat(history.reader().samples("own", NOON, NOON + 5_000))
          .containsExactly(
              Sample.ofSessions(NOON, 5_000, 7),
              new Sample(NOON + 5_000, 5_000, 9, Measure.ENTRIES));
    }
  }

  @Test
  void whatWaitsIsToldWithWhatIsWritten() {
    try (History history = open()) {
      history.add(reading("own", NOON, 10));
      assertThat(history.flush()).isTrue();
      history.add(reading("own", NOON + 5_000, 20));
      history.add(reading("other", NOON + 5_000, 99));
      assertThat(history.reader().samples("own", 0, NOON * 2))
          .extracting(Sample::count)
          .containsExactly(10L, 20L);
      assertThat(history.reader().series("own", NOON, NOON + DAY, 100))
          .singleElement()
          .isEqualTo(new SeriesPoint(NOON, 15 * 60_000, 10, 15.0, 20, 6, 4, 2));
      assertThat(history.reader().namespaces()).containsExactly("other", "own");
    }
  }

  @Test
  void theFirstWordOnAMomentStands() {
    try (History history = open()) {
      history.add(reading("own", NOON, 10));
      history.flush();
      history.add(reading("own", NOON, 5_000));
      history.flush();
      assertThat(history.reader().series("own", NOON - DAY, NOON + DAY, 200))
          .singleElement()
          .extracting(SeriesPoint::max, SeriesPoint::created)
          .containsExactly(10L, 3L);
    }
  }

  @Test
  void aReadingWithTroubleLeavesNoSample() {
    try (History history = open()) {
      final var good = reading("own", NOON, 10);
      history.add(
          new dev.plimsoll.watch.Reading(
              good.namespace(),
              good.sample(),
              good.rule(),
              good.verdict(),
              good.ceiling(),
              good.totals(),
              good.since(),
              good.sinceMillis(),
              false,
              "the kernel did not answer"));
      history.flush();
      assertThat(history.reader().samples("own", 0, NOON * 2)).isEmpty();
    }
  }

  @Test
  void minutesAndHoursEqualWhatIsComputedFromTheSamplesWithRestartsInBetween() {
    final SplittableRandom random = new SplittableRandom(42);
    final List<SampleRow> all = new ArrayList<>();
    long time = NOON + 17;
    for (int run = 0; run < 6; run++) {
      try (History history = open()) {
        final int readings = random.nextInt(1, 400);
        for (int i = 0; i < readings; i++) {
          time += random.nextLong(1, 30_000);
          final Totals since =
              new Totals(random.nextInt(100), random.nextInt(100), random.nextInt(3), 1, 0, 0, 0);
          final Sample sample =
              new Sample(
                  time,
                  5_000,
                  random.nextInt(1 << 20),
                  random.nextInt(50) == 0 ? Measure.ENTRIES : Measure.SESSIONS);
          history.add(reading("ns" + random.nextInt(2), sample, since));
          all.add(SampleRow.of(reading("ns", sample, since)));
          if (random.nextInt(20) == 0) {
            history.flush();
          }
        }
        final long from = NOON;
        final long to = time;
        assertPointsAreThoseOf(all, Grain.MINUTE, seriesOfBoth(history, from, to, Grain.MINUTE));
        assertPointsAreThoseOf(all, Grain.HOUR, seriesOfBoth(history, from, to, Grain.HOUR));
      }
    }
  }

  // Both namespaces together, so that the expectation needs to know nothing of namespaces.
  private static List<SpanRow> seriesOfBoth(
      final History history, final long from, final long to, final Grain grain) {
    final List<SpanRow> rows = new ArrayList<>();
    rows.addAll(history.reader().spans(grain, "ns0", from, to));
    rows.addAll(history.reader().spans(grain, "ns1", from, to));
    return rows;
  }

  private static void assertPointsAreThoseOf(
      final List<SampleRow> samples, final Grain grain, final List<SpanRow> rows) {
    final Map<Long, List<SampleRow>> byTime = new TreeMap<>();
    for (final SampleRow it : samples) {
      byTime
          .computeIfAbsent(
              it.timeMillis() / grain.millis() * grain.millis(), _ -> new ArrayList<>())
          .add(it);
    }
    final Map<Long, List<SpanRow>> told = new TreeMap<>();
    rows.forEach(it -> told.computeIfAbsent(it.timeMillis(), _ -> new ArrayList<>()).add(it));
    assertThat(told.keySet()).isEqualTo(byTime.keySet());
    byTime.forEach((time, expected) -> {
      final List<SpanRow> actual = told.getOrDefault(time, List.of());
      assertThat(actual.stream().mapToLong(SpanRow::samples).sum()).isEqualTo(expected.size());
      assertThat(actual.stream().mapToLong(SpanRow::total).sum())
          .isEqualTo(expected.stream().mapToLong(it -> it.sample().count()).sum());
      assertThat(actual.stream().mapToLong(SpanRow::least).min())
          .isEqualTo(expected.stream().mapToLong(it -> it.sample().count()).min());
      assertThat(actual.stream().mapToLong(SpanRow::most).max())
          .isEqualTo(expected.stream().mapToLong(it -> it.sample().count()).max());
      assertThat(actual.stream().mapToLong(SpanRow::created).sum())
          .isEqualTo(expected.stream().mapToLong(SampleRow::created).sum());
      assertThat(actual.stream().mapToLong(SpanRow::losses).sum())
          .isEqualTo(expected.stream().mapToLong(SampleRow::losses).sum());
      assertThat(actual.stream().anyMatch(it -> it.measure() == Measure.ENTRIES))
          .isEqualTo(expected.stream().anyMatch(it -> it.sample().measure() == Measure.ENTRIES));
    });
  }

  @Test
  void aSeriesKeepsTheLeastAndTheMostAtEveryNumberOfPoints() {
    final SplittableRandom random = new SplittableRandom(7);
    final List<Long> counts = new ArrayList<>();
    final long to = NOON + 4 * HOUR;
    try (History history = open(to)) {
      for (long time = NOON; time < to; time += 5_000) {
        counts.add(random.nextLong(100_000));
        history.add(reading("own", time, counts.getLast()));
      }
      history.flush();
      for (final int points : new int[] {2, 3, 10, 100, 239, 600, 2_880, 2_881, 10_000}) {
        final List<SeriesPoint> series = history.reader().series("own", NOON, to - 1, points);
        assertThat(series).hasSizeBetween(Math.min(points / 2, 2_880), points);
        assertThat(series.stream().mapToLong(SeriesPoint::min).min()).hasValue(min(counts));
        assertThat(series.stream().mapToLong(SeriesPoint::max).max()).hasValue(max(counts));
        assertThat(series.stream().mapToLong(SeriesPoint::created).sum()).isEqualTo(2_880 * 3);
        assertThat(series)
            .isSortedAccordingTo((a, b) -> Long.compare(a.timeMillis(), b.timeMillis()));
      }
    }
  }

  private static long min(final List<Long> counts) {
    return counts.stream().mapToLong(it -> it).min().orElseThrow();
  }

  private static long max(final List<Long> counts) {
    return counts.stream().mapToLong(it -> it).max().orElseThrow();
  }

  @Test
  void compositionsComeBackAsTheyWere() {
    final Composition many = composition("own", NOON, 40);
    final Composition empty = composition("own", NOON + 60_000, 0);
    try (History history = open()) {
      history.add(many);
      history.add(empty);
      assertThat(history.reader().compositions("own", NOON, NOON + HOUR, 60))
          .containsExactly(many, empty);
    }
    try (History history = open()) {
      assertThat(history.reader().compositions("own", NOON, NOON + HOUR, 60))
          .containsExactly(many, empty);
      assertThat(history.reader().compositions("other", NOON, NOON + HOUR, 60)).isEmpty();
    }
  }

  @Test
  void compositionsAreSpreadEvenly() {
    try (History history = open()) {
      for (int i = 0; i < 100; i++) {
        history.add(composition("own", NOON + i * 60_000L, 1));
        if (i == 70) {
          history.flush();
        }
      }
      assertThat(history.reader().compositions("own", NOON, NOON + 100 * 60_000 - 1, 10))
          .extracting(Composition::timeMillis)
          .containsExactlyElementsOf(
              IntStream.range(0, 10).mapToObj(i -> NOON + i * 600_000L).toList());
    }
  }

  @Test
  void theNearestCompositionIsFoundBeforeAndAfterAMoment() {
    try (History history = open()) {
      assertThat(history.reader().compositionNear("own", NOON)).isNull();
      history.add(composition("own", NOON, 1));
      history.add(composition("own", NOON + 60_000, 2));
      history.flush();
      history.add(composition("own", NOON + 120_000, 3));
      assertThat(near(history, 0)).isEqualTo(10);
      assertThat(near(history, NOON + 29_000)).isEqualTo(10);
      assertThat(near(history, NOON + 31_000)).isEqualTo(20);
      assertThat(near(history, NOON + 60_000)).isEqualTo(20);
      assertThat(near(history, NOON + 91_000)).isEqualTo(30);
      assertThat(near(history, NOON + HOUR)).isEqualTo(30);
    }
  }

  private static long near(final History history, final long time) {
    final Composition found = history.reader().compositionNear("own", time);
    return found == null ? -1 : found.sessions();
  }

  @Test
  void whatIsOpenCanBeAskedForInAllNamespaces() {
    try (History history = open()) {
      history.put(overload("own", NOON));
      history.put(overload("blue", NOON));
      history.put(ended(overload("red", NOON), NOON + 60_000));
      history.remember("alerts/own", "something", List.of());
      history.remember("alerts/blue", "something", List.of());
      history.remember("alerts/red", "", List.of());
      assertThat(history.reader().overloaded()).containsExactlyInAnyOrder("own", "blue");
      assertThat(history.keys()).containsExactlyInAnyOrder("alerts/own", "alerts/blue");
      history.flush();
      history.put(ended(overload("blue", NOON), NOON + 60_000));
      history.remember("alerts/blue", "", List.of());
      assertThat(history.reader().overloaded()).containsExactly("own");
      assertThat(history.keys()).containsExactly("alerts/own");
    }
  }

  @Test
  void anOverloadIsReplacedWhenItEnds() {
    final Overload open = overload("own", NOON);
    final Overload ended = ended(open, NOON + 60_000);
    try (History history = open()) {
      history.put(open);
      history.flush();
      assertThat(history.reader().openOverload("own")).isEqualTo(open);
      history.put(ended);
      assertThat(history.reader().openOverload("own")).isNull();
      assertThat(history.reader().overloads("own", 0, NOON * 2)).containsExactly(ended);
    }
    try (History history = open()) {
      assertThat(history.reader().openOverload("own")).isNull();
      assertThat(history.reader().overloads("own", NOON + 60_000, NOON * 2)).containsExactly(ended);
      assertThat(history.reader().overloads("own", NOON + 60_001, NOON * 2)).isEmpty();
      assertThat(history.reader().overloads("own", 0, NOON - 1)).isEmpty();
    }
  }

  @Test
  void deliveriesAreKeptWithTheirAlertsAndReplacedByAlertAndChannel() {
    final Delivery mail = delivery("a1", "mail", NOON);
    final Delivery hook = delivery("a1", "hook", NOON);
    final Delivery later = delivery("a2", "mail", NOON + 5);
    try (History history = open()) {
      history.remember("told", "something", List.of());
      history.put(List.of(mail, hook, later));
    }
    try (History history = open()) {
      assertThat(history.recall("told")).isEqualTo("something");
      assertThat(history.recall("untold")).isEmpty();
      assertThat(history.pending())
          .containsExactlyInAnyOrder(mail, hook, later)
          .last()
          .isEqualTo(later);
      history.put(List.of(delivered(mail)));
      assertThat(history.pending()).containsExactlyInAnyOrder(hook, later);
      assertThat(history.newest(1)).containsExactly(later);
      assertThat(history.newest(9))
          .filteredOn(it -> it.state() == Delivery.State.DELIVERED)
          .singleElement()
          .extracting(Delivery::alert, Delivery::outcome)
          .containsExactly(mail.alert(), "200  OK");
    }
  }

  @Test
  void aDeliveryThatIsDecidedAnewStaysAsItIs() {
    final Delivery mail = delivery("a1", "mail", NOON);
    try (History history = open()) {
      history.remember("told", "a1", List.of(mail));
      history.put(List.of(delivered(mail)));
      history.remember("told", "a1", List.of(mail));
      assertThat(history.pending()).isEmpty();
    }
  }

  @Test
  void whatIsPutForAlertsIsWrittenBeforePutReturns() throws IOException {
    try (History history = open()) {
      history.remember("told", "first", List.of());
      history.remember("told", "second", List.of());
      history.put(List.of(delivery("a1", "mail", NOON)));
      assertThat(history.health().waiting()).isZero();
      try (HistoryReader other = History.read(location())) {
        assertThat(other.newest(9)).hasSize(1);
        assertThat(other.note("told")).isEqualTo("second");
      }
    }
  }

  @Test
  void anotherProcessReadsWhatIsWrittenMeanwhile() throws IOException {
    try (History history = open()) {
      history.add(reading("own", NOON, 10));
      history.flush();
      try (HistoryReader other = History.read(location())) {
        assertThat(other.samples("own", 0, NOON * 2)).hasSize(1);
        history.add(reading("own", NOON + 5_000, 10));
        history.flush();
        assertThat(other.samples("own", 0, NOON * 2)).hasSize(2);
      }
    }
  }

  @Test
  void eachKindOfRowIsKeptForItsTime() {
    final long old = NOON - 800 * DAY;
    try (History history = open(old + HOUR)) {
      for (int day = 0; day < 800; day += 10) {
        history.add(reading("own", old + day * DAY, day));
        history.add(composition("own", old + day * DAY, 1));
      }
      history.put(ended(overload("own", old), old + HOUR));
      history.put(List.of(delivered(delivery("a1", "mail", old)), delivery("a2", "mail", old)));
      history.add(reading("gone", old, 1));
    }
    try (History history = open(NOON)) {
      history.add(reading("own", NOON, 1));
      deleteOld(history);
      final HistoryReader reader = history.reader();
      assertThat(reader.samples("own", 0, NOON)).hasSize(1);
      assertThat(reader.compositions("own", NOON - 100 * DAY, NOON, 1_000)).hasSize(3);
      assertThat(reader.spans(Grain.MINUTE, "own", 0, NOON)).hasSize(4);
      assertThat(reader.spans(Grain.HOUR, "own", 0, NOON)).hasSize(74);
      assertThat(reader.overloads("own", 0, NOON)).isEmpty();
      assertThat(reader.newest(9)).extracting(it -> it.alert().id()).containsExactly("a2");
      assertThat(reader.namespaces()).containsExactly("own");
    }
  }

  @Test
  void theSamplesOfAnOverloadStayWithIt() {
    final long old = NOON - 30 * DAY;
    final Overload overload = ended(overload("own", old), old + HOUR);
    try (History history = open(old)) {
      for (long time = old - HOUR; time < old + 3 * HOUR; time += 5_000) {
        history.add(reading("own", time, 1));
      }
      history.put(overload);
    }
    try (History history = open(NOON)) {
      deleteOld(history);
      assertThat(history.reader().samples("own", 0, NOON))
          .hasSize(70 * 12 + 1)
          .first()
          .extracting(Sample::timeMillis)
          .isEqualTo(old - Duration.ofMinutes(10).toMillis());
    }
  }

  @Test
  void aSeriesIsDrawnFromCoarserRowsWhereTheFineOnesAreGone() {
    final long old = NOON - 10 * DAY;
    try (History history = open(old)) {
      for (long time = old; time < old + HOUR; time += 5_000) {
        history.add(reading("own", time, 5));
      }
      assertThat(history.reader().series("own", old, old + 600_000, 1_000)).hasSize(121);
    }
    try (History history = open(NOON)) {
      deleteOld(history);
      assertThat(history.reader().samples("own", 0, NOON)).isEmpty();
      assertThat(history.reader().series("own", old, old + 600_000, 1_000))
          .hasSize(11)
          .allMatch(it -> it.spanMillis() == 60_000 && it.created() == 36);
    }
    try (History history = open(NOON + 100 * DAY)) {
      deleteOld(history);
      assertThat(history.reader().series("own", old, old + 600_000, 1_000))
          .containsExactly(new SeriesPoint(old, HOUR, 5, 5, 5, 2_160, 1_440, 720));
    }
  }

  @Test
  void timesBeyondAllRangesAreAnswered() {
    try (History history = open()) {
      history.add(reading("own", NOON, 1));
      history.add(composition("own", NOON, 1));
      history.flush();
      assertThat(history.reader().series("own", Long.MIN_VALUE, Long.MAX_VALUE, 2)).hasSize(1);
      assertThat(history.reader().series("own", Long.MAX_VALUE, Long.MIN_VALUE, 2)).isEmpty();
      assertThat(history.reader().compositions("own", Long.MIN_VALUE, Long.MAX_VALUE, 1))
          .hasSize(1);
      assertThat(history.reader().compositionNear("own", Long.MAX_VALUE)).isNotNull();
      assertThat(history.reader().samples("own", Long.MIN_VALUE, Long.MAX_VALUE)).hasSize(1);
      assertThat(history.reader().overloads("own", Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
    }
  }
}
