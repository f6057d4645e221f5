package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HooksTest {
  private static final int TRACKING = -200;
  private static final int DEFRAGMENTATION = -400;

  @Test
  void trackingIsKnownByItsPlaceAndItsName() {
    assertThat(Hooks.isConntrack(TRACKING, "ipv4_conntrack_in")).isTrue();
    assertThat(Hooks.isConntrack(TRACKING, "some_other_function")).isFalse();
  }

  @Test
  void thePlaceAloneCountsWhereNamesAreHidden() {
    assertThat(Hooks.isConntrack(TRACKING, "")).isTrue();
    assertThat(Hooks.isConntrack(DEFRAGMENTATION, "")).isFalse();
  }

  @Test
  void defragmentationThoughNamedAfterTrackingTracksNothing() {
    assertThat(Hooks.isConntrack(DEFRAGMENTATION, "ipv4_conntrack_defrag")).isFalse();
  }
}
