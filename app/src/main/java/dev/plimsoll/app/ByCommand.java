package dev.plimsoll.app;

import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.watch.Breakdown;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.GroupKeyException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plimsoll by}: the sessions in groups, the largest first. */
@Command(
    name = "by",
    header = "Count the live sessions by what they have in common.",
    description = {
      "Groups the sessions that match the filter by one or several keys and shows the largest"
          + " groups.",
      "Keys: protocol, state, direction, status, family, local, remote, lport, rport, src, dst,"
          + " sport, dport, zone, mark, netns. An address may be cut to a network: remote/24,"
          + " remote/64, or remote/net for both."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll by remote",
      "  plimsoll by protocol,state,direction",
      "  plimsoll by remote/net,dport --top 20 state:SYN_SENT direction:out",
      "  plimsoll by netns --netns all"
    })
final class ByCommand implements Callable<Integer> {
  private static final int DEFAULT_ROWS = 15;

  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final WatchOptions watch = new WatchOptions();

  @Parameters(
      paramLabel = "KEY[,KEY]",
      index = "0",
      description = "What to group by, such as remote or protocol,state.")
  private String keys = "";

  @Parameters(
      paramLabel = FilterWords.LABEL,
      index = "1..*",
      arity = "0..*",
      description = FilterWords.DESCRIPTION)
  private List<String> words = List.of();

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TopRows top = new TopRows();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ByCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final List<GroupKey> groupKeys = groupKeys();
    final SessionFilter filter = FilterWords.parse(spec, words);
    if (watch.isOn()) {
      return new WatchLoop(console, tables, watch)
          .run(mirrored -> show(groupMirrored(mirrored, groupKeys, filter)));
    }
    final Breakdown groups = new Breakdown(groupKeys);
    tables.forEach(console, table -> table.read(filter, groups));
    console.text().print(show(groups));
    return ExitCode.OK;
  }

  private List<GroupKey> groupKeys() {
    try {
      return GroupKey.parse(keys);
    } catch (final GroupKeyException e) {
      throw FilterWords.usage(spec, String.valueOf(e.getMessage()));
    }
  }

  private static Breakdown groupMirrored(
      final List<MirroredTable> mirrored, final List<GroupKey> keys, final SessionFilter filter) {
    final Breakdown groups = new Breakdown(keys);
    final SessionVisitor matching =
        session -> {
          if (filter.matches(session)) {
            groups.visit(session);
          }
        };
    mirrored.forEach(table -> table.sessions().forEach(System.currentTimeMillis(), matching));
    return groups;
  }

  private String show(final Breakdown groups) {
    final Ink ink = Ink.choose(tables.isColourless(), console.terminal());
    return GroupTable.show(groups, top.orElse(DEFAULT_ROWS), json, ink);
  }
}
