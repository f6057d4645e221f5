package dev.plimsoll.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.app.action.ActionRecord.Status;
import dev.plimsoll.watch.diagnosis.Action;
import dev.plimsoll.watch.diagnosis.Step;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionJournalTest {
  private static final long NOW = 1_763_990_000_123L;

  @TempDir private Path folder;
  private ActionJournal journal;

  @BeforeEach
  void make() {
    journal = new ActionJournal(folder.resolve("data"));
  }

  private static Step step(final Action action) {
    return new Step("a-step", "Title\u001b[2J", "Reason.", List.of(), "", "", action);
  }

  static List<Action> actions() {
    return List.of(
        new Action.DeleteSessions("proto:tcp netns:\"a b\""),
        new Action.BlockRemote("2001:db8::9"),
        new Action.BlockPort("udp", 53),
        new Action.FreezeUnit("/system.slice/x\n\"\u001b.service"),
        new Action.StopProcess(4711, 123_456_789_012L));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void whatIsWrittenIsReadAgain(final Action action) throws IOException {
    final ActionRecord begun = journal.begin(step(action), "web", NOW);
    final ActionRecord done = journal.done(begun, true, NOW + 60_000, "Done.", NOW + 5);
    assertThat(journal.read().records()).containsExactly(done);
    assertThat(done.action()).isEqualTo(action);
  }

  @Test
  void theLastWordCounts() throws IOException {
    final Action action = new Action.BlockPort("tcp", 22);
    final ActionRecord one =
        journal.done(journal.begin(step(action), null, NOW), true, NOW + 60_000, "Done.", NOW);
    final ActionRecord two = journal.begin(step(action), null, NOW + 1);
    journal.failed(two, "nft is missing", NOW + 2);
    journal.confirmed(one, NOW + 90_000, "Confirmed.", NOW + 3);
    assertThat(journal.read().records())
        .extracting(ActionRecord::id, ActionRecord::status, ActionRecord::untilMillis)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, Status.STANDING, NOW + 90_000),
            org.assertj.core.groups.Tuple.tuple(2L, Status.FAILED, 0L));
  }

  @Test
  void aLineThatWasTornIsPassedOverAndTheNextOneStandsAlone() throws IOException {
    journal.begin(step(new Action.BlockPort("tcp", 22)), null, NOW);
    final Path file = folder.resolve("data/actions.jsonl");
    Files.writeString(file, "{\"id\":2,\"time\":\"20\u00e4", StandardOpenOption.APPEND);
    journal.begin(step(new Action.BlockPort("tcp", 23)), null, NOW);
    assertThat(journal.read().damagedLines()).isEqualTo(1);
    assertThat(journal.read().records()).extracting(ActionRecord::id).containsExactly(1L, 2L);
  }

  @Test
  void nobodyElseReadsIt() throws IOException {
    journal.begin(step(new Action.BlockPort("tcp", 22)), null, NOW);
    assertThat(Files.getPosixFilePermissions(folder.resolve("data/actions.jsonl")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void noLineHoldsWhatActsOnATerminal() throws IOException {
    journal.begin(step(new Action.FreezeUnit("/x\u001b[2J\n\u202e")), null, NOW);
    assertThat(Files.readString(folder.resolve("data/actions.jsonl")).strip().chars())
        .noneMatch(Character::isISOControl);
  }

  @Test
  void aJournalBeyondAllMeasureIsNotRead() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("data/actions.jsonl").toFile(), "rw")) {
      file.setLength(33L << 20);
    }
    assertThatThrownBy(journal::read).hasMessageContaining("move it away");
  }

  @Test
  void anActionWaitsForTheOneUnderWay() throws IOException {
    try (var _ = journal.lock()) {
      assertThatThrownBy(journal::lock).hasMessageContaining("another action is under way");
    }
    journal.lock().close();
  }
}
