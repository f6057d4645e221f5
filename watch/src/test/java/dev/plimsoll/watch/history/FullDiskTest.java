package dev.plimsoll.watch.history;

import static dev.plimsoll.watch.history.HistorySamples.NOON;
import static dev.plimsoll.watch.history.HistorySamples.composition;
import static dev.plimsoll.watch.history.HistorySamples.delivery;
import static dev.plimsoll.watch.history.HistorySamples.openAtNoon;
import static dev.plimsoll.watch.history.HistorySamples.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history on a disk that gets full: a small one in memory, which only root may mount. */
@Tag("kernel")
class FullDiskTest {
  @TempDir private Path folder;
  private boolean isMounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    isMounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString());
    if (!isMounted && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("CI=true, and no disk can be mounted");
    }
    assumeTrue(isMounted, "only root may mount a disk");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (isMounted) {
      assertThat(run("umount", "--lazy", folder.toString())).isTrue();
    }
  }

  private static boolean run(final String... command) throws IOException, InterruptedException {
    final Process process = new ProcessBuilder(command).inheritIO().start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private History open() {
    return openAtNoon(folder.resolve("history.db"));
  }

  private Path fill() throws IOException {
    final Path filler = folder.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      final byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (final IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return filler;
  }

  @Test
  void whatIsSeenWhileTheDiskIsFullIsKeptAndWrittenWhenThereIsSpace() throws IOException {
    try (History history = open()) {
      add(history, 0);
      assertThat(history.flush()).isTrue();
      final Path filler = fill();
      add(history, 1_000);
      history.put(List.of(delivery("a1", "mail", NOON)));
      assertThat(history.flush()).isFalse();
      assertThat(history.health().trouble())
          .isEqualTo(
              "The disk with %s is full. Free some space there: df -h %s"
                  .formatted(folder.resolve("history.db"), folder));
      assertThat(history.reader().samples("own", 0, NOON * 2)).hasSize(2_000);
      assertThat(history.reader().series("own", NOON, NOON + 12_000_000, 10)).isNotEmpty();
      assertThat(history.pending()).hasSize(1);
      Files.delete(filler);
      assertThat(history.flush()).isTrue();
      assertThat(history.health().trouble()).isNull();
      assertThat(history.damagedFiles()).isEmpty();
    }
    try (History history = open()) {
      assertThat(history.reader().samples("own", 0, NOON * 2)).hasSize(2_000);
      assertThat(history.pending()).hasSize(1);
    }
  }

  @Test
  void aDiskThatIsFullFromTheBeginningIsUsedOnceThereIsSpace() throws IOException {
    final Path filler = fill();
    try (History history = open()) {
      add(history, 0);
      assertThat(history.flush()).isFalse();
      assertThat(history.health().trouble()).contains("is full");
      assertThat(history.reader().samples("own", 0, NOON * 2)).hasSize(1_000);
      Files.delete(filler);
      assertThat(history.flush()).isTrue();
    }
  }

  @Test
  void aProcessThatEndsWhileTheDiskIsFullLeavesTheFileSound() throws IOException {
    try (History history = open()) {
      add(history, 0);
      history.flush();
      fill();
      add(history, 1_000);
    }
    Files.delete(folder.resolve("filler"));
    try (History history = open()) {
      assertThat(history.flush()).isTrue();
      assertThat(history.reader().samples("own", 0, NOON * 2)).hasSizeBetween(1_000, 2_000);
      assertThat(history.damagedFiles()).isEmpty();
    }
  }

  private static void add(final History history, final int from) {
    for (int i = from; i < from + 1_000; i++) {
      history.add(reading("own", NOON + i * 5_000L, i));
      if (i % 12 == 0) {
        history.add(composition("own", NOON + i * 5_000L, 40));
      }
    }
  }
}
