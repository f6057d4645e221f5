package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriftCheckTest {
  private final DriftCheck check = new DriftCheck();

  @Test
  void expiredEntriesThatWaitForTheCollectorAreNoDrift() {
    assertThat(check.isDrift(3_025, 25, 0)).isFalse();
    assertThat(check.isDrift(3_025, 25, 0)).isFalse();
    assertThat(check.isDrift(1_000, 25, 0)).isFalse();
    assertThat(check.isDrift(25, 25, 0)).isFalse();
    assertThat(check.drift()).isZero();
  }

  @Test
  void moreSessionsThanEntriesIsDriftTheSecondTime() {
    check.isDrift(1_000, 1_000, 0);
    assertThat(check.isDrift(0, 1_000, 0)).isFalse();
    assertThat(check.isDrift(0, 1_000, 0)).isTrue();
    assertThat(check.drift()).isEqualTo(1_000);
  }

  @Test
  void aGapThatGrowsAfterTheDumpIsDrift() {
    check.isDrift(1_100, 1_000, 0);
    check.isDrift(1_400, 1_000, 0);
    assertThat(check.isDrift(1_400, 1_000, 0)).isTrue();
    assertThat(check.drift()).isEqualTo(-300);
  }

  @Test
  void aDifferenceThatEventsOnTheirWayExplainIsNone() {
    check.isDrift(1_000, 1_000, 0);
    assertThat(check.isDrift(900, 1_000, 500)).isFalse();
    assertThat(check.isDrift(900, 1_000, 1_000)).isFalse();
  }

  @Test
  void aDifferenceThatIsGoneTheNextTimeIsForgotten() {
    check.isDrift(1_000, 1_000, 0);
    check.isDrift(900, 1_000, 0);
    check.isDrift(1_000, 1_000, 0);
    assertThat(check.isDrift(900, 1_000, 0)).isFalse();
  }

  @Test
  void aDumpBeginsAnew() {
    check.isDrift(1_000, 1_000, 0);
    check.isDrift(0, 1_000, 0);
    check.restart();
    assertThat(check.isDrift(0, 1_000, 0)).isFalse();
    assertThat(check.drift()).isZero();
  }
}
