package dev.plimsoll.app;

import dev.plimsoll.app.top.NoTerminalException;
import dev.plimsoll.app.top.Top;
import dev.plimsoll.watch.LimitRule;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll top}: the sessions on the full screen, live. */
@Command(
    name = "top",
    header = "Show the load line, the groups and the sessions on the full screen, live.",
    description =
        "Follows the kernel's table by its events, so looking costs the kernel next to nothing."
            + " Press ? for the keys: / filters, 1 to 9 group, s sorts, Enter shows all of a"
            + " session, Space freezes, q ends.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll top",
      "  plimsoll top --limit 20000 proto:tcp state:SYN_SENT",
      "  plimsoll top --netns all"
    })
final class TopCommand implements Callable<Integer> {
  private static final int LONGEST_SECONDS = 60;

  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final LoadLine loadLine = new LoadLine();
  @Mixin private final FilterWords words = new FilterWords();

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description =
          "How often to refresh. With very many sessions the lists are refreshed more slowly."
              + " Default: ${DEFAULT-VALUE}.")
  private int everySeconds = 1;

  @Mixin private final AttachOptions attach = new AttachOptions();

  TopCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final Top.Settings settings =
        new Top.Settings(
            LimitRule.ofLimit(loadLine.limit()),
            every(),
            words.filter(),
            words.text(),
            Ink.choose(tables.isColourless(), console.terminal()) == Ink.COLOUR,
            Console.isUnicode(),
            StandardOutput.charset("stdout.encoding"),
            attach.attachment());
    try {
      Top.show(settings, tables::mirror);
      return ExitCode.OK;
    } catch (final NoTerminalException e) {
      console.errors().println("plimsoll: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private Duration every() {
    if (everySeconds < 1 || everySeconds > LONGEST_SECONDS) {
      throw words.usage("--every is a number of seconds, 1 to 60, not " + everySeconds);
    }
    return Duration.ofSeconds(everySeconds);
  }
}
