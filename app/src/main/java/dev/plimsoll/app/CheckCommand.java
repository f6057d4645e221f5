package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.share;

import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.Ceiling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll check}: a plug-in for Nagios, Icinga and their kin. */
@Command(
    name = CheckCommand.NAME,
    header = "Check the count for a monitoring system.",
    description = {
      "Prints one line with performance data, and tells the state by its exit code, as monitoring"
          + " plug-ins do.",
      "One look cannot tell a brief peak from a sustained overload: let the monitoring system check"
          + " every minute and alert after nine bad checks (max_check_attempts 9)."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:OK",
      "1:WARNING: near the limit, or the kernel's table is three quarters full",
      "2:CRITICAL: over the limit, or the kernel's table is nine tenths full",
      "3:UNKNOWN: it could not be found out; also where nothing tracks connections"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll check",
      "  plimsoll check --limit 20000 --warning 80",
      "  plimsoll check --netns web"
    })
final class CheckCommand implements Callable<Integer> {
  static final String NAME = "check";
  static final int UNKNOWN = 3;

  private static final int OK = 0;
  private static final int WARNING = 1;
  private static final int CRITICAL = 2;

  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final LoadLine loadLine = new LoadLine();
  @Mixin private final FilterWords words = new FilterWords();

  @Option(names = "--json", description = "Print a JSON object for each line instead.")
  private boolean json;

  @Option(
      names = "--warning",
      paramLabel = "PERCENT",
      defaultValue = "90",
      description = "Warn at this share of the limit. Default: ${DEFAULT-VALUE}.")
  private int warningPercent;

  CheckCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    final long limit = loadLine.limit();
    if (warningPercent < 1 || warningPercent > 100) {
      throw words.usage("--warning is a share in per cent, 1 to 100, not " + warningPercent);
    }
    final SessionFilter filter = words.filter();
    final List<Outcome> outcomes = new ArrayList<>();
    try {
      for (final NetworkNamespace namespace : tables.namespaces()) {
        outcomes.add(check(namespace, limit, filter));
      }
    } catch (final IOException e) {
      outcomes.add(Outcome.unknown("", Failures.text(e)));
    }
    final List<Outcome> told = worthTelling(outcomes);
    if (json) {
      told.forEach(outcome -> console.text().print(outcome.json()));
    } else {
      printLines(told);
    }
    return told.getFirst().state();
  }

  // All data stands behind the first line: a bar in a later one would hide the rest.
  private void printLines(final List<Outcome> told) {
    final String data =
        told.stream()
            .flatMap(outcome -> Stream.ofNullable(outcome.table()))
            .map(CheckedTable::performanceData)
            .collect(Collectors.joining(" "));
    console.text().println(told.getFirst().text() + (data.isEmpty() ? "" : " | " + data));
    told.stream().skip(1).forEach(outcome -> console.text().println(outcome.text()));
  }

  /**
   * The outcomes, the worst first: that is the line which monitoring systems show. Where some
   * namespace could be judged, those that track nothing are nobody's trouble.
   */
  static List<Outcome> worthTelling(final List<Outcome> outcomes) {
    final boolean some = outcomes.stream().anyMatch(outcome -> outcome.table() != null);
    final List<Outcome> told = new ArrayList<>(outcomes);
    told.removeIf(outcome -> some && outcome.isUntracked());
    told.sort(Comparator.comparingInt(Outcome::severity).reversed());
    return told;
  }

  private Outcome check(
      final NetworkNamespace namespace, final long limit, final SessionFilter filter) {
    final String name = tables.isAll() ? namespace.displayName() : "";
    try (SessionReader table = SessionReader.open(namespace)) {
      final TableStatistics statistics = table.statistics();
      if (statistics.entries() == 0 && Hooks.read(namespace) != Hooks.HOOKED) {
        return Outcome.untracked(name);
      }
      final long[] sessions = new long[1];
      table.read(filter, session -> sessions[0]++);
      return new CheckedTable(name, sessions[0], limit, warningPercent, statistics).outcome();
    } catch (final IOException e) {
      return Outcome.unknown(name, Failures.text(e));
    }
  }

  /**
   * A state in words.
   *
   * @param state 0 to 3, the exit code
   * @param text one line
   * @param table what it is about; null if it could not be judged
   * @param isUntracked whether nothing is tracked there
   */
  record Outcome(int state, String text, @Nullable CheckedTable table, boolean isUntracked) {
    static Outcome unknown(final String name, final String reason) {
      return new Outcome(UNKNOWN, "UNKNOWN - " + prefix(name) + reason, null, false);
    }

    static Outcome untracked(final String name) {
      final String reason = "no rule seems to track connections here (see 'plimsoll doctor')";
      return new Outcome(UNKNOWN, "UNKNOWN - " + prefix(name) + reason, null, true);
    }

    // A known trouble outweighs an unknown state, which outweighs that all is well.
    int severity() {
      return switch (state) {
        case CRITICAL -> 3;
        case WARNING -> 2;
        case OK -> 0;
        default -> 1;
      };
    }

    String json() {
      final LineBuffer buffer = new LineBuffer(256);
      final JsonWriter writer = new JsonWriter(buffer);
      writer.beginObject().name("state").value(state);
      writer.name("text").value(text);
      if (table != null) {
        writer.name("sessions").value(table.sessions());
        writer.name("limit").value(table.limit());
        writer.name("entries").value(table.statistics().entries());
        writer.name("maximum").value(table.statistics().maximum());
      }
      writer.endObject().endLine();
      return buffer.toString();
    }
  }

  private static String prefix(final String name) {
    return name.isEmpty() ? "" : name + ": ";
  }

  /** One table, judged. */
  record CheckedTable(
      String name, long sessions, long limit, int warningPercent, TableStatistics statistics) {
    Outcome outcome() {
      return new Outcome(state(), text(), this, false);
    }

    private long warning() {
      return limit * warningPercent / 100;
    }

    private Ceiling ceiling() {
      return new Ceiling(statistics.entries(), statistics.maximum(), 0);
    }

    private int state() {
      final int ofLimit;
      if (sessions > limit) {
        ofLimit = CRITICAL;
      } else {
        ofLimit = sessions >= warning() ? WARNING : OK;
      }
      final int ofCeiling =
          switch (ceiling().level()) {
            case FREE -> OK;
            case NEAR -> WARNING;
            case CRITICAL, HIT -> CRITICAL;
          };
      return Math.max(ofLimit, ofCeiling);
    }

    private String text() {
      final String word =
          switch (state()) {
            case OK -> "OK";
            case WARNING -> "WARNING";
            default -> "CRITICAL";
          };
      final String full =
          ceiling().level() == Ceiling.Level.FREE ? "" : ". " + ceiling().sentence();
      return "%s - %s%s sessions, %s of the limit of %s%s"
          .formatted(
              word, prefix(name), count(sessions), share(sessions, limit), count(limit), full);
    }

    String performanceData() {
      final long maximum = statistics.maximum();
      final String levels =
          maximum == 0
              ? ";;;0"
              : ";%d;%d;0;%d".formatted(maximum * 3 / 4, maximum * 9 / 10, maximum);
      return "%s=%d;%d;%d;0 %s=%d%s"
          .formatted(
              label("sessions"),
              sessions,
              warning(),
              limit,
              label("entries"),
              statistics.entries(),
              levels);
    }

    private String label(final String what) {
      return name.isEmpty() ? what : "'" + name + " " + what + "'";
    }
  }
}
