package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.Run;
import dev.plimsoll.app.conntrack.Case.Group;
import dev.plimsoll.lab.LabNamespace;
import java.io.IOException;

/** A network namespace in which somebody answers the cases of a group. */
final class CaseHost implements AutoCloseable {
  private final LabNamespace namespace;
  private final Contestant contestant;
  private final Group group;

  /** Who answers. */
  @FunctionalInterface
  interface Contestant {
    /** Runs a case's command line where the calling thread is. */
    Run run(Case one) throws IOException;
  }

  CaseHost(final Contestant contestant, final Group group) throws IOException {
    this.contestant = contestant;
    this.group = group;
    namespace = LabNamespace.create("case");
    namespace.call(() -> Sh.run(String.join("\n", group.preparations())));
  }

  Answer answer(final Case one) throws IOException {
    return namespace.call(() -> {
      Sh.run(reset());
      final Run run = contestant.run(one);
      return new Answer(run.output(), run.errors(), run.exitCode(), table());
    });
  }

  private String reset() {
    final StringBuilder lines = new StringBuilder("set -e\n");
    if (!group.keepsSessions()) {
      lines.append("conntrack -F\n");
    }
    lines.append("conntrack -F expect\n");
    if (!group.entries().isEmpty()) {
      lines.append("conntrack -R - <<'ENTRIES'\n");
      group.entries().forEach(entry -> lines.append(entry).append('\n'));
      lines.append("ENTRIES\n");
    }
    group.beforeEach().forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }

  private static String table() throws IOException {
    return Sh.run("conntrack -L -o extended,labels 2>/dev/null; conntrack -L expect 2>/dev/null");
  }

  @Override
  public void close() throws IOException {
    namespace.close();
  }
}
