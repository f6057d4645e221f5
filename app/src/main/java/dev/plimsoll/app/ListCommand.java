package dev.plimsoll.app;

import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plimsoll list}: the sessions, a line each. */
@Command(
    name = "list",
    header = "List the live sessions, a line each.",
    description =
        "Lists the sessions of the kernel's table that match the filter. What the kernel can compare"
            + " itself it compares, so a narrow filter is fast on a large table.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll list",
      "  plimsoll list proto:tcp dport:22 direction:out",
      "  plimsoll list --json 'src:10.0.0.0/8 and not is:assured'",
      "  plimsoll list --format proc proto:tcp | awk '{ print $6 }' | sort | uniq -c"
    })
final class ListCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final FormatOptions formats = new FormatOptions();
  @Mixin private final FilterWords words = new FilterWords();

  @Mixin private final TopRows top = new TopRows();

  ListCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final SessionFilter filter = words.filter();
    final var lines =
        new SessionLines(formats.format(), console.bytes(), top.orElse(Integer.MAX_VALUE));
    lines.writeAll(writer -> tables.forEach(console, table -> table.read(filter, writer)));
    return ExitCode.OK;
  }
}
