package dev.plimsoll.watch.history;

import static dev.plimsoll.watch.history.HistorySamples.NOON;
import static dev.plimsoll.watch.history.HistorySamples.composition;
import static dev.plimsoll.watch.history.HistorySamples.deleteOld;
import static dev.plimsoll.watch.history.HistorySamples.delivery;
import static dev.plimsoll.watch.history.HistorySamples.openAtNoon;
import static dev.plimsoll.watch.history.HistorySamples.overload;
import static dev.plimsoll.watch.history.HistorySamples.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the history when its file is no good. */
class HistoryTroubleTest {
  @TempDir private Path folder;
  private Path file = Path.of("history.db");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("history.db");
  }

  private History open() {
    return openAtNoon(file);
  }

  private static byte[] garbage(final int bytes) {
    final byte[] garbage = new byte[bytes];
    new SplittableRandom(1).nextBytes(garbage);
    return garbage;
  }

  @Test
  void aFileOfGarbageIsPutAsideAndANewOneBegun() throws IOException {
    final byte[] garbage = garbage(50_000);
    Files.write(file, garbage);
    try (History history = open()) {
      history.add(reading("own", NOON, 7));
      assertThat(history.flush()).isTrue();
      assertThat(history.health().trouble()).isNull();
      assertThat(history.health().damagedFiles()).isEqualTo(1);
      assertThat(history.damagedFiles())
          .singleElement()
          .satisfies(it -> assertThat(it).hasBinaryContent(garbage))
          .extracting(it -> it.getFileName().toString())
          .isEqualTo("history.db.damaged-20260529-120000");
    }
    try (History history = open()) {
      assertThat(history.reader().samples("own", NOON, NOON)).hasSize(1);
      assertThat(history.damagedFiles()).hasSize(1);
    }
  }

  @Test
  void garbageOverTheFileWhileItIsOpenIsFoundAndTheFilePutAside() throws IOException {
    try (History history = open()) {
      for (int i = 0; i < 1_000; i++) {
        history.add(reading("own", NOON + i * 5_000L, i));
      }
      history.flush();
      Files.write(file, garbage(200_000));
      history.add(reading("own", NOON + 10_000_000, 7));
      assertThat(history.flush()).isTrue();
      assertThat(history.damagedFiles()).hasSize(1);
    }
    try (History history = open()) {
      assertThat(history.reader().samples("own", NOON, NOON * 2)).hasSize(1);
    }
  }

  @Test
  void garbageInTheMiddleIsFoundByWhoReadsIt() throws IOException {
    try (History history = open()) {
      for (int i = 0; i < 20_000; i++) {
        history.add(reading("own", NOON + i * 5_000L, i));
        if (i % 1_000 == 999) {
          assertThat(history.flush()).isTrue();
        }
      }
    }
    final long size = Files.size(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = 20 * 4096; at < size; at += 4096) {
        channel.write(ByteBuffer.wrap(garbage(4096)), at);
      }
    }
    try (History history = open()) {
      assertThat(history.reader().samples("own", NOON, NOON * 2)).isEmpty();
      history.add(reading("own", NOON, 7));
      assertThat(history.flush()).isTrue();
      assertThat(history.damagedFiles()).hasSize(1);
      assertThat(history.reader().samples("own", NOON, NOON * 2)).hasSize(1);
    }
  }

  @Test
  void whatIsAddedWhileTheFileIsLockedWaitsAndIsWrittenLater() throws SQLException {
    try (History history = open()) {
      history.add(reading("own", NOON, 1));
      history.flush();
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN EXCLUSIVE");
        history.add(reading("own", NOON + 5_000, 2));
        history.put(overload("own", NOON));
        history.put(List.of(delivery("a1", "mail", NOON)));
        assertThat(history.flush()).isFalse();
        assertThat(history.health().trouble()).contains("locked", "fuser -v " + file);
        assertThat(history.health().troubleSinceMillis()).isEqualTo(NOON);
        assertThat(history.health().waiting()).isEqualTo(3);
        assertThat(history.reader().samples("own", NOON, NOON * 2)).hasSize(2);
        assertThat(history.pending()).hasSize(1);
      }
      assertThat(history.flush()).isTrue();
      assertThat(history.health())
          .extracting(HistoryHealth::trouble, HistoryHealth::waiting, HistoryHealth::lost)
          .containsExactly(null, 0L, 0L);
    }
    try (History history = open()) {
      assertThat(history.reader().samples("own", NOON, NOON * 2)).hasSize(2);
    }
  }

  @Test
  void aFileThatIsLockedWhenTheWatchStartsIsOpenedLater() throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      try (History history = open()) {
        history.add(reading("own", NOON, 1));
        assertThat(history.flush()).isFalse();
        assertThat(history.health().trouble()).contains("locked");
        assertThat(history.reader().samples("own", NOON, NOON)).hasSize(1);
        statement.execute("ROLLBACK");
        assertThat(history.flush()).isTrue();
      }
    }
  }

  @Test
  void aFileThatWasRemovedIsMadeAnew() throws IOException {
    try (History history = open()) {
      history.add(reading("own", NOON, 1));
      history.flush();
      Files.delete(file);
      history.add(reading("own", NOON + 5_000, 2));
      assertThat(history.flush()).isTrue();
      assertThat(history.health().trouble()).isNull();
    }
    try (History history = open()) {
      assertThat(history.reader().samples("own", NOON, NOON * 2)).hasSize(1);
    }
  }

  @Test
  void theFileOfALaterPlimsollIsLeftAloneAndSaidSo() throws SQLException {
    open().close();
    execute("INSERT INTO schema_version VALUES (99)");
    try (History history = open()) {
      history.add(reading("own", NOON, 1));
      assertThat(history.flush()).isFalse();
      assertThat(history.health().trouble())
          .isEqualTo(
              "the history was written by a newer Plimsoll (its tables have version 99, this one"
                  + " knows 1). Update Plimsoll, or name another file.");
    }
    assertThat(folder).isDirectoryNotContaining(it -> it.toString().contains("damaged"));
  }

  @Test
  void theFileOfAnotherProgramIsLeftAlone() throws SQLException {
    execute("CREATE TABLE theirs (a)");
    try (History history = open()) {
      assertThat(history.flush()).isFalse();
      assertThat(history.health().trouble()).contains("another program");
    }
    execute("SELECT a FROM theirs");
  }

  private void execute(final String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aPlaceThatIsNoFolderIsSaidSo() throws IOException {
    Files.writeString(file, "a file where a folder should be", UTF_8);
    file = file.resolve("history.db");
    try (History history = open()) {
      history.add(reading("own", NOON, 1));
      assertThat(history.flush()).isFalse();
      assertThat(history.health().trouble()).contains(folder.toString());
      assertThat(history.reader().samples("own", NOON, NOON)).hasSize(1);
    }
  }

  @Test
  void theOldestGoAndAreCountedWhenTooManyWait() throws IOException {
    Files.createDirectories(file);
    try (History history = open()) {
      history.put(overload("own", NOON));
      for (int i = 0; i < HistorySettings.USUALLY_WAITING + 5; i++) {
        history.add(reading("own", NOON + i * 5_000L, i));
      }
      assertThat(history.health().lost()).isEqualTo(5);
      assertThat(history.reader().samples("own", NOON, NOON * 2))
          .hasSize(HistorySettings.USUALLY_WAITING)
          .first()
          .extracting(it -> it.count())
          .isEqualTo(5L);
      assertThat(history.reader().openOverload("own")).isNotNull();
    }
  }

  @Test
  void memoryOnlyAnswersAllQuestionsAndHasNoTrouble() throws IOException {
    try (History history = History.open(HistorySettings.at(HistoryLocation.parse("memory")))) {
      history.add(reading("own", NOON, 1));
      history.add(composition("own", NOON, 3));
      history.put(overload("own", NOON));
      history.put(List.of(delivery("a1", "mail", NOON)));
      history.remember("told", "it", List.of());
      assertThat(history.flush()).isTrue();
      assertThat(history.reader().series("own", NOON, NOON + 1, 100)).hasSize(1);
      assertThat(history.reader().compositionNear("own", 0)).isEqualTo(composition("own", NOON, 3));
      assertThat(history.pending()).hasSize(1);
      assertThat(history.recall("told")).isEqualTo("it");
      assertThat(history.health())
          .isEqualTo(new HistoryHealth("memory only", -1, null, 0, 0, 0, 0));
      assertThat(history.damagedFiles()).isEmpty();
    }
  }

  @Test
  void readingAHistoryThatIsNotThereSaysWhy() {
    assertThatThrownBy(() -> History.read(new HistoryLocation.InFile(file)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "There is no history at " + file + ". Does 'plimsoll watch' run, and keep it there?");
    assertThat(file).doesNotExist();
  }

  @Test
  void readingGarbageSaysWhyAndLeavesIt() throws IOException {
    final byte[] garbage = garbage(9_000);
    Files.write(file, garbage);
    assertThatThrownBy(() -> History.read(new HistoryLocation.InFile(file)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a database");
    assertThat(file).hasBinaryContent(garbage);
  }

  @Test
  void noMoreThanTenDamagedFilesArePutAside() throws IOException {
    for (int i = 0; i < DamagedFile.MOST; i++) {
      Files.write(folder.resolve("history.db.damaged-2026-" + i), garbage(10));
    }
    Files.write(file, garbage(5_000));
    try (History history = openAtNoon(file)) {
      history.add(reading("own", NOON, 1));
      assertThat(history.flush()).isFalse();
      assertThat(history.health().trouble()).contains("is damaged, as 10 before it");
      assertThat(history.reader().samples("own", NOON, NOON)).hasSize(1);
    }
    assertThat(file).hasBinaryContent(garbage(5_000));
  }

  @Test
  void theFileGetsSmallerWhenMuchWasDeleted() throws IOException {
    try (History history = openAtNoon(file)) {
      for (int i = 0; i < 15_000; i++) {
        history.add(reading("own", NOON + i * 5_000L, i));
        if (i % 1_000 == 999) {
          assertThat(history.flush()).isTrue();
        }
      }
    }
    final long before = Files.size(file);
    try (History history =
        History.open(
            HistorySettings.at(new HistoryLocation.InFile(file)),
            () -> Instant.ofEpochMilli(NOON).plus(Duration.ofDays(20)))) {
      deleteOld(history);
    }
    assertThat(Files.size(file)).isLessThan(before / 2);
  }
}
