package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.share;

import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.Ceiling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
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
    final List<Outcome> outcomes = new ArrayList<>();
    try {
      for (final NetworkNamespace namespace : tables.namespaces()) {
        outcomes.add(check(namespace, limit));
      }
    } catch (final IOException e) {
      outcomes.add(Outcome.unknown(String.valueOf(e.getMessage())));
    }
    // The first line is the one that monitoring systems show.
    outcomes.sort(Comparator.comparingInt(Outcome::severity).reversed());
    outcomes.forEach(outcome -> console.text().println(outcome.line()));
    return outcomes.getFirst().state();
  }

  private Outcome check(final NetworkNamespace namespace, final long limit) {
    final String name = tables.isAll() ? namespace.displayName() : "";
    try (SessionReader table = SessionReader.open(namespace)) {
      final TableStatistics statistics = table.statistics();
      if (statistics.entries() == 0 && Hooks.read(namespace) != Hooks.HOOKED) {
        return Outcome.unknown(
            tables.where(namespace)
                + "no rule seems to track connections here (see 'plimsoll doctor')");
      }
      final long[] sessions = new long[1];
      table.read(SessionFilter.ALL, session -> sessions[0]++);
      return new CheckedTable(name, sessions[0], limit, warningPercent, statistics).outcome();
    } catch (final IOException e) {
      return Outcome.unknown(tables.where(namespace) + e.getMessage());
    }
  }

  /**
   * A state with its line.
   *
   * @param state 0 to 3, the exit code
   */
  record Outcome(int state, String line) {
    static Outcome unknown(final String reason) {
      return new Outcome(UNKNOWN, "UNKNOWN - " + reason);
    }

    // A known trouble outweighs an unknown state.
    int severity() {
      return state == CRITICAL ? UNKNOWN + 1 : state;
    }
  }

  /** One table, judged. */
  record CheckedTable(
      String name, long sessions, long limit, int warningPercent, TableStatistics statistics) {
    Outcome outcome() {
      return new Outcome(state(), line());
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

    private String line() {
      final String word =
          switch (state()) {
            case OK -> "OK";
            case WARNING -> "WARNING";
            default -> "CRITICAL";
          };
      final String full =
          ceiling().level() == Ceiling.Level.FREE ? "" : ". " + ceiling().sentence();
      return "%s - %s%s sessions, %s of the limit of %s%s | %s"
          .formatted(
              word,
              name.isEmpty() ? "" : name + ": ",
              count(sessions),
              share(sessions, limit),
              count(limit),
              full,
              performanceData());
    }

    private String performanceData() {
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
