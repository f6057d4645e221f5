package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  @Test
  void whatIsNotSetIsAsDocumented() {
    final Thresholds set = Thresholds.of(Map.of("beacon.seconds", 3_600));
    assertThat(set.of(Threshold.BEACON_SECONDS)).isEqualTo(3_600);
    assertThat(set.of(Threshold.SCAN_HOSTS_WARN)).isEqualTo(50);
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> Thresholds.of(Map.of("beacon.second", 1)))
        .hasMessage("there is no threshold \"beacon.second\"; did you mean beacon.seconds?");
  }

  @Test
  void numbersThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> Thresholds.of(Map.of("beacon.seconds", 0)))
        .hasMessageContaining("beacon.seconds must be above 0");
    assertThatThrownBy(() -> Thresholds.of(Map.of("beacon.seconds", Double.NaN)))
        .hasMessageContaining("beacon.seconds must be above 0");
    assertThatThrownBy(() -> Thresholds.of(Map.of("unreplied.leak.warn_share", 20)))
        .hasMessageContaining("is a share, at most 1");
  }
}
