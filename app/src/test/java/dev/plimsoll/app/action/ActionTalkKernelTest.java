package dev.plimsoll.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.action.ActionRecord.Status;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.watch.diagnosis.Action;
import dev.plimsoll.watch.diagnosis.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class ActionTalkKernelTest {
  private static final Step STEP =
      new Step(
          "block-remote-203.0.113.9",
          "Block \u001b[31m203.0.113.9",
          "It commands this host.",
          List.of(),
          "",
          "",
          new Action.BlockRemote("203.0.113.9"));

  @TempDir private Path folder;
  private final LabNamespace space = LabNamespace.create("talk");
  private final StringWriter said = new StringWriter();

  ActionTalkKernelTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    space.close();
  }

  private @Nullable ActionRecord talk(final boolean yes, final String typed) throws IOException {
    final ActionRunner runner =
        new ActionRunner(folder, Set.of(), Duration.ofDays(1), InstantSource.system());
    return new ActionTalk(
            runner,
            new PrintWriter(said),
            Answers.typed(new BufferedReader(new StringReader(typed))))
        .run(STEP, space.networkNamespace(), yes);
  }

  private String rules() throws IOException {
    return space.run("nft", "list", "ruleset");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "n\n", "yesterday\n", "null\n"})
  void withoutAYesNothingIsDone(final String typed) throws IOException {
    assertThat(talk(false, typed)).isNull();
    assertThat(said.toString()).contains("would drop", "Do it? [y/N]", "Nothing was done.");
    assertThat(rules()).isEmpty();
  }

  @Test
  void twoYesKeepIt() throws IOException {
    assertThat(talk(false, "y\nyes\n"))
        .isNotNull()
        .extracting(ActionRecord::status)
        .isEqualTo(Status.STANDING);
    assertThat(said.toString()).contains("Keep it?", "Confirmed for 24 hours.", "plimsoll undo 1");
    assertThat(rules()).contains("203.0.113.9 timeout 1d");
  }

  @Test
  void aNoAfterwardsTakesItBackAtOnce() throws IOException {
    assertThat(talk(false, "y\nn\n"))
        .isNotNull()
        .extracting(ActionRecord::status)
        .isEqualTo(Status.UNDONE);
    assertThat(rules()).isEmpty();
  }

  @Test
  void agreedToBeforehandItIsDoneForATrial() throws IOException {
    assertThat(talk(true, ""))
        .isNotNull()
        .extracting(ActionRecord::status)
        .isEqualTo(Status.ON_TRIAL);
    assertThat(said.toString()).contains("plimsoll confirm 1").doesNotContain("[y/N]");
    assertThat(rules()).contains("203.0.113.9 timeout 1m");
  }

  @Test
  void whoIsCutOffLeavesItOnTrial() throws IOException {
    assertThat(talk(false, "y\n"))
        .isNotNull()
        .extracting(ActionRecord::status)
        .isEqualTo(Status.ON_TRIAL);
  }

  @Test
  void nothingOfTheStepActsOnTheTerminal() throws IOException {
    talk(true, "");
    assertThat(said.toString()).doesNotContain("\u001b").contains("\\x1b[31m203.0.113.9");
  }
}
