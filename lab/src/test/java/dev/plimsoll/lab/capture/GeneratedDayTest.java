package dev.plimsoll.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.Simulation;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.engine.capture.CaptureFiles;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratedDayTest {
  private static final double MOST_A_SECOND = 0.5;

  @TempDir private Path folder;

  private Path write(final String name, final long seed) throws IOException {
    final Path file = folder.resolve(name);
    GeneratedDay.write(file, MOST_A_SECOND, seed);
    return file;
  }

  private Simulation simulate(final Path file) throws IOException {
    final Simulation simulation =
        new Simulation(
            List.of(
                TrackerSettings.DEFAULT,
                new TrackerSettings(Map.of(Sysctl.TCP_TIMEOUT_ESTABLISHED, 3600L))));
    final Tracker tracker = new Tracker(simulation, SessionTable.ofTracker(HostAddresses.UNKNOWN));
    final PacketPipeline pipeline =
        new PacketPipeline(
            simulation.settings(),
            Checksums.ALL,
            tracker,
            VerdictSink.NONE,
            (timeMillis, sessions, most) -> {},
            60_000);
    try (CaptureFiles source = CaptureFiles.open(List.of(file), InputStream.nullInputStream())) {
      while (pipeline.take(source) > 0) {}
      assertThat(source.backwards()).isZero();
    }
    assertThat(tracker.statistics().invalid()).isZero();
    assertThat(pipeline.lastMillis() - pipeline.firstMillis()).isBetween(86_000_000L, 86_400_000L);
    simulation.finish(tracker.table(), pipeline.lastMillis());
    return simulation;
  }

  @Test
  void whoIsGoneWithoutAWordIsWaitedForDaysAndNotForAnHour() throws IOException {
    final Simulation simulation = simulate(write("day.pcap", 1));
    final int[] days = simulation.counts(0);
    final int[] hour = simulation.counts(1);
    final int most = Arrays.stream(days).max().orElseThrow();
    assertThat(days[days.length - 1]).isGreaterThan(most * 9 / 10);
    assertThat(hour[hour.length - 1]).isLessThan(most / 5);
    assertThat(simulation.cutShort(1)).isPositive();
  }

  @Test
  void theNightIsQuiet() {
    assertThat(GeneratedDay.busyness(4)).isLessThan(0.1);
    assertThat(GeneratedDay.busyness(12.5)).isBetween(0.7, 1.0);
    assertThat(GeneratedDay.busyness(20)).isBetween(0.7, 1.0);
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    final Path one = write("one.pcap", 1);
    assertThat(Files.mismatch(one, write("same.pcap", 1))).isEqualTo(-1);
    assertThat(Files.mismatch(one, write("other.pcap", 2))).isPositive();
  }

  @Test
  void aDayWithoutAnybodyIsRefused() {
    assertThatThrownBy(() -> GeneratedDay.write(folder.resolve("none.pcap"), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("connections a second: above 0, up to 1,000");
  }
}
