package dev.plimsoll.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.SessionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server's day under the default rule, looked at every ten seconds. */
class WatcherTest {
  private static final long INTERVAL = 10_000;
  private static final long MINUTE = 60_000;
  private static final long START = 1_700_000_000_000L;

  private final List<Reading> readings = new ArrayList<>();
  private final List<Overload> overloads = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();
  private final Source source = new Source();
  private Watcher watcher = watcher(EarlierWatch.NONE);
  private long now = START;

  @Test
  void aReadingTellsTheCountAndWhatHappenedSinceTheOneBefore() {
    stay(INTERVAL, 100);
    source.totals = new Totals(50, 20, 0, 0, 0, 0, 0);
    stay(INTERVAL, 130);
    assertThat(latest().sample().count()).isEqualTo(130);
    assertThat(latest().createdPerSecond()).isEqualTo(5.0);
    assertThat(latest().destroyedPerSecond()).isEqualTo(2.0);
  }

  @Test
  void theFirstReadingTellsNoRates() {
    source.totals = new Totals(50, 20, 9, 0, 0, 0, 0);
    stay(INTERVAL, 100);
    assertThat(latest().createdPerSecond()).isZero();
    assertThat(latest().ceiling().losses()).isZero();
  }

  @Test
  void lossesSinceTheReadingBeforeHitTheCeiling() {
    stay(INTERVAL, 100);
    source.totals = new Totals(0, 0, 2, 3, 4, 0, 0);
    stay(INTERVAL, 100);
    assertThat(latest().ceiling().losses()).isEqualTo(9);
    stay(INTERVAL, 100);
    assertThat(latest().ceiling().losses()).isZero();
  }

  @Test
  void whereNobodyFollowsTheSessionsEntriesAreJudgedAndCalledSo() {
    source.synchronised = false;
    stay(INTERVAL, 12_000);
    assertThat(latest().sample().measure()).isEqualTo(Sample.Measure.ENTRIES);
    assertThat(latest().verdict().overNow()).isTrue();
  }

  @Test
  void aPeakIsOneTimeOverTheLimitWithItsLargestCount() {
    stay(10 * MINUTE, 3_000);
    stay(2 * MINUTE, 12_000);
    stay(2 * MINUTE, 15_000);
    final long begun = START + 10 * MINUTE;
    stay(MINUTE, 3_000);
    assertThat(overloads.getFirst().sinceMillis()).isEqualTo(begun);
    assertThat(overloads.getLast())
        .isEqualTo(
            new Overload(
                "own",
                begun,
                LimitState.NEVER,
                begun + 4 * MINUTE,
                Episode.Ending.CLEARED,
                10_000,
                15_000));
  }

  @Test
  void anOverloadIsOneTimeUntilItIsClearedForLongEnough() {
    stay(10 * MINUTE, 3_000);
    stay(12 * MINUTE, 12_000);
    assertThat(overloads.getLast().sustainedMillis()).isEqualTo(START + 19 * MINUTE);
    stay(4 * MINUTE, 3_000);
    assertThat(overloads.getLast().isOver()).isFalse();
    stay(2 * MINUTE, 3_000);
    assertThat(overloads.getLast().ending()).isEqualTo(Episode.Ending.CLEARED);
    assertThat(overloads.stream().map(Overload::sinceMillis).distinct()).hasSize(1);
  }

  @Test
  void aServerThatVanishesEndsItsOverloadUnobserved() {
    stay(2 * MINUTE, 12_000);
    watcher.vanish("own", now);
    assertThat(overloads.getLast().ending()).isEqualTo(Episode.Ending.UNOBSERVED);
    assertThat(gone).containsExactly("own");
  }

  @Test
  void aCountThatCannotBeTakenIsTroubleAndInTheEndUnknown() {
    stay(10 * MINUTE, 3_000);
    source.trouble = "the namespace is gone";
    stay(2 * MINUTE, 3_000);
    assertThat(latest().trouble()).isEqualTo("the namespace is gone");
    assertThat(latest().verdict().answer()).isInstanceOf(Verdict.Unknown.class);
    assertThat(latest().sample().count()).isEqualTo(3_000);
  }

  @Test
  void aRestartInTheMiddleOfAnOverloadGoesOnWithTheSameAnswers() {
    stay(10 * MINUTE, 3_000);
    stay(5 * MINUTE, 12_000);
    final List<Sample> kept = readings.stream().map(Reading::sample).toList();
    final Overload open = overloads.getLast();
    watcher = watcher(new Earlier(kept, open));
    stay(5 * MINUTE, 12_000);
    assertThat(overloads.getLast().sinceMillis()).isEqualTo(START + 10 * MINUTE);
    assertThat(overloads.getLast().sustainedMillis()).isEqualTo(START + 19 * MINUTE);
  }

  @Test
  void anOverloadOfBeforeThatCanBeReadLateGoesOnAsOne() {
    stay(10 * MINUTE, 3_000);
    stay(5 * MINUTE, 12_000);
    final Earlier earlier = restartUnread();
    stay(6 * MINUTE, 12_000);
    assertThat(overloads).isEmpty();
    earlier.readable = true;
    stay(MINUTE, 12_000);
    assertThat(overloads).extracting(Overload::sinceMillis).containsOnly(START + 10 * MINUTE);
    assertThat(overloads.getLast().sustainedMillis()).isEqualTo(START + 19 * MINUTE);
    assertThat(overloads.getLast().isOver()).isFalse();
    assertThat(latest().verdict().answer()).isInstanceOf(Verdict.Sustained.class);
  }

  @Test
  void whatEndedAndBeganWhileTheEarlierWatchCouldNotBeReadIsToldWhenItCan() {
    stay(10 * MINUTE, 3_000);
    stay(5 * MINUTE, 12_000);
    final Earlier earlier = restartUnread();
    stay(10 * MINUTE, 3_000);
    final long again = now;
    stay(3 * MINUTE, 14_000);
    earlier.readable = true;
    stay(INTERVAL, 14_000);
    final Map<Long, Overload> last = new TreeMap<>();
    overloads.forEach(it -> last.put(it.sinceMillis(), it));
    assertThat(last.keySet()).containsExactly(START + 10 * MINUTE, again);
    assertThat(last.get(START + 10 * MINUTE)).matches(Overload::isOver);
    assertThat(last.get(again)).matches(it -> !it.isOver() && it.most() == 14_000);
  }

  @Test
  void whatAnEarlierWatchLeftOpenOfAServerThatIsWatchedNoLongerEndsUnobserved() {
    stay(10 * MINUTE, 3_000);
    stay(5 * MINUTE, 12_000);
    final Earlier earlier = restartUnread();
    watcher.endUnwatched(Set.of("blue"), now + MINUTE);
    assertThat(overloads).isEmpty();
    earlier.readable = true;
    watcher.endUnwatched(Set.of("blue"), now + MINUTE);
    watcher.endUnwatched(Set.of("blue"), now + MINUTE);
    assertThat(overloads)
        .singleElement()
        .matches(it -> it.ending() == Episode.Ending.UNOBSERVED)
        .matches(it -> it.sinceMillis() == START + 10 * MINUTE)
        .matches(it -> it.endMillis() == now - INTERVAL);
    assertThat(gone).containsExactly("own");
  }

  @Test
  void whatAnEarlierWatchLeftOpenOfAServerThatIsWatchedGoesOn() {
    stay(10 * MINUTE, 3_000);
    stay(5 * MINUTE, 12_000);
    restartUnread().readable = true;
    watcher.endUnwatched(Set.of("own"), now);
    assertThat(overloads).isEmpty();
    assertThat(gone).isEmpty();
  }

  /** A new watch goes on, which can read what this one saw only later. */
  private Earlier restartUnread() {
    final Earlier earlier =
        new Earlier(
            readings.stream().map(Reading::sample).toList(), requireNonNull(overloads.getLast()));
    earlier.readable = false;
    overloads.clear();
    readings.clear();
    watcher = watcher(earlier);
    return earlier;
  }

  /** What was seen before, and by this watch itself, as the history would tell. */
  private final class Earlier implements EarlierWatch {
    private final List<Sample> kept;
    private final Overload open;
    private boolean readable = true;

    Earlier(final List<Sample> kept, final Overload open) {
      this.kept = kept;
      this.open = open;
    }

    @Override
    public boolean isReadable() {
      return readable;
    }

    @Override
    public List<Sample> samples(
        final String namespace, final long fromMillis, final long toMillis) {
      return Stream.concat(
              readable ? kept.stream() : Stream.of(), readings.stream().map(Reading::sample))
          .filter(it -> it.timeMillis() >= fromMillis && it.timeMillis() <= toMillis)
          .distinct()
          .toList();
    }

    @Override
    public Set<String> unfinished() {
      return readable ? Set.of("own") : Set.of();
    }

    @Override
    public @Nullable Overload openOverload(final String namespace) {
      return readable ? open : null;
    }
  }

  private Watcher watcher(final EarlierWatch earlier) {
    return new Watcher(
        LimitRule.DEFAULT,
        INTERVAL,
        earlier,
        new WatchOutlet() {
          @Override
          public void reading(final Reading reading) {
            readings.add(reading);
          }

          @Override
          public void overload(final Overload overload) {
            overloads.add(overload);
          }

          @Override
          public void vanished(final String namespace, final long timeMillis) {
            gone.add(namespace);
          }
        });
  }

  private void stay(final long millis, final long count) {
    source.sessions = count;
    for (final long end = now + millis; now < end; now += INTERVAL) {
      watcher.look(source, now);
    }
  }

  private Reading latest() {
    return readings.getLast();
  }

  private static final class Source implements TableSource {
    private long sessions;
    private boolean synchronised = true;
    private @Nullable String trouble;
    private Totals totals = Totals.NONE;

    @Override
    public String namespace() {
      return "own";
    }

    @Override
    public Count count() throws IOException {
      if (trouble != null) {
        throw new IOException(trouble);
      }
      return new Count(synchronised ? sessions : -1, sessions, 262_144, totals);
    }

    @Override
    public SessionTable sessions() {
      return new SessionTable(null, TestSession.HOST);
    }

    @Override
    public Timeouts timeouts() {
      return Timeouts.DEFAULTS;
    }
  }
}
