package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.Run;
import dev.plimsoll.app.conntrack.Case.Group;
import dev.plimsoll.lab.LabNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A network namespace in which somebody answers the cases of a group. */
final class CaseHost implements AutoCloseable {
  // Older tables have other seconds left.
  private static final long FRESH_NANOS = 1_000_000_000L;
  private static final int USAGE = 2;
  private static final Pattern READING = Pattern.compile("-[LGCSVh].*|--(?:dump|get|version|help)");

  private final LabNamespace namespace;
  private final Contestant contestant;
  private final Group group;
  private String atRest = "";
  private boolean isChanged = true;
  private long since;

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
      if (!isAsBefore()) {
        Sh.run(reset());
        atRest = table();
        since = System.nanoTime();
      }
      final Run run = contestant.run(one);
      final String now = table();
      // What a table does not show may have changed, too.
      isChanged = !(now.equals(atRest) && (isReading(one) || run.exitCode() == USAGE));
      return new Answer(run.output(), run.errors(), run.exitCode(), now);
    });
  }

  /** Whether the last case left everything as it was: most do, and to begin anew takes time. */
  private boolean isAsBefore() {
    return !isChanged && !group.keepsSessions() && System.nanoTime() - since < FRESH_NANOS;
  }

  private static boolean isReading(final Case one) {
    return !one.words().isEmpty() && READING.matcher(one.words().getFirst()).matches();
  }

  private String reset() {
    final StringBuilder lines = new StringBuilder("set -e\n");
    lines.append(group.keepsSessions() ? "conntrack -F expect" : "conntrack -F");
    lines.append(" 2>/dev/null\n");
    if (!group.entries().isEmpty()) {
      lines.append("conntrack -R - <<'ENTRIES'\n");
      group.entries().forEach(entry -> lines.append(entry).append('\n'));
      lines.append("ENTRIES\n");
    }
    group.beforeEach().forEach(line -> lines.append(line).append(" 2>/dev/null\n"));
    return lines.toString();
  }

  /** What the installed conntrack shows: a process of its own, since a shell would be another. */
  private String table() throws IOException {
    final String sessions = shown("conntrack", "-L", "-o", "extended,labels");
    return group.keepsSessions() ? sessions + shown("conntrack", "-L", "expect") : sessions;
  }

  private static String shown(final String... command) throws IOException {
    final Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    namespace.close();
  }
}
