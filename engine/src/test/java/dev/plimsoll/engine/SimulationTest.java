package dev.plimsoll.engine;

import static dev.plimsoll.engine.TrackedTraffic.CLIENT;
import static dev.plimsoll.engine.TrackedTraffic.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final long START = 1_700_000_000_000L;

  private final TrackerSettings usual = TrackerSettings.DEFAULT;
  private final TrackerSettings quick = new TrackerSettings(Map.of(Sysctl.UDP_TIMEOUT, 10L));
  private final Simulation simulation = new Simulation(List.of(usual, quick));
  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final Tracker tracker = new Tracker(simulation, table);

  private void question(final int port, final long second) {
    tracker.track(Packets.udp(CLIENT, port, SERVER, 53).at(START + second * 1000).packet());
  }

  @Test
  void aSessionEndsUnderEachSettingAtItsOwnTime() {
    question(1, 0);
    simulation.finish(table, START + 20_000);
    assertThat(simulation.counts(0)[15]).isEqualTo(1);
    assertThat(simulation.counts(1)[9]).isEqualTo(1);
    assertThat(simulation.counts(1)[10]).isZero();
  }

  @Test
  void oneThatSpeaksAfterItsTimeWasCutShort() {
    question(1, 0);
    question(1, 15);
    simulation.finish(table, START + 20_000);
    assertThat(simulation.cutShort(0)).isZero();
    assertThat(simulation.cutShort(1)).isEqualTo(1);
    assertThat(simulation.counts(1)[12]).isZero();
    assertThat(simulation.counts(1)[16]).isEqualTo(1);
  }

  @Test
  void nothingHappenedGivesNoCounts() {
    simulation.finish(table, START);
    assertThat(simulation.counts(0)).isEmpty();
  }

  @Test
  void aLongCaptureIsCountedInLongerSteps() {
    question(1, 0);
    question(2, 40_000_000);
    simulation.finish(table, START + 40_000_000_000L);
    assertThat(simulation.stepMillis()).isGreaterThan(100_000);
    assertThat(simulation.counts(0)[simulation.counts(0).length - 1]).isEqualTo(1);
  }

  @Test
  void whereNothingIsCutShortItCountsWhatATrackerCounts() {
    final List<Packet> packets = trackRandomQuestions();
    final int[] counted = countsOf(usual, packets, simulation.counts(0).length);
    assertThat(simulation.counts(0)).isEqualTo(counted);
  }

  @Test
  void whereSessionsAreCutShortItComesWithinATenth() {
    final List<Packet> packets = trackRandomQuestions();
    final int[] simulated = simulation.counts(1);
    final int[] counted = countsOf(quick, packets, simulated.length);
    final double mean = Arrays.stream(counted).average().orElseThrow();
    assertThat(Arrays.stream(simulated).average().orElseThrow())
        .isCloseTo(mean, Offset.offset(mean / 6));
    assertThat(simulation.cutShort(1)).isPositive();
  }

  private List<Packet> trackRandomQuestions() {
    final List<Packet> packets = randomQuestions();
    packets.forEach(tracker::track);
    final long end = packets.getLast().timeNanos() / 1_000_000;
    tracker.advance(end);
    simulation.finish(table, end);
    return packets;
  }

  private static List<Packet> randomQuestions() {
    final Random random = new Random(7);
    final List<Packet> packets = new ArrayList<>();
    long second = 0;
    for (int i = 0; i < 5_000; i++) {
      second += random.nextInt(3);
      final boolean isAnswer = random.nextInt(3) == 0;
      final PacketBuilder question = Packets.udp(CLIENT, 1 + random.nextInt(200), SERVER, 53);
      final PacketBuilder builder = isAnswer ? question.back() : question;
      packets.add(builder.at(START + second * 1000).packet());
    }
    return packets;
  }

  /** The counts at the end of each second that a tracker with these settings has. */
  private static int[] countsOf(
      final TrackerSettings settings, final List<Packet> packets, final int seconds) {
    final SessionTable own = SessionTable.ofTracker(HostAddresses.UNKNOWN);
    final Tracker alone = new Tracker(settings, own, null);
    final long startMillis = packets.getFirst().timeNanos() / 1_000_000;
    final int[] counts = new int[seconds];
    int next = 0;
    for (final Packet packet : packets) {
      while (packet.timeNanos() / 1_000_000 - startMillis >= (next + 1) * 1000L) {
        alone.advance(startMillis + (next + 1) * 1000L - 1);
        counts[next++] = own.size();
      }
      alone.track(packet);
    }
    while (next < seconds) {
      counts[next++] = own.size();
    }
    return counts;
  }
}
