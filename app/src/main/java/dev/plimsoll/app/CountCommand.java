package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll count}: the number of live sessions. */
@Command(
    name = "count",
    header = "Count the live sessions.",
    description = {
      "Counts the sessions that live, which is what `cat /proc/net/nf_conntrack | wc -l` counts:"
          + " expired entries that wait for the kernel's collector are left out.",
      "With --entries it prints the kernel's own counter, which costs nothing however large the"
          + " table is, and has them in."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll count",
      "  plimsoll count proto:tcp state:SYN_SENT direction:out",
      "  plimsoll count --netns all is:unreplied"
    })
final class CountCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final FilterWords words = new FilterWords();

  @Option(names = "--entries", description = "Print the kernel's counter; takes no filter.")
  private boolean entries;

  @Option(names = "--json", description = "Print {\"sessions\":N}, or {\"entries\":N}.")
  private boolean json;

  CountCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final SessionFilter filter = words.filter();
    if (entries && !words.isEmpty()) {
      throw words.usage("--entries counts all that the kernel has: it takes no filter");
    }
    final long[] count = new long[1];
    if (entries) {
      for (final NetworkNamespace namespace : tables.namespaces()) {
        count[0] += entries(namespace);
      }
      return print(count[0]);
    }
    tables.forEach(console, table -> table.read(filter, session -> count[0]++));
    return print(count[0]);
  }

  // Any user may read the counter in /proc/sys; ctnetlink's wants rights.
  private static long entries(final NetworkNamespace namespace) throws IOException {
    final OptionalLong counter = ConntrackSettings.read(namespace).entries();
    if (counter.isPresent()) {
      return counter.getAsLong();
    }
    try (SessionReader table = SessionReader.open(namespace)) {
      return table.statistics().entries();
    }
  }

  private int print(final long number) {
    console
        .text()
        .println(
            json
                ? "{\"%s\":%d}".formatted(entries ? "entries" : "sessions", number)
                : Long.toString(number));
    return ExitCode.OK;
  }
}
