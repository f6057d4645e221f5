package dev.plimsoll.app;

import dev.plimsoll.app.top.NoTerminalException;
import dev.plimsoll.app.top.Top;
import dev.plimsoll.watch.LimitRule;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
  private static final String USUAL = "http://127.0.0.1:7171";

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

  @ArgGroup private @Nullable Watch watch;

  /** Whether a running watch is asked. */
  private static final class Watch {
    @Option(
        names = "--attach",
        paramLabel = "URL",
        description =
            "Show the judgement of the watch at this address, which has watched for longer, and"
                + " its sessions where the kernel's table may not be read. Its token, if it wants"
                + " one, is taken from PLIMSOLL_TOKEN. Default: the one on this machine, if it"
                + " runs ("
                + USUAL
                + ").")
    private @Nullable URI address;

    @Option(names = "--alone", description = "Ask no watch.")
    private boolean alone;
  }

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
            attachment());
    try {
      Top.show(settings, tables::mirror);
      return ExitCode.OK;
    } catch (final NoTerminalException e) {
      console.errors().println("plimsoll: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private Top.Attachment attachment() {
    final String token = System.getenv("PLIMSOLL_TOKEN");
    if (watch == null) {
      return new Top.Attachment.IfThere(URI.create(USUAL), token);
    }
    final URI address = watch.address;
    if (watch.alone || address == null) {
      return new Top.Attachment.Alone();
    }
    if (address.getAuthority() == null || !String.valueOf(address.getScheme()).startsWith("http")) {
      throw words.usage("--attach is an address such as " + USUAL + ", not " + address);
    }
    return new Top.Attachment.To(address, token);
  }

  private Duration every() {
    if (everySeconds < 1 || everySeconds > LONGEST_SECONDS) {
      throw words.usage("--every is a number of seconds, 1 to 60, not " + everySeconds);
    }
    return Duration.ofSeconds(everySeconds);
  }
}
