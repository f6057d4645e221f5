package dev.plimsoll.lab.differential;

import dev.plimsoll.lab.KernelTest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random exchanges: the kernel and the engine say the same of every packet. */
@KernelTest
class RandomExchangesKernelTest {
  private static final int PACKETS = 13_000;
  private static final int PACKETS_NIGHTLY = 300_000;
  private static final long SEED = 20_261_124;

  @ParameterizedTest
  @EnumSource
  void theEngineEqualsTheKernel(final RandomExchange.Kind kind) throws Exception {
    compare(kind, SEED, PACKETS);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("nightly")
  void theEngineEqualsTheKernelOverAMillionPackets(final RandomExchange.Kind kind)
      throws Exception {
    compare(kind, System.nanoTime(), PACKETS_NIGHTLY);
  }

  private static void compare(
      final RandomExchange.Kind kind, final long firstSeed, final long packets) throws IOException {
    try (Comparison comparison = new Comparison(DistinctTimeouts.with(Map.of()))) {
      for (long seed = firstSeed; comparison.packets() < packets; seed++) {
        comparison.assertEqual(RandomExchange.of(kind, seed), kind + " with seed " + seed);
      }
    }
  }
}
