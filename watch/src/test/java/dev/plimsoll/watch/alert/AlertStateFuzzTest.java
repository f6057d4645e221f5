package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class AlertStateFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void anyTextIsReadOrRefused(final FuzzedDataProvider data) {
    final String text = data.consumeRemainingAsString();
    final AlertState state;
    try {
      state = AlertState.parse(text);
    } catch (final IllegalArgumentException e) {
      return;
    }
    assertThat(AlertState.parse(state.text())).isEqualTo(state);
  }
}
