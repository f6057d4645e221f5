package dev.plimsoll.watch.history;

import static dev.plimsoll.watch.history.HistorySamples.NOON;
import static dev.plimsoll.watch.history.HistorySamples.openAtNoon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that was killed leaves behind. */
class HistoryKillTest {
  private static final int KILLS = 20;

  @TempDir private Path folder;

  @Test
  void whatWasPromisedIsThereAndTheRowsAreRightWheneverTheWriterIsKilled() throws Exception {
    final Path file = folder.resolve("history.db");
    final SplittableRandom random = new SplittableRandom(20);
    final List<String> promises = new ArrayList<>();
    long time = NOON;
    for (int kill = 0; kill < KILLS; kill++) {
      promises.addAll(writeUntilKilled(file, time, random));
      assertIsSound(file);
      try (History history = openAtNoon(file)) {
        assertIsKept(promises, history);
        time = newest(history) + 5_000;
      }
    }
  }

  private static List<String> writeUntilKilled(
      final Path file, final long time, final SplittableRandom random)
      throws IOException, InterruptedException {
    final Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                // Who is killed cannot take its copy of the native library away.
                "-Dorg.sqlite.tmpdir=" + file.getParent(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledWriter.class.getName(),
                file.toString(),
                Long.toString(time))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    final List<String> promises = new ArrayList<>();
    try (BufferedReader output = writer.inputReader(UTF_8)) {
      final int enough = random.nextInt(1, 30);
      String line = output.readLine();
      while (line != null && promises.size() < enough) {
        promises.add(line);
        line = output.readLine();
      }
      Thread.sleep(0, random.nextInt(1_000_000));
      writer.destroyForcibly();
      assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(promises).isNotEmpty();
    return promises;
  }

  private static void assertIsSound(final Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("ok");
    }
  }

  private static void assertIsKept(final List<String> promises, final History history) {
    final List<Sample> samples = history.reader().samples("own", 0, Long.MAX_VALUE);
    assertThat(samples).hasSize((int) ((newest(history) - NOON) / 5_000) + 1);
    final Set<String> alerts =
        history.pending().stream().map(it -> it.alert().id()).collect(Collectors.toSet());
    for (final String promise : promises) {
      final String what = promise.substring(promise.indexOf(' ') + 1);
      if (promise.startsWith("alert ")) {
        assertThat(alerts).contains(what);
      } else {
        assertThat(newest(history)).isGreaterThanOrEqualTo(Long.parseLong(what));
      }
    }
    assertThat(history.pending()).hasSize(alerts.size() * 2);
    final Composition last = history.reader().compositionNear("own", Long.MAX_VALUE / 2);
    assertThat(last).extracting(Composition::timeMillis).isEqualTo(newest(history));
    for (final Grain grain : List.of(Grain.MINUTE, Grain.HOUR)) {
      assertThat(history.reader().spans(grain, "own", 0, Long.MAX_VALUE))
          .containsExactlyElementsOf(
              SpanRow.gather(
                  history.reader().sampleRows("own", 0, Long.MAX_VALUE).stream()
                      .map(SpanRow::of)
                      .toList(),
                  grain.millis()));
    }
  }

  private static long newest(final History history) {
    return history.reader().samples("own", 0, Long.MAX_VALUE).getLast().timeMillis();
  }
}
