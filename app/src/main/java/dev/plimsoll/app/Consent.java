package dev.plimsoll.app;

import dev.plimsoll.app.action.Answers;
import dev.plimsoll.app.action.Answers.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether a change of the kernel's table is agreed to, and whether it is to be made at all. */
final class Consent {
  private static final Duration PATIENCE = Duration.ofHours(1);

  @Option(names = "--yes", description = "Do it without asking.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
  private boolean dryRun;

  /**
   * Asks, unless it was said beforehand.
   *
   * @param question what would be done, ending with a question mark
   * @return whether to do it; if not, that was said
   */
  boolean isGiven(final Console console, final String question) throws IOException {
    if (dryRun) {
      console.text().println("Without --dry-run the question is: " + question);
    } else if (!yes) {
      console.text().print(question + " [y/N] ");
      console.text().flush();
    }
    if (!dryRun && (yes || answer() == Answer.YES)) {
      return true;
    }
    console.text().println("Nothing was done.");
    return false;
  }

  /** The exit code where it was not given: a dry run did what was wanted. */
  int refusalCode() {
    return dryRun ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Answer answer() throws IOException {
    return Answers.typed(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
        .next(PATIENCE);
  }
}
