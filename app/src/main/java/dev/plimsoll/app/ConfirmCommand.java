package dev.plimsoll.app;

import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.app.action.ActionRecord.Status;
import dev.plimsoll.app.action.ActionRunner;
import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plimsoll confirm}: keeps what stands for a trial. */
@Command(
    name = "confirm",
    header = "Keep a block that stands for 60 seconds only.",
    description =
        "What 'plimsoll diagnose --apply' blocks is rolled back after 60 seconds, by the kernel itself,"
            + " so that nobody locks themselves out. 'confirm' keeps it for a day. Without ID it is the"
            + " newest one on trial.",
    footerHeading = "%nExamples:%n",
    footer = {"  plimsoll confirm", "  plimsoll confirm 3"})
final class ConfirmCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final ActionOptions options = new ActionOptions();

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The action's number. Default: the newest one on trial.")
  private @Nullable Long id;

  ConfirmCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final ActionRunner runner;
    try {
      runner = options.runner();
    } catch (final ConfigException e) {
      return ConfigCommand.tell(console, e);
    }
    UndoCommand.tellLeftOvers(console, runner);
    final Long meant = id == null ? newestOnTrial(runner) : id;
    if (meant == null) {
      console.text().println("There is nothing to confirm.");
      return ExitCode.OK;
    }
    final ActionRecord kept = runner.confirm(meant);
    console
        .text()
        .println(
            "Action %d (%s): %s To take it back: plimsoll undo %d"
                .formatted(
                    kept.id(),
                    HarmlessText.of(kept.title()),
                    HarmlessText.of(kept.text()),
                    kept.id()));
    return ExitCode.OK;
  }

  private static @Nullable Long newestOnTrial(final ActionRunner runner) throws IOException {
    return runner.list().reversed().stream()
        .filter(record -> record.status() == Status.ON_TRIAL)
        .map(ActionRecord::id)
        .findFirst()
        .orElse(null);
  }
}
