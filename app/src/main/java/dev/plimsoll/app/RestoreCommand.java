package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.app.action.SavedSessions;
import dev.plimsoll.app.action.SavedSessions.Restored;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plimsoll restore}: puts saved sessions back. */
@Command(
    name = "restore",
    header = "Put saved sessions back into the kernel's table.",
    description = {
      "Reads what 'plimsoll save' or 'plimsoll list --json' wrote, from standard input where the file"
          + " is '-', and makes each session anew, with the time-out that it had left.",
      "One that is there already stays as it is. A TCP session that was restored accepts whatever"
          + " sequence numbers come, since those cannot be restored."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll restore /root/sessions.jsonl",
      "  plimsoll restore --netns web - <sessions.jsonl"
    })
final class RestoreCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final NamespaceOption namespaces = new NamespaceOption();

  @Parameters(paramLabel = "FILE", description = "What 'plimsoll save' wrote, or '-'.")
  private String file = "-";

  RestoreCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final Restored restored;
    try (BufferedReader lines = open()) {
      restored = SavedSessions.restore(lines, namespaces.namespace());
    } catch (final NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
    return tell(restored);
  }

  private BufferedReader open() throws IOException {
    return file.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(file));
  }

  private int tell(final Restored restored) {
    final StringBuilder text = new StringBuilder();
    text.append(sessions(restored.made())).append(" restored");
    if (restored.existing() > 0) {
      text.append("; ").append(sessions(restored.existing())).append(" there already");
    }
    if (restored.offloaded() > 0) {
      text.append("; ")
          .append(sessions(restored.offloaded()))
          .append(" forwarded by a flow table, which alone can make them");
    }
    console.text().println(text.append('.'));
    console.text().flush();
    final long lost = restored.refused() + restored.unreadable();
    if (lost == 0) {
      return ExitCode.OK;
    }
    console
        .errors()
        .println(
            "plimsoll: %s: %s refused by the kernel, %s no session; the first problem: %s"
                .formatted(
                    file,
                    count(restored.refused()),
                    restored.unreadable() == 1
                        ? "1 line is"
                        : count(restored.unreadable()) + " lines are",
                    restored.firstProblem()));
    return ExitCode.FAILED;
  }

  private static String sessions(final long number) {
    return number == 1 ? "1 session was" : count(number) + " sessions were";
  }
}
