package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.HostileClients;
import dev.plimsoll.lab.KernelTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged watch while clients mean harm to its page: it goes on sampling, answers an honest
 * client, and stays within its memory. {@code bench/watch-hostile} has the figures.
 */
@KernelTest
class HostileClientsIT {
  private static final long MOST_RESIDENT = 256L << 20;

  @TempDir private Path folder = Path.of("");

  @Test
  void twoThousandSlowClientsHarmNobody() throws Exception {
    attack(2_000, 10);
  }

  @Tag("nightly")
  @Test
  void tenThousandSlowClientsHarmNobody() throws Exception {
    attack(10_000, 60);
  }

  private void attack(final int clients, final int seconds) throws Exception {
    final Path file = Files.writeString(folder.resolve("plimsoll.yaml"), "every: 1s\n");
    try (PackagedWatch lab = new PackagedWatch(folder)) {
      lab.flood(500);
      lab.watch("--config", file.toString());
      lab.awaitReady();
      final double before = lab.metric("plimsoll_samples_total");
      int asked = 0;
      int answered = 0;
      try (HostileClients hostile = HostileClients.against(lab.port(), clients)) {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
          asked++;
          answered += lab.get("/healthz").equals("ok\n") ? 1 : 0;
          Thread.sleep(100);
        }
        assertThat(hostile.tally().cut()).isPositive();
      }
      // All of them on a quiet machine.
      assertThat(answered).as("answered of %d", asked).isGreaterThan(asked / 2);
      lab.await(() -> lab.get("/api/v1/now").contains("\"count\":500"));
      assertThat(lab.metric("plimsoll_samples_total")).isGreaterThanOrEqualTo(before + seconds - 1);
      assertThat(lab.metric("plimsoll_resident_memory_bytes")).isLessThan(MOST_RESIDENT);
      assertThat(lab.log()).doesNotContain("error", "\tat ");
    }
  }
}
