package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
  private static final String STAT =
      "4711 (a b) c) S 1 2 3 0 -1 4194304 5 6 7 8 150 25 0 0 20 0 9 0 100 1 2";

  @Test
  void ticksAreTenMillisecondsAndTheNameMayHoldAnything() throws IOException {
    assertThat(ProcessUsage.of(STAT, "Name:\tx\nVmRSS:\t   65536 kB\n"))
        .isEqualTo(new ProcessUsage(1_750, 64L << 20));
  }

  @Test
  void aStatusWithoutMemoryIsNamed() {
    assertThatThrownBy(() -> ProcessUsage.of(STAT, "Name:\tx\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("/proc/self/status has no line VmRSS");
  }

  @Test
  void thisProcessHoldsMemory() throws IOException {
    assertThat(ProcessUsage.read().residentBytes()).isPositive();
  }
}
