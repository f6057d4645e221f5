package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingWheelTest {
  private static final long START = 1_800_000_000_000L;

  private final ArrayTimers timers = new ArrayTimers(2_000);
  private final TimingWheel wheel = new TimingWheel(timers);

  /** Timers in plain arrays. */
  private static final class ArrayTimers implements TimingWheel.Timers {
    final long[] deadlines;
    final long[] places;

    ArrayTimers(final int slots) {
      deadlines = new long[slots];
      places = new long[slots];
    }

    @Override
    public long deadlineMillis(final int slot) {
      return deadlines[slot];
    }

    @Override
    public long timer(final int slot) {
      return places[slot];
    }

    @Override
    public void timer(final int slot, final long place) {
      places[slot] = place;
    }
  }

  private void set(final int slot, final long deadline) {
    final long before = timers.deadlines[slot];
    timers.deadlines[slot] = deadline;
    wheel.set(slot, before);
  }

  private List<Integer> advance(final long nowMillis) {
    final List<Integer> due = new ArrayList<>();
    assertThat(wheel.advance(nowMillis, due::add)).isEqualTo(due.size());
    return due;
  }

  @Test
  void aTimerIsDueAtItsMillisecondAndNotBefore() {
    wheel.advance(START, slot -> {});
    set(7, START + 120_000);

    assertThat(advance(START + 119_999)).isEmpty();
    assertThat(advance(START + 120_000)).containsExactly(7);
  }

  @Test
  void aTimerIsHandedOutOnce() {
    set(7, START);
    advance(START);

    assertThat(advance(START + 1_000_000)).isEmpty();
    assertThat(wheel.isSet(7)).isFalse();
  }

  @Test
  void timersSetBeforeTheFirstAdvanceAreExact() {
    set(1, START - 1);
    set(2, START);
    set(3, START + 1);

    assertThat(advance(START)).containsExactlyInAnyOrder(1, 2);
    assertThat(advance(START + 1)).containsExactly(3);
  }

  @Test
  void aPassedDeadlineIsDueInTheNextAdvanceEvenAtTheSameTime() {
    wheel.advance(START, slot -> {});
    set(7, START - 5_000);

    assertThat(advance(START)).containsExactly(7);
  }

  @Test
  void aTimerSetToThePastWhileHandedOutWaitsForTheNextAdvance() {
    set(7, START);
    final List<Integer> due = new ArrayList<>();
    wheel.advance(
        START + 10,
        slot -> {
          due.add(slot);
          set(slot, START + 5);
        });

    assertThat(due).containsExactly(7);
    assertThat(advance(START + 10)).containsExactly(7);
  }

  @Test
  void aTimerCancelledByTheOneBeforeItIsNotHandedOut() {
    set(1, START);
    set(2, START);
    final List<Integer> due = new ArrayList<>();
    wheel.advance(
        START,
        slot -> {
          due.add(slot);
          wheel.cancel(3 - slot);
        });

    assertThat(due).hasSize(1);
  }

  @Test
  void aDeadlineThatMovesLaterCountsFromThere() {
    set(7, START + 10);
    set(7, START + 100_000);

    assertThat(advance(START + 99_999)).isEmpty();
    assertThat(advance(START + 100_000)).containsExactly(7);
  }

  @Test
  void aDeadlineThatMovesEarlierCountsFromThere() {
    set(7, START + 100_000);
    set(7, START + 10);

    assertThat(advance(START + 10)).containsExactly(7);
  }

  @Test
  void aPassedDeadlineThatMovesLaterBeforeTheNextAdvanceIsNotDue() {
    wheel.advance(START, slot -> {});
    set(7, START - 1);
    set(7, START + 70);

    assertThat(advance(START + 69)).isEmpty();
    assertThat(advance(START + 70)).containsExactly(7);
  }

  @Test
  void timeThatRunsBackwardsStandsStill() {
    wheel.advance(START, slot -> {});
    set(7, START - 10);

    assertThat(advance(START - 1)).isEmpty();
    assertThat(advance(START)).containsExactly(7);
  }

  @Test
  void theFarthestDeadlineIsDueToTheMillisecond() {
    set(7, TimingWheel.MAX_MILLIS);

    assertThat(advance(TimingWheel.MAX_MILLIS - 1)).isEmpty();
    assertThat(advance(TimingWheel.MAX_MILLIS)).containsExactly(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itHandsOutWhatASortedModelHandsOut(final long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    final long[] model = new long[timers.deadlines.length];
    Arrays.fill(model, Long.MAX_VALUE);
    long now = START + random.nextLong(1L << 40);
    wheel.advance(now, slot -> {});
    for (int step = 0; step < 20_000; step++) {
      final int slot = 1 + random.nextInt(model.length - 1);
      switch (random.nextInt(8)) {
        case 0 -> {
          wheel.cancel(slot);
          model[slot] = Long.MAX_VALUE;
        }
        case 1 -> {
          now += random.nextLong(1L << random.nextInt(1, 28));
          final Set<Integer> expected = new TreeSet<>();
          for (int i = 1; i < model.length; i++) {
            if (model[i] <= now) {
              expected.add(i);
              model[i] = Long.MAX_VALUE;
            }
          }
          final List<Integer> due = advance(now);
          assertThat(due)
              .as("seed %d, step %d", seed, step)
              .doesNotHaveDuplicates()
              .containsExactlyInAnyOrderElementsOf(expected);
        }
        default -> {
          model[slot] = now - 100 + random.nextLong(1L << random.nextInt(1, 36));
          set(slot, model[slot]);
        }
      }
    }
    assertThat(wheel.size())
        .as("seed %d", seed)
        .isEqualTo((int) Arrays.stream(model).filter(m -> m != Long.MAX_VALUE).count());
  }
}
