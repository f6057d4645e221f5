package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.history.HistoryLocation;
import dev.plimsoll.watch.history.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged watch while its history has trouble: it goes on, says what is wrong wherever one
 * looks, keeps what it sees, and writes it once that works again.
 */
@KernelTest
class HistoryTroubleIT {
  private static final String TROUBLE = "plimsoll_history_trouble";
  private static final String WAITING = "plimsoll_history_waiting_rows";
  private static final String DAMAGED = "plimsoll_history_damaged_files";
  private static final int SESSIONS = 50;
  // Samples a second apart; one of them may be late.
  private static final long LARGEST_GAP_MILLIS = 2_500;

  @TempDir private Path folder = Path.of("");

  private @Nullable PackagedWatch opened;

  @BeforeEach
  void open() throws IOException {
    opened = new PackagedWatch(folder);
    lab().flood(SESSIONS);
  }

  @AfterEach
  void close() throws IOException {
    lab().close();
  }

  private PackagedWatch lab() {
    return Objects.requireNonNull(opened);
  }

  private Process watch(final String more) throws IOException {
    final Path file = Files.writeString(folder.resolve("plimsoll.yaml"), "every: 1s\n" + more);
    return lab().watch("--config", file.toString());
  }

  private static void end(final Process watch) throws InterruptedException {
    watch.destroy();
    assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitTrouble() throws InterruptedException {
    lab().await(() -> lab().metric(TROUBLE) == 1);
  }

  private void awaitWell() throws InterruptedException {
    lab().await(() -> lab().metric(TROUBLE) == 0);
  }

  /** It samples, says it is ready, and tells this trouble in the API and once in the log. */
  private void assertItGoesOnAndSays(final String trouble) throws InterruptedException {
    final double samples = lab().metric("plimsoll_samples_total");
    lab().await(() -> lab().metric("plimsoll_samples_total") >= samples + 2);
    assertThat(lab().get("/readyz")).isEqualTo("ready\n");
    assertThat(lab().get("/healthz")).isEqualTo("ok\n");
    assertThat(lab().get("/api/v1/now")).contains("\"count\":" + SESSIONS, "\"trouble\":null");
    assertThat(lab().get("/api/v1/system")).contains("\"trouble\":\"" + trouble + "\"");
    assertThat(lab().metric(TROUBLE)).isEqualTo(1);
    assertThat(lab().metric(WAITING)).isPositive();
    assertThat(lab().metric("plimsoll_history_lost_rows_total")).isZero();
    assertThat(lab().log())
        .containsOnlyOnce(
            "warning The history cannot be written; what is seen waits in memory. "
                + trouble
                + "\n");
  }

  private static void assertWithoutGap(final List<Sample> samples) {
    assertThat(samples).hasSizeGreaterThan(3).allMatch(sample -> sample.count() == SESSIONS);
    for (int i = 1; i < samples.size(); i++) {
      assertThat(samples.get(i).timeMillis() - samples.get(i - 1).timeMillis())
          .as("gap before sample %d of %d", i, samples.size())
          .isLessThan(LARGEST_GAP_MILLIS);
    }
  }

  private static void run(final String... command) throws IOException {
    // onExit().join(): a test that is interrupted still puts its disk away.
    final Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.onExit().join().exitValue()).as(String.join(" ", command)).isZero();
  }

  /** A small disk in memory, where the data-dir is. */
  private final class SmallDisk implements AutoCloseable {
    private final Path filler = lab().dataFolder().resolve("filler");

    SmallDisk() throws IOException {
      Files.createDirectories(lab().dataFolder());
      run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", lab().dataFolder().toString());
    }

    void fill() throws IOException {
      try (OutputStream out = Files.newOutputStream(filler)) {
        final byte[] block = new byte[4096];
        while (true) {
          out.write(block);
        }
      } catch (final IOException e) {
        assertThat(e).hasMessageContaining("No space left");
      }
    }

    void free() throws IOException {
      Files.delete(filler);
    }

    @Override
    public void close() throws IOException {
      run("umount", "--lazy", lab().dataFolder().toString());
    }
  }

  private String full() {
    return "The disk with %1$s/history.db is full. Free some space there: df -h %1$s"
        .formatted(lab().dataFolder());
  }

  @Test
  void onAFullDiskItGoesOnAndWritesAllWhenThereIsSpace() throws Exception {
    try (SmallDisk disk = new SmallDisk()) {
      final Process watch = watch("");
      lab().awaitReady();
      disk.fill();
      awaitTrouble();
      assertItGoesOnAndSays(full());
      disk.free();
      awaitWell();
      assertThat(lab().log())
          .contains("The history is written again: " + lab().dataFolder() + "/history.db\n");
      assertThat(lab().metric(DAMAGED)).isZero();
      end(watch);
      assertWithoutGap(lab().samples());
    }
  }

  @Test
  void startedOnAFullDiskItWatchesAndWritesAllWhenThereIsSpace() throws Exception {
    try (SmallDisk disk = new SmallDisk()) {
      disk.fill();
      final Process watch = watch("");
      lab().awaitReady();
      awaitTrouble();
      assertItGoesOnAndSays(full());
      disk.free();
      awaitWell();
      end(watch);
      assertWithoutGap(lab().samples());
    }
  }

  private static byte[] garbage() {
    final byte[] garbage = new byte[200_000];
    new SplittableRandom(1).nextBytes(garbage);
    return garbage;
  }

  private Path onlyOneAside() throws IOException {
    try (Stream<Path> files = Files.list(lab().dataFolder())) {
      final List<Path> aside =
          files.filter(file -> file.toString().matches(".*\\.damaged-[0-9]+-[0-9]+")).toList();
      assertThat(aside).hasSize(1);
      return aside.getFirst();
    }
  }

  @Test
  void aFileThatIsOverwrittenIsPutAsideAndANewOneBegun() throws Exception {
    final Process watch = watch("");
    lab().awaitReady();
    final Path file = lab().dataFolder().resolve("history.db");
    Files.write(file, garbage());
    lab().await(() -> lab().metric(DAMAGED) == 1);
    final Path aside = onlyOneAside();
    assertThat(aside).isNotEmptyFile();
    assertThat(lab().metric(TROUBLE)).isZero();
    assertThat(lab().get("/readyz")).isEqualTo("ready\n");
    assertThat(lab().get("/api/v1/system"))
        .contains(
            "\"trouble\":null",
            "\"damagedFiles\":1",
            "it was damaged, and was put aside as " + aside);
    assertThat(lab().log())
        .containsOnlyOnce("warning The history in " + file + " is damaged (")
        .contains("It was put aside as " + aside + ", and a new one is begun.\n");
    final double samples = lab().metric("plimsoll_samples_total");
    lab().await(() -> lab().metric("plimsoll_samples_total") >= samples + 4);
    end(watch);
    assertWithoutGap(lab().samples());
  }

  @Test
  void aFileThatIsGarbageBeforeTheStartIsPutAsideToo() throws Exception {
    Files.createDirectories(lab().dataFolder());
    Files.write(lab().dataFolder().resolve("history.db"), garbage());
    final Process watch = watch("");
    lab().awaitReady();
    lab().await(() -> lab().metric(DAMAGED) == 1);
    assertThat(onlyOneAside()).hasBinaryContent(garbage());
    assertThat(lab().log()).containsOnlyOnce("a new one is begun");
    lab().await(() -> lab().metric("plimsoll_samples_total") > 5);
    end(watch);
    assertWithoutGap(lab().samples());
  }

  @Test
  void whilePostgresIsAwayItGoesOnAndWritesAllWhenThatIsBack() throws Exception {
    try (PostgresServer postgres = PostgresServer.begin()) {
      final HistoryLocation.InPostgres location =
          (HistoryLocation.InPostgres) postgres.newDatabase();
      final Process watch = watch("history:\n  database: " + location.url() + "\n");
      lab().awaitReady();
      lab().await(() -> lab().log().contains("history   " + location.where()));
      postgres.stop();
      try {
        awaitTrouble();
        assertItGoesOnAndSays(refused(location));
      } finally {
        postgres.start();
      }
      awaitWell();
      assertThat(lab().log()).contains("The history is written again: " + location.where() + "\n");
      end(watch);
      assertWithoutGap(lab().samples(location));
      // Nothing of libraries, and no password.
      assertThat(lab().log()).doesNotContain("secret", "\tat ", "plimsoll-history - ");
    }
  }

  @Test
  void startedWhilePostgresIsAwayItWatchesAndWritesAllWhenThatIsBack() throws Exception {
    try (PostgresServer postgres = PostgresServer.begin()) {
      final HistoryLocation.InPostgres location =
          (HistoryLocation.InPostgres) postgres.newDatabase();
      postgres.stop();
      final Process watch;
      try {
        watch = watch("history:\n  database: " + location.url() + "\n");
        lab().awaitReady();
        awaitTrouble();
        assertItGoesOnAndSays(refused(location));
      } finally {
        postgres.start();
      }
      awaitWell();
      end(watch);
      assertWithoutGap(lab().samples(location));
    }
  }

  private static String refused(final HistoryLocation location) {
    final String address = location.where().replaceFirst("postgresql://([^/]*)/.*", "$1");
    return "PostgreSQL at %s: Connection to %s refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections. Does it run, and may this host reach it?"
        .formatted(location.where(), address);
  }
}
