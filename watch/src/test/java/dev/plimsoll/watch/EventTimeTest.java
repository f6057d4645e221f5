package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTimeTest {
  private long wallMillis = 1_000_000;
  private long steadyNanos = 77;

  @Test
  void itFollowsTheWall() {
    final EventTime time = time(0);
    pass(5_000);
    assertThat(time.nowMillis()).isEqualTo(1_005_000);
    assertThat(time.aheadMillis()).isZero();
  }

  @Test
  void itFollowsTheWallForward() {
    final EventTime time = time(0);
    wallMillis += 3_600_000;
    assertThat(time.nowMillis()).isEqualTo(4_600_000);
  }

  @Test
  void itGoesOnWhenTheWallIsSetBack() {
    final EventTime time = time(0);
    pass(5_000);
    time.nowMillis();
    wallMillis -= 60_000;
    pass(5_000);
    assertThat(time.nowMillis()).isEqualTo(1_010_000);
    assertThat(time.aheadMillis()).isEqualTo(60_000);
  }

  @Test
  void itLosesNoTimeWhenAskedOftenWhileTheWallIsBehind() {
    final EventTime time = time(0);
    wallMillis -= 60_000;
    for (int i = 0; i < 10_000; i++) {
      steadyNanos += 300_000;
      time.nowMillis();
    }
    assertThat(time.nowMillis()).isEqualTo(1_003_000);
  }

  @Test
  void itGoesOnFromBeforeARestart() {
    final EventTime time = time(1_030_000);
    pass(1_000);
    assertThat(time.nowMillis()).isEqualTo(1_031_000);
  }

  private EventTime time(final long notBeforeMillis) {
    return new EventTime(() -> wallMillis, () -> steadyNanos, notBeforeMillis);
  }

  private void pass(final long millis) {
    wallMillis += millis;
    steadyNanos += millis * 1_000_000;
  }
}
