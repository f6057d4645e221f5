package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BootClockTest {
  @Test
  void itGoesOnFromThisProcessStart() throws IOException {
    final long first = BootClock.ticks();
    assertThat(first).isGreaterThanOrEqualTo(ProcessMark.own().startTicks());
    assertThat(BootClock.ticks()).isGreaterThanOrEqualTo(first);
  }
}
