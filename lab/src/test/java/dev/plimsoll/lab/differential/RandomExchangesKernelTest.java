package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.lab.KernelTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random exchanges: the kernel and the engine say the same of every packet. Some 65,000 packets
 * always, 1,500,000 with a seed of their own every night.
 */
@KernelTest
class RandomExchangesKernelTest {
  private static final int PACKETS = 13_000;
  private static final int PACKETS_NIGHTLY = 50_000;
  private static final long SEED = 20_261_124;

  private static final List<Map<Sysctl, Long>> SETTINGS =
      List.of(
          Map.of(),
          Map.of(Sysctl.TCP_LOOSE, 0L),
          Map.of(Sysctl.TCP_BE_LIBERAL, 1L),
          Map.of(Sysctl.TCP_IGNORE_INVALID_RST, 1L),
          Map.of(Sysctl.TCP_MAX_RETRANS, 0L, Sysctl.TCP_TIMEOUT_ESTABLISHED, 100L),
          Map.of(Sysctl.CHECKSUM, 0L));

  static Stream<Arguments> kindsAndSettings() {
    return Arrays.stream(RandomExchange.Kind.values())
        .flatMap(kind -> SETTINGS.stream().map(settings -> Arguments.of(kind, settings)));
  }

  @ParameterizedTest
  @EnumSource
  void theEngineEqualsTheKernel(final RandomExchange.Kind kind) throws Exception {
    compare(kind, Map.of(), SEED, PACKETS);
  }

  @ParameterizedTest
  @MethodSource("kindsAndSettings")
  @Tag("nightly")
  void theEngineEqualsTheKernelOverAMillionPackets(
      final RandomExchange.Kind kind, final Map<Sysctl, Long> settings) throws Exception {
    compare(kind, settings, System.nanoTime(), PACKETS_NIGHTLY);
  }

  private static void compare(
      final RandomExchange.Kind kind,
      final Map<Sysctl, Long> settings,
      final long firstSeed,
      final long packets)
      throws IOException {
    try (Comparison comparison = new Comparison(DistinctTimeouts.with(settings))) {
      for (long seed = firstSeed; comparison.packets() < packets; seed++) {
        comparison.assertEqual(RandomExchange.of(kind, seed), kind + " with seed " + seed);
      }
    }
  }
}
