package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.DumpSchedule.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DumpScheduleTest {
  private final DumpBudget budget = new DumpBudget();
  private final DumpSchedule schedule = new DumpSchedule(5_000, 0);

  @Test
  void theFirstDumpIsDueAtOnce() {
    assertThat(due(0)).isEqualTo(Reason.START);
  }

  @Test
  void noDumpBeginsWhileAnotherNamespaceIsDumped() {
    budget.began();
    assertThat(due(0)).isNull();
  }

  @Test
  void afterAnOverrunTheStormIsWaitedForBriefly() {
    dump(0, 10);
    schedule.lost(20);
    schedule.lost(90);
    assertThat(due(180)).isNull();
    assertThat(due(190)).isEqualTo(Reason.OVERRUN);
  }

  @Test
  void aLastingStormIsNotWaitedForForEver() {
    dump(0, 10);
    for (long now = 20; now < 1_020; now += 10) {
      schedule.lost(now);
      assertThat(due(now)).isNull();
    }
    schedule.lost(1_020);
    assertThat(due(1_020)).isEqualTo(Reason.OVERRUN);
  }

  @Test
  void aLossDuringTheDumpAsksForAnother() {
    dump(0, 10);
    schedule.lost(20);
    schedule.began();
    schedule.lost(150);
    schedule.ended(200, 50);
    assertThat(schedule.isLost()).isTrue();
    assertThat(due(250)).isEqualTo(Reason.OVERRUN);
  }

  @Test
  void aDumpThatMendedALossLeavesNone() {
    dump(0, 10);
    schedule.lost(20);
    dump(200, 50);
    assertThat(schedule.isLost()).isFalse();
    assertThat(due(300)).isNull();
  }

  @Test
  void aFailedDumpIsTriedAgainForTheSameReason() {
    dump(0, 10);
    schedule.lost(20);
    schedule.began();
    schedule.failed(Reason.OVERRUN, 200);
    assertThat(due(1_199)).isNull();
    assertThat(due(1_300)).isEqualTo(Reason.OVERRUN);
  }

  @Test
  void aRoutineDumpComesAfterItsTime() {
    dump(0, 10);
    assertThat(due(5_009)).isNull();
    assertThat(due(5_010)).isEqualTo(Reason.ROUTINE);
  }

  @Test
  void aRoutineDumpWaitsWhileEventsAreBehind() {
    dump(0, 10);
    assertThat(schedule.due(9_000, budget, false)).isNull();
  }

  @Test
  void routineDumpsTakeOneHundredthOfTheTime() {
    dump(0, 2_400);
    assertThat(due(2_400 + 239_999)).isNull();
    assertThat(due(2_400 + 240_000)).isEqualTo(Reason.ROUTINE);
  }

  @Test
  void whatIsWantedSoonNeedsNoBudgetButKeepsADistance() {
    dump(0, 200);
    schedule.want(Reason.DUE);
    schedule.want(Reason.DRIFT);
    assertThat(due(2_199)).isNull();
    assertThat(due(2_200)).isEqualTo(Reason.DRIFT);
  }

  private @Nullable Reason due(final long nowMillis) {
    return schedule.due(nowMillis, budget, true);
  }

  private void dump(final long beganMillis, final long tookMillis) {
    schedule.began();
    budget.began();
    schedule.ended(beganMillis + tookMillis, tookMillis);
    budget.ended(beganMillis + tookMillis, tookMillis);
  }
}
