package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.action.ActionRunner;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.watch.diagnosis.Action;
import dev.plimsoll.watch.diagnosis.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
class UndoCommandKernelTest {
  @TempDir private Path folder;
  private final LabNamespace space = LabNamespace.create("undo");

  UndoCommandKernelTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    space.close();
  }

  private void block(final int port) throws IOException {
    new ActionRunner(folder, Set.of(), Duration.ofHours(1), InstantSource.system())
        .run(
            new Step(
                "block-port-tcp-" + port,
                "Block what goes out to tcp port " + port,
                "",
                List.of(),
                "",
                "",
                new Action.BlockPort("tcp", port)),
            space.networkNamespace());
  }

  private Run plimsoll(final String... words) {
    final String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--data-dir";
    all[words.length + 1] = folder.toString();
    return Run.of(all);
  }

  private String rules() throws IOException {
    return space.run("nft", "list", "ruleset");
  }

  @Test
  void theNewestIsTakenBackFirst() throws IOException {
    block(22);
    block(23);
    assertThat(plimsoll("undo").line())
        .isEqualTo(
            "Action 2 (Block what goes out to tcp port 23): TCP port 23 is blocked no longer.");
    assertThat(plimsoll("undo", "1").exitCode()).isZero();
    assertThat(rules()).isEmpty();
    assertThat(plimsoll("undo").line()).isEqualTo("There is nothing to undo.");
  }

  @Test
  void confirmingKeepsTheNewestOnTrial() throws IOException {
    block(22);
    assertThat(plimsoll("confirm").line())
        .isEqualTo(
            "Action 1 (Block what goes out to tcp port 22): Confirmed for 24 hours. To take it back: plimsoll undo 1");
    assertThat(rules()).contains("tcp . 22 timeout 1d");
    assertThat(plimsoll("confirm").line()).isEqualTo("There is nothing to confirm.");
  }

  @Test
  void theListShowsHowEachStands() throws IOException {
    block(22);
    block(23);
    plimsoll("undo", "1");
    assertThat(plimsoll("undo", "--list").output())
        .containsPattern("ID +WHEN +STATUS +WHAT")
        .containsPattern("1 .* undone +Block what goes out to tcp port 22")
        .containsPattern("2 .* on trial until .* Block what goes out to tcp port 23");
    assertThat(plimsoll("undo", "--list", "--json").output().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"id\":") && line.endsWith("}"));
  }

  @Test
  void aNumberThatIsNotThereSaysWhereToLook() {
    final Run run = plimsoll("undo", "7");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errors()).contains("no action 7", "undo --list");
  }

  @Test
  void aNamespaceThatIsGoneTookTheBlockWithIt() throws IOException {
    block(22);
    space.close();
    assertThat(plimsoll("undo", "1").output()).contains("is gone, and this with it");
  }

  @Test
  void aWatchThatBeginsTellsWhatWasRolledBackMeanwhile() throws IOException {
    block(22);
    space.run("nft", "flush", "ruleset");
    final StringWriter errors = new StringWriter();
    final PrintWriter out = new PrintWriter(errors, true);
    WatchCommand.tellLeftOvers(
        new Console(OutputStream.nullOutputStream(), out, out, false), folder);
    assertThat(errors.toString()).contains("Action 1 (").contains("It was rolled back");
    assertThat(plimsoll("undo").line()).isEqualTo("There is nothing to undo.");
  }

  @Test
  void aWatchBeginsAlsoWhereTheJournalCannotBeRead() throws IOException {
    final StringWriter errors = new StringWriter();
    final PrintWriter out = new PrintWriter(errors, true);
    Files.createDirectories(folder.resolve("actions.jsonl"));
    WatchCommand.tellLeftOvers(
        new Console(OutputStream.nullOutputStream(), out, out, false), folder);
    assertThat(errors.toString()).contains("what earlier actions left was not looked for");
  }
}
