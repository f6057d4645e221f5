package dev.plimsoll.app;

import dev.plimsoll.app.track.CurveChart;
import dev.plimsoll.app.track.CurveText;
import dev.plimsoll.app.track.TrackRun;
import dev.plimsoll.app.track.VerdictLines;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.engine.capture.CaptureFiles;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.watch.Breakdown;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.GroupKeyException;
import dev.plimsoll.watch.LimitRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plimsoll track}: what the kernel's table would have been for a capture. */
@Command(
    name = "track",
    header = "Track captured packets as the kernel would, and show the table that comes of it.",
    description = {
      "Reads capture files (pcap and pcapng, also gzip and zstd, - for standard input) and does with"
          + " each packet what Linux' connection tracking does. The clock is the packets' own."
          + " Several files are read in the order of their first packets.",
      "Without more it tells the count at the end and at most, against the limit. --list, --by,"
          + " --status, --events, --verdicts and --curve show the rest."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll track capture.pcap",
      "  plimsoll track capture.pcap --list --filter 'proto:tcp state:SYN_SENT'",
      "  plimsoll track day-*.pcap.zst --set tcp_timeout_established=3600 --curve curve.svg",
      "  plimsoll track capture.pcap --verdicts | grep invalid",
      "  tcpdump -w - | plimsoll track - --events",
      "  plimsoll track -i eth0 --verdicts tcp port 443"
    })
final class TrackCommand implements Callable<Integer> {
  private static final int DEFAULT_ROWS = 15;
  private static final String CLEAR = "\u001b[H\u001b[J";

  private final Console console;

  @Mixin private final TrackerOptions trackerOptions = new TrackerOptions();
  @Mixin private final LoadLine loadLine = new LoadLine();
  @Mixin private final FormatOptions formats = new FormatOptions();
  @Mixin private final TopRows top = new TopRows();
  @Mixin private final LiveOptions live = new LiveOptions();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Capture files; - reads standard input. With -i a filter in tcpdump's syntax.")
  private List<String> words = List.of();

  @ArgGroup private Output output = new Output();

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description =
          "Only sessions and events that match, such as 'proto:tcp dport:443'. 'plimsoll help"
              + " filter' explains the language.")
  private String filterText = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "The table as it was at a moment: 2026-11-24T02:50, 02:50 (of the capture's day), or +90s"
              + " after its first packet. Later packets are not looked at.")
  private @Nullable String at;

  @Option(
      names = "--no-color",
      description = "No colours; the same as setting NO_COLOR, and as in a pipe.")
  private boolean noColor;

  /** What is shown; at most one. */
  private static final class Output {
    @Option(names = "--list", description = "List the sessions at the end, a line each.")
    private boolean list;

    @Option(
        names = "--by",
        paramLabel = "KEY[,KEY]",
        description =
            "Count the sessions at the end by what they have in common, as 'plimsoll by'.")
    private @Nullable String by;

    @Option(
        names = "--events",
        description = "Print a line each time a session begins, changes or ends.")
    private boolean events;

    @Option(
        names = "--verdicts",
        description = "Print a line for each packet: what the tracker says of it, and why.")
    private boolean verdicts;

    @Option(
        names = "--curve",
        paramLabel = "FILE|csv|json|line",
        description =
            "The number of sessions over time: as csv, json or a line of blocks on standard output,"
                + " or into a file that ends in .csv, .json, .svg or .png.")
    private @Nullable String curve;

    @Option(
        names = "--status",
        description =
            "What the sessions are and how the count stands to the limit, as 'plimsoll status'.")
    private boolean status;

    private boolean isNone() {
      return !list && by == null && !events && !verdicts && curve == null && !status;
    }

    /** Whether it is a picture, to be drawn again and again on a terminal. */
    private boolean isPicture() {
      return isNone() || status || "line".equals(curve);
    }
  }

  TrackCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final SessionFilter filter = filter();
    final List<GroupKey> keys = output.by == null ? List.of() : groupKeys(output.by);
    if (output.curve != null && !isCurveTarget(output.curve)) {
      throw FilterWords.usage(
          spec,
          "--curve is csv, json, line, or a file that ends in .csv, .json, .svg or .png, not "
              + output.curve);
    }
    if (output.status && !filterText.isEmpty()) {
      throw FilterWords.usage(spec, "--status judges all sessions, so it takes no --filter");
    }
    final long most = top.orElse(Integer.MAX_VALUE);
    final TrackerSettings settings = trackerOptions.settings();
    final EventLines events =
        output.events ? new EventLines(filter, formats.format(), console.bytes(), most) : null;
    final VerdictLines verdicts =
        output.verdicts ? new VerdictLines(console.bytes(), formats.isJson(), most) : null;
    final TrackRun run =
        new TrackRun(
            settings,
            trackerOptions.checksums(),
            trackerOptions.host(),
            LimitRule.ofLimit(loadLine.limit()),
            verdicts == null ? VerdictSink.NONE : verdicts,
            events == null ? null : writer(events));
    final BooleanSupplier goesOn =
        () -> (events == null || !events.isEnough()) && (verdicts == null || !verdicts.isEnough());
    final TrackedStatus status =
        new TrackedStatus(settings, new StatusSubject.Packets(live.source(words)));
    final Shown shown = new Shown(filter, keys, events, verdicts, status);
    if (live.isOn()) {
      trackLive(run, goesOn, shown);
      return ExitCode.OK;
    }
    if (words.isEmpty()) {
      throw FilterWords.usage(
          spec, "name a capture file, - for standard input, or an interface with -i");
    }
    IOException failure = null;
    try (CaptureFiles source =
        CaptureFiles.open(words.stream().map(Path::of).toList(), System.in)) {
      track(run, source, goesOn);
    } catch (final IOException e) {
      if (run.pipeline().frameCount() == 0) {
        throw e;
      }
      failure = e; // what was read before it is good, and shown first
    }
    show(run, shown);
    if (failure != null) {
      throw failure;
    }
    return ExitCode.OK;
  }

  /** What is shown at the end, and what is written on the way. */
  private record Shown(
      SessionFilter filter,
      List<GroupKey> keys,
      @Nullable EventLines events,
      @Nullable VerdictLines verdicts,
      TrackedStatus status) {
    void flush() throws IOException {
      if (events != null) {
        events.flush();
      }
      if (verdicts != null) {
        verdicts.flush();
      }
    }
  }

  private void trackLive(final TrackRun run, final BooleanSupplier goesOn, final Shown shown)
      throws IOException {
    try (LiveTrack track = new LiveTrack(live.open(words))) {
      final boolean redraws = output.isPicture() && console.terminal();
      track.run(
          run,
          live.nanos(),
          goesOn,
          () -> {
            shown.flush();
            if (redraws) {
              console.text().print(CLEAR);
              show(run, shown);
              console.text().flush();
            }
          });
      if (redraws) {
        console.text().print(CLEAR);
      }
      show(run, shown);
      console.text().flush();
      track.tellLosses(console);
    }
  }

  private void track(final TrackRun run, final CaptureFiles source, final BooleanSupplier goesOn)
      throws IOException {
    if (at != null) {
      final String moment = at;
      // The first packet says which day is meant.
      run.pipeline().stopAfter(first -> moment(moment, first));
    }
    try (TrackProgress progress = TrackProgress.of(source, run.pipeline())) {
      run.run(
          source,
          () -> {
            progress.step();
            return goesOn.getAsBoolean();
          });
    }
    if (at != null) {
      run.pipeline().advance(run.pipeline().stopMillis());
    }
  }

  private static Consumer<SessionEvent> writer(final EventLines lines) {
    return event -> {
      try {
        lines.add(event);
      } catch (final IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private void show(final TrackRun run, final Shown shown) throws IOException {
    shown.flush();
    final SessionFilter filter = shown.filter();
    final long endMillis = run.pipeline().lastMillis();
    if (output.list) {
      new SessionLines(formats.format(), console.bytes(), top.orElse(Integer.MAX_VALUE))
          .writeAll(visitor -> forEach(run, endMillis, filter, visitor));
    } else if (output.by != null) {
      final Breakdown groups = new Breakdown(shown.keys());
      forEach(run, endMillis, filter, groups);
      console
          .text()
          .print(GroupTable.show(groups, top.orElse(DEFAULT_ROWS), formats.isJson(), ink()));
    } else if (output.curve != null) {
      showCurve(run, output.curve);
    } else if (output.status) {
      final StatusOutput form =
          new StatusOutput(
              formats.isJson(), top.orElse(StatusOutput.DEFAULT_ROWS), console.columns(), ink());
      console.text().print(form.of(shown.status().report(run), shown.status().judged(run)));
    } else if (output.isNone()) {
      console.text().print(new TrackText(run, console.columns(), ink(), top.orElse(5), filter));
    }
  }

  private static void forEach(
      final TrackRun run,
      final long nowMillis,
      final SessionFilter filter,
      final SessionVisitor visitor) {
    run.tracker()
        .table()
        .forEach(
            nowMillis,
            session -> {
              if (filter.matches(session)) {
                visitor.visit(session);
              }
            });
  }

  private static boolean isCurveTarget(final String where) {
    return where.equals("csv")
        || where.equals("json")
        || where.equals("line")
        || CurveChart.isFile(where);
  }

  private void showCurve(final TrackRun run, final String where) throws IOException {
    final var points = run.curve().points();
    final Path file = Path.of(where);
    switch (where.substring(where.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "csv" -> put(where, "csv", CurveText.csv(points));
      case "json" -> put(where, "json", CurveText.json(points, loadLine.limit()));
      case "line" ->
          console
              .text()
              .println(CurveText.sparkline(points, console.columns(), Console.isUnicode()));
      default -> new CurveChart(points, loadLine.limit()).write(file);
    }
  }

  /** Prints it, or writes it into a file where more than the format is named. */
  private void put(final String where, final String format, final String text) throws IOException {
    if (where.equals(format)) {
      console.text().print(text);
    } else {
      Files.writeString(Path.of(where), text);
    }
  }

  private Ink ink() {
    return Ink.choose(noColor, console.terminal());
  }

  private SessionFilter filter() {
    try {
      return SessionFilter.parse(filterText);
    } catch (final FilterSyntaxException e) {
      throw FilterWords.usage(spec, String.valueOf(e.getMessage()));
    }
  }

  private List<GroupKey> groupKeys(final String text) {
    try {
      return GroupKey.parse(text);
    } catch (final GroupKeyException e) {
      throw FilterWords.usage(spec, String.valueOf(e.getMessage()));
    }
  }

  /** A moment of the capture, in milliseconds since 1970. */
  private long moment(final String text, final long firstMillis) {
    final Instant first = Instant.ofEpochMilli(Math.max(firstMillis, 0));
    try {
      if (text.startsWith("+")) {
        final Instant zero = Instant.EPOCH;
        final Instant ago = MomentText.parse(text.substring(1), zero.atZone(ZoneId.of("UTC")));
        return first.plus(Duration.between(ago, zero)).toEpochMilli();
      }
      final Instant endOfDay = first.plus(Duration.ofDays(1));
      return MomentText.parse(text, endOfDay.atZone(ZoneId.systemDefault())).toEpochMilli();
    } catch (final IllegalArgumentException e) {
      throw FilterWords.usage(spec, String.valueOf(e.getMessage()));
    }
  }
}
