package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.LineBuffer;
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
      "  plimsoll status --netns web --json"
    })
final class StatusCommand implements Callable<Integer> {
  private static final int DEFAULT_ROWS = 5;

  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final LoadLine loadLine = new LoadLine();
  @Mixin private final WatchOptions watch = new WatchOptions();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Rows of addresses and ports. Default: ${DEFAULT-VALUE}.")
  private int top = DEFAULT_ROWS;

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
      return new WatchLoop(console, tables, watch).run(new WatchedStatus(limit, this::show));
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
    final Duration listening = Duration.ofMillis(Math.round(Math.clamp(lookSeconds, 0, 60) * 1000));
    final boolean[] first = {true};
    tables.forEach(
        console,
        table -> {
          if (!first[0] && !json) {
            console.text().println();
          }
          first[0] = false;
          console.text().print(show(StatusLook.at(table, limit, listening), null));
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
    if (json) {
      final LineBuffer line = new LineBuffer(4096);
      StatusJson.write(report, top, line);
      return line.toString();
    }
    final Ink ink = Ink.choose(tables.isColourless(), console.terminal());
    return new StatusText(report, top, console.columns(), ink).of(judged);
  }
}
