package dev.plimsoll.app.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CountCurveTest {
  private final CountCurve curve = new CountCurve();

  @Test
  void aShortCurveHasAPointForEachCount() {
    curve.count(1000, 3, 5);
    curve.count(2000, 4, 4);
    assertThat(curve.points())
        .containsExactly(new CountCurve.Point(1000, 3, 5), new CountCurve.Point(2000, 4, 4));
  }

  @Test
  void aLongCurveKeepsItsHighestPointInFewerSteps() {
    for (int second = 1; second <= 1_000_000; second++) {
      curve.count(second * 1000L, 10, second == 700_001 ? 99 : 10);
    }
    assertThat(curve.points()).hasSizeBetween(CountCurve.MOST_POINTS / 2, CountCurve.MOST_POINTS);
    assertThat(curve.points()).anySatisfy(point -> assertThat(point.most()).isEqualTo(99));
    assertThat(curve.most()).isEqualTo(99);
    assertThat(curve.mostAtMillis()).isEqualTo(700_001_000L);
  }

  @Test
  void itsStepsAreEquallyLong() {
    for (int second = 1; second <= 10_000; second++) {
      curve.count(second * 1000L, second, second);
    }
    final long step = curve.points().get(1).timeMillis() - curve.points().get(0).timeMillis();
    for (int i = 1; i < curve.points().size(); i++) {
      final long before = curve.points().get(i - 1).timeMillis();
      assertThat(curve.points().get(i).timeMillis() - before).isEqualTo(step);
    }
  }
}
