package dev.plimsoll.lab.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same addresses and ports in several zones are several sessions. A capture knows no zones, as
 * a rule gives them; here one does by each packet's time to live, and the engine is told the same.
 */
@KernelTest
class ZonesKernelTest {
  private static final int EXCHANGES = 150;
  private static final int ZONES = 3;
  private static final int TTL_OF_ZONE_0 = 100;
  private static final long SLACK_MILLIS = 5000;

  private static String rules() {
    final StringBuilder rules = new StringBuilder();
    for (int zone = 1; zone < ZONES; zone++) {
      final int ttl = TTL_OF_ZONE_0 + zone;
      rules.append("ip ttl %d ct zone set %d%n".formatted(ttl, zone));
      rules.append("ip6 hoplimit %d ct zone set %d%n".formatted(ttl, zone));
    }
    return """
    table inet zones {
      chain prerouting {
        type filter hook prerouting priority raw
        %s
      }
    }
    """
        .formatted(rules);
  }

  private static byte[] inZone(final byte[] frame, final int zone) {
    final byte[] marked = frame.clone();
    final int ip = Wire.ETHERNET_BYTES;
    if ((marked[ip] & 0xf0) == 0x40) {
      marked[ip + 8] = (byte) (TTL_OF_ZONE_0 + zone);
      marked[ip + 10] = 0;
      marked[ip + 11] = 0;
      final int sum = Wire.headerSum(marked);
      marked[ip + 10] = (byte) (sum >>> 8);
      marked[ip + 11] = (byte) sum;
    } else {
      marked[ip + 7] = (byte) (TTL_OF_ZONE_0 + zone);
    }
    return marked;
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "DATAGRAMS", "SCTP"})
  void eachZoneHasItsOwnSessions(final RandomExchange.Kind kind) throws IOException {
    final TrackerSettings settings = DistinctTimeouts.with(Map.of());
    try (KernelTracker kernel = KernelTracker.create(settings)) {
      kernel.namespace().nft(rules());
      for (long seed = 0; seed < EXCHANGES; seed++) {
        compare(kernel, settings, RandomExchange.of(kind, seed).steps(), seed);
      }
    }
  }

  private static void compare(
      final KernelTracker kernel,
      final TrackerSettings settings,
      final List<Exchange.Step> steps,
      final long seed)
      throws IOException {
    final Dice dice = new Dice(seed);
    final EngineTracker engine = new EngineTracker(settings);
    kernel.clear();
    int number = 0;
    for (final Exchange.Step step : steps) {
      final int zone = dice.oneIn(2) ? 0 : dice.below(ZONES);
      final byte[] frame = inZone(step.frame(), zone);
      final Tuple tuple = FrameText.tuple(frame);
      final Answer byEngine = engine.track(frame, tuple, System.currentTimeMillis(), zone);
      final Answer byKernel = kernel.track(frame, tuple, zone);
      assertThat(byKernel.equals(byEngine, SLACK_MILLIS))
          .as(
              "seed %d, packet %d, zone %d: %s\n  engine: %s\n  kernel: %s",
              seed, ++number, zone, FrameText.line(frame), byEngine, byKernel)
          .isTrue();
    }
    assertThat(engine.table().size()).isEqualTo((int) kernel.table().size());
  }
}
