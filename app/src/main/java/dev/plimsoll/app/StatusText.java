package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.share;

import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.EventRate;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.SocketCount;
import dev.plimsoll.session.Direction;
import dev.plimsoll.watch.Cause;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.GroupCount;
import dev.plimsoll.watch.TableSummary;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a {@link StatusReport} to a person. */
final class StatusText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);
  private static final int LABEL_COLUMNS = 12;
  private static final long UNUSUAL_SESSIONS = 1_000;
  private static final int NAMESPACES_SHOWN = 6;
  private static final int SIDE_BY_SIDE_COLUMNS = 74;
  private static final int GAP_COLUMNS = 6;

  private final StatusReport report;
  private final int topRows;
  private final int columns;
  private final Ink ink;
  private final boolean isUnicode;
  private final StringBuilder text = new StringBuilder();

  StatusText(
      final StatusReport report,
      final int topRows,
      final int columns,
      final Ink ink,
      final boolean isUnicode) {
    this.report = report;
    this.topRows = topRows;
    this.columns = columns;
    this.ink = ink;
    this.isUnicode = isUnicode;
  }

  /**
   * The whole screen.
   *
   * @param judged what the samples so far say about the limit; null after a single look
   */
  String of(final @Nullable Judged judged) {
    heading();
    if (report.level() == StatusReport.Level.UNTRACKED) {
      untracked();
    } else {
      loadLine(judged);
      counts();
      mix();
      tops();
      nextSteps(judged);
    }
    return isUnicode ? text.toString() : text.toString().replace("…", "...");
  }

  private void heading() {
    final String time =
        TIME.withZone(ZoneId.systemDefault()).format(Instant.ofEpochMilli(report.timeMillis()));
    line(ink.bold("Plimsoll") + ink.dim("  " + report.subject().title() + ", " + time));
    line("");
  }

  private void loadLine(final @Nullable Judged judged) {
    final String sessions = count(report.sessions());
    final String rest =
        "%s%s, %s of the limit of %s"
            .formatted(
                report.sessions() == 1 ? "session" : "sessions",
                report.isFiltered() ? " that match" : "",
                share(report.sessions(), report.limit()),
                count(report.limit()));
    line(ink.bold(level(sessions + " " + rest)));
    line(level(new LoadBar(report.sessions(), report.limit(), columns, isUnicode).toString()));
    paragraph(sentence(judged), this::level);
    line("");
  }

  private void counts() {
    final long entries = report.statistics().entries();
    final long maximum = report.statistics().maximum();
    final String expired =
        report.isExpiredWorthTelling()
            ? "; %s have expired and wait to be removed".formatted(count(report.expired()))
            : "";
    final String ofMaximum =
        maximum == 0
            ? "%s entries; there is no maximum".formatted(count(entries))
            : "%s of %s entries, %s full"
                .formatted(count(entries), count(maximum), share(entries, maximum));
    final String kernel = ofMaximum + expired;
    field(
        report.subject().table(),
        kernel,
        report.ceiling().level() == Ceiling.Level.FREE ? words -> words : ink::red);
    losses();
    final EventRate rate = report.rate();
    if (rate != null) {
      field("New", newSessions(rate));
    }
    if (report.way() == SessionReader.Way.PROC) {
      field("Read from", "/proc/net/nf_conntrack, as the kernel refuses netlink");
    }
  }

  private static String newSessions(final EventRate rate) {
    final String lost = rate.overruns() == 0 ? "" : ", or more: the kernel lost some of the events";
    return "%s a second%s".formatted(count(Math.round(rate.begunPerSecond())), lost);
  }

  private void losses() {
    final Counters counters = report.counters();
    final List<String> losses = new ArrayList<>();
    loss(losses, counters.drop(), "packets dropped");
    loss(losses, counters.earlyDrop(), "sessions dropped early");
    loss(losses, counters.insertFailed(), "sessions not inserted");
    if (!losses.isEmpty()) {
      field("Lost", String.join(", ", losses) + " " + report.subject().lostSince(), ink::yellow);
    }
  }

  private static void loss(final List<String> into, final long number, final String what) {
    if (number > 0) {
      into.add(count(number) + " " + what);
    }
  }

  private void mix() {
    final TableSummary summary = report.summary();
    shares("Protocol", summary.protocols(), summary.total());
    shares("TCP state", summary.tcpStates(), summary.total());
    shares("Direction", summary.directions(), summary.total());
    final long local = summary.ofDirection(Direction.LOCAL);
    if (local > 0) {
      field(
          "",
          "%s stay on this host: a provider does not see them"
              .formatted(share(local, summary.total())),
          ink::dim);
    }
    if (summary.total() > 0) {
      field(
          "Unreplied",
          "%s (%s)"
              .formatted(count(summary.unreplied()), share(summary.unreplied(), summary.total())));
    }
  }

  private void shares(final String label, final List<GroupCount> groups, final long whole) {
    if (groups.isEmpty()) {
      return;
    }
    final List<String> parts = new ArrayList<>();
    for (final GroupCount group : groups) {
      parts.add(
          "%s %s (%s)"
              .formatted(
                  group.labels().getFirst(), count(group.count()), share(group.count(), whole)));
    }
    parts(label, parts);
  }

  private void tops() {
    final TableSummary summary = report.summary();
    final List<GroupCount> remotes = summary.topRemotes(topRows);
    final List<GroupCount> ports = summary.topServicePorts(topRows);
    if (remotes.isEmpty() && ports.isEmpty()) {
      return;
    }
    line("");
    if (columns < SIDE_BY_SIDE_COLUMNS) {
      text.append(group("Remote", remotes));
      line("");
      text.append(group("Port", ports));
    } else {
      final List<String> left = group("Remote", remotes).toString().lines().toList();
      final List<String> right = group("Port", ports).toString().lines().toList();
      final int width = left.stream().mapToInt(String::length).max().orElse(0) + GAP_COLUMNS;
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        final String one = i < left.size() ? left.get(i) : "";
        final String other = i < right.size() ? right.get(i) : "";
        final String row =
            (one + " ".repeat(Math.max(0, width - one.length())) + other).stripTrailing();
        line(i == 0 ? ink.dim(row) : row);
      }
    }
    final int distinct = summary.distinctRemotes();
    if (distinct > remotes.size()) {
      line(ink.dim("… " + count(distinct) + " remote addresses in all"));
    }
  }

  private Columns group(final String title, final List<GroupCount> groups) {
    final Columns table = new Columns().add(false).add(true).add(true);
    table.row(List.of(title, "sessions", "share"), row -> row);
    for (final GroupCount group : groups) {
      final String share = share(group.count(), report.sessions());
      table.row(List.of(name(group.labels()), count(group.count()), share), row -> row);
    }
    return table;
  }

  /** An address, or a port with its protocol and the direction: {@code 22/tcp out}. */
  static String name(final List<String> labels) {
    return labels.size() == 3
        ? labels.get(0) + "/" + labels.get(1) + " " + labels.get(2)
        : labels.getFirst();
  }

  private void nextSteps(final @Nullable Judged judged) {
    line("");
    final Cause cause = report.cause();
    if (cause.kind() != Cause.Kind.NOTHING) {
      field("Cause", cause.sentence());
    }
    if (report.ceiling().level() != Ceiling.Level.FREE) {
      field(
          report.subject().table(),
          report.ceiling().sentence()
              + " When it is full the kernel drops new connections, yours too.",
          ink::red);
    }
    final boolean isHigh = report.level() != StatusReport.Level.FINE;
    if (cause.kind() != Cause.Kind.NOTHING) {
      field("Who", report.subject().whoCausesIt(cause.kind()), ink::cyan);
    }
    final String watch = report.subject().watch();
    if (isHigh && judged == null && watch != null) {
      field("Watch", watch, ink::cyan);
    }
    namespaces();
  }

  private String sentence(final @Nullable Judged judged) {
    if (judged == null) {
      return oneLook();
    }
    final String sentence =
        judged.isTooEarly()
            ? oneLook() + " Watched for %s so far.".formatted(judged.watched())
            : judged.sentence();
    return judged.synchronised()
        ? sentence
        : sentence + " The sessions shown are behind the kernel: its entries were judged.";
  }

  /** One look sees one moment. */
  private String oneLook() {
    final long over = report.sessions() - report.limit();
    return switch (report.level()) {
      case OVER ->
          "%s over the limit now. One look cannot tell a brief peak, which is fine, from a"
                  .formatted(count(over))
              + " sustained overload, which gets servers suspended; watching can.";
      case NEAR ->
          over == 0
              ? "At the limit."
              : "Close to the limit: room for %s more.".formatted(count(-over));
      case FINE, UNTRACKED ->
          "Within the limit: room for %s more.".formatted(count(-over))
              + (isUnusual()
                  ? " But so many %s are unusual, whatever the limit."
                      .formatted(report.cause().kind().words())
                  : "");
    };
  }

  /** What a healthy server hardly has: thousands of sessions that nobody answers. */
  private boolean isUnusual() {
    final Cause cause = report.cause();
    return cause.sessions() >= UNUSUAL_SESSIONS
        && switch (cause.kind()) {
          case UNANSWERED_SYNS, HALF_OPEN, ONE_WAY_UDP -> true;
          default -> false;
        };
  }

  private void untracked() {
    final boolean certain = report.hooks() == Hooks.NOT_HOOKED;
    paragraph(
        certain
            ? "No rule tracks connections here, so the kernel's table is empty."
            : "The kernel's table is empty: it seems that no rule tracks connections here.",
        ink::yellow);
    paragraph(
        "Your provider may count this server's sessions all the same, on the node outside.",
        words -> words);
    final SocketCount sockets = report.sockets();
    if (sockets != null) {
      line("");
      field(
          "Stand-in",
          "%s TCP connections and %s UDP sockets are open here"
              .formatted(count(sockets.connected()), count(sockets.udp())));
      field(
          "",
          "Sockets, not sessions: closed connections and forwarded ones are missing.",
          ink::dim);
    }
    line("");
    field("Next", "plimsoll doctor" + netns() + " shows how to switch tracking on");
    namespaces();
  }

  private void namespaces() {
    if (report.others().size() < 2) {
      return;
    }
    final String list =
        report.others().stream()
            .limit(NAMESPACES_SHOWN)
            .map(n -> n.name() + " " + count(n.entries()))
            .collect(Collectors.joining(", "));
    final int more = report.others().size() - NAMESPACES_SHOWN;
    line("");
    field(
        "Namespaces",
        list + (more > 0 ? " and %d more".formatted(more) : "") + " entries (--netns NAME)");
  }

  private String netns() {
    return report.subject() instanceof final StatusSubject.Namespace namespace
        ? namespace.option()
        : "";
  }

  private String level(final String words) {
    return switch (report.level()) {
      case OVER -> ink.red(words);
      case NEAR, UNTRACKED -> ink.yellow(words);
      case FINE -> ink.green(words);
    };
  }

  private void field(final String label, final String value) {
    field(label, value, words -> words);
  }

  private void paragraph(final String words, final UnaryOperator<String> style) {
    for (final String row : wrapped(List.of(words.split(" ", -1)), " ", columns)) {
      line(style.apply(row));
    }
  }

  /** A label and what it names, broken between words; the style is laid on each line. */
  private void field(final String label, final String value, final UnaryOperator<String> style) {
    field(label, wrapped(List.of(value.split(" ", -1)), " ", columns - LABEL_COLUMNS), style);
  }

  /** A label and what it names, broken between the parts only. */
  private void parts(final String label, final List<String> parts) {
    field(label, wrapped(parts, "   ", columns - LABEL_COLUMNS), words -> words);
  }

  private void field(
      final String label, final List<String> lines, final UnaryOperator<String> style) {
    String head = ink.dim(label) + " ".repeat(LABEL_COLUMNS - label.length());
    for (final String words : lines) {
      line(head + style.apply(words));
      head = " ".repeat(LABEL_COLUMNS);
    }
  }

  private static List<String> wrapped(final List<String> words, final String gap, final int width) {
    final List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (final String word : words) {
      if (!current.isEmpty() && current.length() + gap.length() + word.length() > width) {
        lines.add(current.toString());
        current = new StringBuilder();
      }
      current.append(current.isEmpty() ? "" : gap).append(word);
    }
    lines.add(current.toString());
    return lines;
  }

  private void line(final String words) {
    text.append(words).append('\n');
  }
}
