package dev.plimsoll.lab.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.kernel.Counters;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.TableCeiling;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A SYN flood of random sources into a full table. Which session has to go depends on a hash with a
 * key of its own, so the two are compared by what can be counted.
 */
@KernelTest
class FullTableKernelTest {
  private static final int ASSURED = 2_000;
  private static final IpAddress SERVER = IpAddress.of("10.0.0.2");

  @Test
  @Tag("nightly")
  void aFloodOfSynsStaysBelowTheMaximumAndSparesWhatIsAssured() throws Exception {
    // The ceiling is the host's: while this is open nobody raises it.
    try (TableCeiling ceiling = TableCeiling.raise(1);
        KernelTracker kernel = KernelTracker.create(DistinctTimeouts.with(Map.of()))) {
      assertThat(ceiling).isNotNull();
      final long maximum = kernel.table().maximum();
      final TrackerSettings settings = DistinctTimeouts.with(Map.of(Sysctl.MAX, maximum));
      final EngineTracker engine = new EngineTracker(settings);
      final List<Tuple> assured = new ArrayList<>();
      for (int i = 0; i < ASSURED; i++) {
        assured.add(established(kernel, engine, i));
      }
      final Dice dice = new Dice(7);
      long most = 0;
      long mostOfEngine = 0;
      for (long i = 0; i < maximum + maximum / 4; i++) {
        final byte[] syn = syn(dice);
        kernel.track(syn, null);
        engine.track(syn, null, i);
        mostOfEngine = Math.max(mostOfEngine, engine.table().size());
        if ((i & 0xff) == 0) {
          most = Math.max(most, kernel.table().size());
        }
      }
      assertThat(most).isBetween(maximum - maximum / 100, maximum);
      assertThat(mostOfEngine).isEqualTo(maximum);
      for (final Tuple tuple : assured) {
        assertThat(kernel.session(tuple)).isNotNull();
        assertThat(engine.session(tuple)).isNotNull();
      }
      final Counters counters = kernel.table().counters();
      assertThat(counters.earlyDrop()).isPositive();
      assertThat(engine.statistics().earlyDropped())
          .isCloseTo(counters.earlyDrop(), withinPercentage(15));
      assertThat(engine.statistics().dropped()).isLessThan(maximum / 1000).isNotNegative();
      assertThat(counters.drop()).isLessThan(maximum / 1000);
      assertThat((long) engine.table().size())
          .isCloseTo(kernel.table().size(), withinPercentage(1));
    }
  }

  private static Tuple established(
      final KernelTracker kernel, final EngineTracker engine, final int number) throws Exception {
    final Exchange exchange = new Exchange();
    new TcpTalk(exchange, IpAddress.ipv4(0x0a01_0000L + number), 1024, SERVER, 80).handshake();
    for (final Exchange.Step step : exchange.steps()) {
      kernel.track(step.frame(), null);
      engine.track(step.frame(), null, 0);
    }
    return Objects.requireNonNull(FrameText.tuple(exchange.last()));
  }

  private static byte[] syn(final Dice dice) {
    return Wire.frame(
        IpAddress.ipv4(0x3000_0000L | dice.any() & 0x0fff_ffffL),
        SERVER,
        Protocol.TCP,
        Wire.tcp(dice.below(65_536), 80, dice.any(), 0, TcpTalk.SYN, 1000, Wire.options(), 0));
  }
}
