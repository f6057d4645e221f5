package dev.plimsoll.watch;

import static dev.plimsoll.watch.LimitState.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Verdict.BriefPeak;
import dev.plimsoll.watch.Verdict.Fine;
import dev.plimsoll.watch.Verdict.Sustained;
import dev.plimsoll.watch.Verdict.Unknown;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What must hold for any series of samples. */
class LimitJudgePropertyTest {
  private static final LimitRule RULE = LimitRule.ofLimit(10_000).withBurstLimit(20_000);
  private static final LimitJudge JUDGE = new LimitJudge(RULE);
  private static final long WINDOW = RULE.window().toMillis();
  private static final long OVER_FOR = RULE.overFor().toMillis();
  private static final long EPOCH = 1_700_000_000_000L;
  private static final long[] INTERVALS = {250, 1_000, 5_000, 10_000, 30_000, 60_000, 240_000};

  @Test
  void aPeakShorterThanOverForNeverBecomesSustained() {
    Seeds.each(
        150,
        random -> {
          final long start = EPOCH + 900_000 + random.nextLong(60_000);
          final long shorterBy = random.nextLong(1, random.nextBoolean() ? 3_000 : OVER_FOR);
          final long end = start + OVER_FOR - shorterBy;
          LimitState state = LimitState.START;
          for (final Sample at : times(random, EPOCH, EPOCH + 2_400_000)) {
            final boolean over = at.timeMillis() >= start && at.timeMillis() < end;
            state = JUDGE.judge(state, withCount(at, over ? 10_001 : 10_000));
            assertThat(state.isSustained()).isFalse();
          }
        });
  }

  @Test
  void droppingSamplesBringsItNearerByAtMostASecondASampleAndWhatItCameEarly() {
    Seeds.each(
        150,
        random -> {
          LimitState all = LimitState.START;
          LimitState some = LimitState.START;
          long allowed = 0;
          long expected = Long.MAX_VALUE;
          for (final Sample sample : series(random)) {
            all = JUDGE.judge(all, sample);
            final long early = Math.max(0, expected - sample.timeMillis());
            expected = sample.timeMillis() + sample.intervalMillis();
            if (random.nextInt(4) == 0) {
              allowed += 1_000 + (all.timeMillis() == EPOCH ? 0 : early);
              continue;
            }
            final boolean before = some.isSustained();
            some = JUDGE.judge(some, sample);
            final long over = JUDGE.verdict(all).overMillis();
            assertThat(JUDGE.verdict(some).overMillis()).isLessThanOrEqualTo(over + allowed);
            if (some.isSustained() && !before) {
              assertThat(over).isGreaterThanOrEqualTo(OVER_FOR - allowed);
            }
          }
        });
  }

  @Test
  void moreLoadNeverMakesTheVerdictMilder() {
    final LimitJudge judge =
        new LimitJudge(
            new LimitRule(
                RULE.limit(),
                RULE.window(),
                RULE.overFor(),
                RULE.clearBelow(),
                RULE.clearFor(),
                RULE.burstLimit(),
                RULE.recurringOver(),
                RULE.recurringOf(),
                100));
    Seeds.each(
        150,
        random -> {
          LimitState less = LimitState.START;
          LimitState more = LimitState.START;
          for (final Sample sample : series(random)) {
            less = judge.judge(less, sample);
            final long extra = random.nextInt(3) == 0 ? random.nextLong(12_000) : 0;
            more = judge.judge(more, withCount(sample, sample.count() + extra));
            final Verdict mild = judge.verdict(less);
            final Verdict harsh = judge.verdict(more);
            assertThat(severity(harsh)).isGreaterThanOrEqualTo(severity(mild));
            assertThat(harsh.overMillis()).isGreaterThanOrEqualTo(mild.overMillis());
            assertThat(harsh.burst() || !mild.burst()).isTrue();
            if (more.peakStartsMillis().size() < 100 && less.peakStartsMillis().size() < 100) {
              assertThat(harsh.recurring() || !mild.recurring()).isTrue();
            }
            if (forecast(mild) != NEVER && forecast(harsh) != NEVER) {
              assertThat(forecast(harsh)).isLessThanOrEqualTo(forecast(mild));
            }
          }
        });
  }

  @Test
  void itAlwaysEndsOnceAFullWindowWasSeenAtOrBelowTheLimit() {
    Seeds.each(
        200,
        random -> {
          LimitState state = LimitState.START;
          for (final Sample sample : series(random)) {
            state = JUDGE.judge(state, sample);
          }
          // Not clear of the limit, and samples as late as bridging allows.
          final long end = state.timeMillis() + 400_000 + 2 * WINDOW;
          long now = state.timeMillis() + random.nextLong(1, 400_000);
          final long within = now;
          while (now < end) {
            final long interval = random.nextLong(1_000, 20_000);
            state = JUDGE.judge(state, Sample.ofSessions(now, interval, 10_000));
            if (now - within >= WINDOW) {
              assertThat(state.isSustained()).isFalse();
            }
            now += random.nextLong(1, 3 * interval + 1);
          }
        });
  }

  @Test
  void theForecastComesTrueWhenTheCountStays() {
    Seeds.each(
        150,
        random -> {
          final List<Sample> series = series(random);
          LimitState state = LimitState.START;
          for (final Sample sample : series.subList(0, random.nextInt(1, series.size() + 1))) {
            state = JUDGE.judge(state, sample);
          }
          final long interval = random.nextLong(200, 30_000);
          long now = state.timeMillis() + 1 + random.nextLong(60_000);
          state = JUDGE.judge(state, Sample.ofSessions(now, interval, 10_001));
          if (state.isSustained()) {
            return;
          }
          final long due = now + forecast(JUDGE.verdict(state));
          assertThat(due).isBetween(now, now + OVER_FOR);
          while (now < due) {
            assertThat(state.isSustained()).isFalse();
            assertThat(now + forecast(JUDGE.verdict(state))).isEqualTo(due);
            now += random.nextBoolean() ? interval : interval + LimitJudge.SLACK_MILLIS;
            state = JUDGE.judge(state, Sample.ofSessions(now, interval, 10_001));
          }
          assertThat(JUDGE.verdict(state).answer()).isEqualTo(new Sustained(now));
        });
  }

  @Test
  void aStateRebuiltFromItsComponentsGoesOnWithTheSameAnswers() {
    Seeds.each(
        30,
        random -> {
          LimitState run = LimitState.START;
          LimitState handedOn = LimitState.START;
          for (final Sample sample : series(random)) {
            run = JUDGE.judge(run, sample);
            final boolean rebuild = random.nextInt(20) == 0;
            handedOn = new LimitJudge(RULE).judge(rebuild ? rebuilt(handedOn) : handedOn, sample);
            assertThat(handedOn.equals(run)).isTrue();
            assertThat(JUDGE.verdict(handedOn)).isEqualTo(JUDGE.verdict(run));
          }
        });
  }

  @Test
  void theCompactHistoryTellsTheSameAsAllSamples() {
    Seeds.each(
        40,
        random -> {
          final List<Sample> sofar = new ArrayList<>();
          LimitState state = LimitState.START;
          for (final Sample sample : series(random)) {
            state = JUDGE.judge(state, sample);
            sofar.add(sample);
            final long later = random.nextLong(200_000);
            final long now = state.timeMillis() + (random.nextInt(4) == 0 ? later : 0);
            final Verdict verdict = JUDGE.verdict(state, now);
            assertThat(verdict.overMillis()).isEqualTo(overMillis(sofar, now));
            assertThat(verdict.gapMillis()).isEqualTo(WINDOW - coveredMillis(sofar, now));
            assertThat(verdict.recurring())
                .isEqualTo(recurringByTime(sofar, now) || recurringByPeaks(sofar, now));
          }
        });
  }

  @Test
  void samplesThatAreNotNewerChangeNothingButTheirCount() {
    Seeds.each(
        50,
        random -> {
          LimitState state = LimitState.START;
          for (final Sample sample : series(random)) {
            state = JUDGE.judge(state, sample);
            final long before = sample.timeMillis() - random.nextLong(0, 100_000);
            final LimitState after =
                JUDGE.judge(state, Sample.ofSessions(before, 1_000, random.nextLong(30_000)));
            assertThat(after.ignoredSamples()).isEqualTo(state.ignoredSamples() + 1);
            assertThat(JUDGE.verdict(after)).isEqualTo(JUDGE.verdict(state));
            assertThat(after.seen()).isEqualTo(state.seen());
            state = after;
          }
        });
  }

  @Test
  void theStateStaysSmallHoweverTheCountTrembles() {
    LimitState state = LimitState.START;
    for (int i = 0; i < 5_000; i++) {
      state = JUDGE.judge(state, Sample.ofSessions(EPOCH + i * 100L, 100, 10_000 + i % 2));
    }
    assertThat(state.seen().stretches()).hasSize(SeenTime.MAX_STRETCHES);
    assertThat(JUDGE.verdict(state).answer()).isInstanceOf(Unknown.class);
  }

  private static int severity(final Verdict verdict) {
    return switch (verdict.answer()) {
      case Fine() -> 0;
      case Unknown _ -> 1;
      case BriefPeak _ -> 2;
      case Sustained _ -> 3;
    };
  }

  private static long forecast(final Verdict verdict) {
    return switch (verdict.answer()) {
      case BriefPeak(_, final long in) -> in;
      case Unknown(final long in) -> in;
      case Fine _, Sustained _ -> NEVER;
    };
  }

  private static Sample withCount(final Sample sample, final long count) {
    return Sample.ofSessions(sample.timeMillis(), sample.intervalMillis(), count);
  }

  // An hour and more of samples whose count wanders between four levels.
  private static List<Sample> series(final SplittableRandom random) {
    final long[] levels = {5_000, 9_500, 12_000, 25_000};
    final int heavy = random.nextInt(1, 60);
    final List<Sample> series = new ArrayList<>();
    int level = 0;
    for (final Sample sample : times(random, EPOCH, EPOCH + random.nextLong(600_000, 6_000_000))) {
      if (random.nextInt(heavy) == 0) {
        level = random.nextInt(levels.length);
      }
      series.add(withCount(sample, levels[level] + random.nextLong(-600, 600)));
    }
    return series;
  }

  // Rising times; late, sometimes early, sometimes with a gap.
  private static List<Sample> times(final SplittableRandom random, final long from, final long to) {
    final List<Sample> times = new ArrayList<>();
    long interval = INTERVALS[random.nextInt(INTERVALS.length)];
    long now = from;
    while (now < to && times.size() < 1_500) {
      times.add(Sample.ofSessions(now, interval, 0));
      now +=
          switch (random.nextInt(20)) {
            case 0 -> 1 + random.nextLong(interval);
            case 1 -> interval + random.nextLong(4 * interval);
            case 2 -> interval + random.nextLong(interval);
            default -> interval + random.nextLong(1 + interval / 10);
          };
      if (random.nextInt(200) == 0) {
        now += random.nextLong(300_000);
        interval = INTERVALS[random.nextInt(INTERVALS.length)];
      }
    }
    return times;
  }

  // The rule once more, in the plainest way: over all samples ever seen.

  private static long overMillis(final List<Sample> samples, final long now) {
    long sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      final Sample sample = samples.get(i);
      final long next = i + 1 < samples.size() ? samples.get(i + 1).timeMillis() : now;
      final long end = Math.min(next, sample.timeMillis() + sample.intervalMillis() + 1_000);
      final long begin = Math.max(sample.timeMillis(), now - WINDOW);
      sum += sample.count() > 10_000 ? Math.max(0, end - begin) : 0;
    }
    return sum;
  }

  private static long bridged(final Sample sample, final long next) {
    final long interval = sample.intervalMillis();
    return Math.min(next, sample.timeMillis() + Math.max(3 * interval, interval + 1_000));
  }

  private static long coveredMillis(final List<Sample> samples, final long now) {
    long sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      final long next = i + 1 < samples.size() ? samples.get(i + 1).timeMillis() : now;
      final long begin = Math.max(samples.get(i).timeMillis(), now - WINDOW);
      sum += Math.max(0, bridged(samples.get(i), next) - begin);
    }
    return sum;
  }

  private static boolean recurringByTime(final List<Sample> samples, final long now) {
    long rest = 3_600_000;
    long over = 0;
    long next = now;
    for (int i = samples.size() - 1; i >= 0 && rest > 0; i--) {
      final Sample sample = samples.get(i);
      final long time = sample.timeMillis();
      final long stands = Math.min(next, time + sample.intervalMillis() + 1_000);
      // Newest first: what is bridged, then what the sample stands for.
      final long bridge = Math.min(rest, bridged(sample, next) - stands);
      rest -= bridge;
      final long own = Math.min(rest, stands - time);
      rest -= own;
      over += sample.count() > 10_000 ? own : 0;
      next = time;
    }
    return over >= 1_800_000;
  }

  private static boolean recurringByPeaks(final List<Sample> samples, final long now) {
    int peaks = 0;
    boolean in = false;
    for (final Sample sample : samples) {
      if (!in && sample.count() > 10_000) {
        in = true;
        peaks += sample.timeMillis() > now - 3_600_000 ? 1 : 0;
      } else if (sample.count() < 9_000) {
        in = false;
      }
    }
    return peaks >= 3;
  }

  @SuppressWarnings("unchecked") // a record is rebuilt as its own class
  private static <T extends Record> T rebuilt(final T value) {
    return (T) Objects.requireNonNull(rebuild(value));
  }

  private static @Nullable Object rebuild(final @Nullable Object value) {
    try {
      if (value instanceof List<?> list) {
        return new ArrayList<>(list.stream().map(LimitJudgePropertyTest::rebuild).toList());
      }
      if (!(value instanceof Record)) {
        return value;
      }
      final RecordComponent[] components = value.getClass().getRecordComponents();
      final @Nullable Object[] arguments = new @Nullable Object[components.length];
      for (int i = 0; i < components.length; i++) {
        arguments[i] = rebuild(components[i].getAccessor().invoke(value));
      }
      final Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return value.getClass().getDeclaredConstructor(types).newInstance(arguments);
    } catch (final ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
