package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.PlainText;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll status}: how many sessions there are, against the limit, and what they are. */
@Command(
    name = "status",
    header = "Show how many sessions this host has, what they are, and what to do.",
    description = {
      "Reads the kernel's table once: the number of live sessions against the load line and"
          + " against the kernel's own maximum, what they consist of, the cause that the mix points"
          + " to, and the next step.",
      "One look sees one moment. --watch stays, and tells a brief peak from a sustained overload."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll status",
      "  plimsoll status --limit 20000",
      "  plimsoll status --watch",
      "  plimsoll status -direction:local",
      "  plimsoll status --netns web --json"
    })
final class StatusCommand implements Callable<Integer> {
  private static final int LONGEST_LOOK_SECONDS = 60;

  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final LoadLine loadLine = new LoadLine();
  @Mixin private final WatchOptions watch = new WatchOptions();

  @Mixin private final TopRows top = new TopRows();
  @Mixin private final FilterWords words = new FilterWords();

  @Option(
      names = "--look",
      paramLabel = "SECONDS",
      description =
          "How long to listen for new sessions; 0 for not at all. Default: ${DEFAULT-VALUE}.")
  private double lookSeconds = 1;

  @Option(names = "--json", description = "Print one JSON object per look and namespace.")
  private boolean json;

  StatusCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final long limit = loadLine.limit();
    if (watch.isOn()) {
      return new WatchLoop(console, tables, watch)
          .run(new WatchedStatus(limit, words.filter(), watch.every(), this::show));
    }
    try {
      look(limit);
    } catch (final KernelException e) {
      if (!json && e.isMissingRight()) {
        tellWhatAnybodyMaySee(limit);
      }
      throw e;
    }
    return ExitCode.OK;
  }

  private void look(final long limit) throws IOException {
    if (lookSeconds < 0 || lookSeconds > LONGEST_LOOK_SECONDS) {
      throw words.usage("--look is a number of seconds, 0 to 60, not " + lookSeconds);
    }
    final Duration listening = Duration.ofMillis(Math.round(lookSeconds * 1000));
    final SessionFilter filter = words.filter();
    final boolean[] first = {true};
    tables.forEach(
        console,
        table -> {
          if (!first[0] && !json) {
            console.text().println();
          }
          first[0] = false;
          console.text().print(show(StatusLook.at(table, limit, filter, listening), null));
          console.text().flush();
        });
  }

  /** The kernel's counter needs no rights, and is never less than the sessions. */
  private void tellWhatAnybodyMaySee(final long limit) throws IOException {
    for (final NetworkNamespace namespace : tables.namespaces()) {
      final ConntrackSettings settings = ConntrackSettings.read(namespace);
      if (settings.entries().isPresent()) {
        final long entries = settings.entries().getAsLong();
        console
            .text()
            .println(
                ("%s%s entries in the kernel's table, %s of the limit of %s."
                        + " What they are only root may see.")
                    .formatted(
                        tables.where(namespace),
                        PlainText.count(entries),
                        PlainText.share(entries, limit),
                        PlainText.count(limit)));
      }
    }
  }

  private String show(final StatusReport report, final @Nullable Judged judged) {
    return new StatusOutput(
            json,
            top.orElse(StatusOutput.DEFAULT_ROWS),
            console.columns(),
            Ink.choose(tables.isColourless(), console.terminal()))
        .of(report, judged);
  }
}
