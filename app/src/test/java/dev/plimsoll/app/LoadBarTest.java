package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadBarTest {
  private static String bar(final long sessions) {
    return new LoadBar(sessions, 10_000, 40, true).toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5_000, 9_999, 10_000, 10_001, 25_000, 1_000_000, Long.MAX_VALUE / 4})
  void isExactlyAsWideAsAskedFor(final long sessions) {
    assertThat(bar(sessions)).hasSize(40);
  }

  @Test
  void aSingleSessionIsSeen() {
    assertThat(bar(1)).startsWith("█░");
  }

  @Test
  void noSessionIsAnEmptyBar() {
    assertThat(bar(0)).doesNotContain("█");
  }

  @Test
  void atTheLimitItIsFullUpToTheMark() {
    assertThat(bar(10_000)).matches("█+┃░+");
  }

  @Test
  void overTheLimitItGoesOnBehindTheMark() {
    assertThat(bar(20_000)).matches("█{19,20}┃█{19,20}");
  }

  @Test
  void belowTheLimitThereIsRoomBeforeTheMark() {
    assertThat(bar(9_000)).matches("█+░+┃░+");
  }

  @Test
  void whereUnicodeCannotBeShownItIsDrawnInAscii() {
    assertThat(new LoadBar(5_000, 10_000, 40, false).toString()).matches("#+-+[|]-+");
  }
}
