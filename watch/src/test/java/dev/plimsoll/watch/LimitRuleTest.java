package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LimitRuleTest {
  @Test
  void theDefaultIsTenThousandForNineOfTenMinutes() {
    assertThat(LimitRule.DEFAULT)
        .isEqualTo(
            new LimitRule(
                10_000,
                Duration.ofMinutes(10),
                Duration.ofMinutes(9),
                9_000,
                Duration.ofMinutes(5),
                OptionalLong.empty(),
                Duration.ofMinutes(30),
                Duration.ofMinutes(60),
                3));
  }

  @Test
  void clearIsBelowNineTenthsForTheSmallestLimitAndTheLargest() {
    assertThat(LimitRule.ofLimit(1).clearBelow()).isEqualTo(1);
    assertThat(LimitRule.ofLimit(15).clearBelow()).isEqualTo(14);
    assertThat(LimitRule.ofLimit(Long.MAX_VALUE).clearBelow()).isPositive();
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThatThrownBy(() ->
            new LimitRule(
                0,
                Duration.ofMinutes(10),
                Duration.ofMinutes(11),
                1,
                Duration.ZERO,
                OptionalLong.of(0),
                Duration.ofMinutes(61),
                Duration.ofMinutes(60),
                1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "limit must be at least 1, not 0;"
                + " over-for must be longer than 0 and at most 10:00, not 11:00;"
                + " clear-below must be 1 to the limit of 0, not 1;"
                + " clear-for must be longer than 0 and at most 24:00:00, not 0:00;"
                + " burst must be over the limit of 0;"
                + " recurring time over the limit must be longer than 0 and at most 1:00:00,"
                + " not 1:01:00;"
                + " recurring peaks must be 2 to 100, not 1");
  }

  @Test
  void aBurstLimitStandsOverTheLimit() {
    assertThat(LimitRule.ofLimit(5).withBurstLimit(6).burstLimit()).hasValue(6);
    assertThatThrownBy(() -> LimitRule.ofLimit(5).withBurstLimit(5))
        .hasMessageContaining("burst must be over the limit of 5");
  }

  @Test
  void aSampleOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Sample.ofSessions(0, 0, 0)).hasMessageContaining("interval");
    assertThatThrownBy(() -> Sample.ofSessions(0, 300_001, 0)).hasMessageContaining("interval");
    assertThatThrownBy(() -> Sample.ofSessions(0, 1, -1)).hasMessageContaining("negative");
    assertThatThrownBy(() -> Sample.ofSessions(-1, 1, 0)).hasMessageContaining("negative");
  }
}
