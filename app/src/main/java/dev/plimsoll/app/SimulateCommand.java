package dev.plimsoll.app;

import dev.plimsoll.app.track.CurveChart;
import dev.plimsoll.app.track.SimulatedCurve;
import dev.plimsoll.app.track.SimulationPage;
import dev.plimsoll.app.track.TimeoutSearch;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.ReadAhead;
import dev.plimsoll.engine.Simulation;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.SysctlText;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.engine.capture.CaptureFiles;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plimsoll simulate}: what other timeouts would do to the count. */
@Command(
    name = "simulate",
    header = "Show how many sessions there would have been with other timeouts.",
    description = {
      "Reads capture files once and tells, for the settings as they are and for each --with: the"
          + " most sessions, the time over the limit, and the price: how many sessions would have"
          + " been cut short, that is, ended although they spoke again later.",
      "--suggest looks for the timeouts that keep the count under the limit at the least price."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll simulate day.pcap.zst --with tcp_timeout_established=3600",
      "  plimsoll simulate day.pcap --with udp_timeout=10 --with udp_timeout=10,udp_timeout_stream=30",
      "  plimsoll simulate day.pcap --suggest --limit 10000 --html simulation.html"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int MOST_SCENARIOS = 64;

  private final Console console;

  @Mixin private final TrackerOptions trackerOptions = new TrackerOptions();
  @Mixin private final LoadLine loadLine = new LoadLine();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Capture files to read.")
  private List<Path> files = List.of();

  @Option(
      names = "--with",
      paramLabel = "NAME=VALUE[,NAME=VALUE]",
      description = "Other settings to try; may be given again, for each try once.")
  private List<String> tries = List.of();

  @Option(
      names = "--suggest",
      description = "Look for the timeouts that keep the count under the limit at the least price.")
  private boolean suggest;

  @Option(
      names = "--curve",
      paramLabel = "FILE",
      description = "Draw the curves into a file that ends in .svg or .png.")
  private @Nullable Path curve;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write chart and table into one HTML file.")
  private @Nullable Path html;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--no-color",
      description = "No colours; the same as setting NO_COLOR, and as in a pipe.")
  private boolean noColor;

  /** Settings and what to call them. */
  private record Scenario(String name, TrackerSettings settings) {}

  SimulateCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (curve != null && !curve.toString().matches("(?i).+\\.(svg|png)")) {
      throw FilterWords.usage(spec, "--curve is a file that ends in .svg or .png, not " + curve);
    }
    final TrackerSettings settings = trackerOptions.settings();
    final List<Scenario> scenarios = new ArrayList<>();
    scenarios.add(new Scenario("as it is", settings));
    for (final String given : tries) {
      scenarios.add(new Scenario(given, with(settings, given)));
    }
    if (scenarios.size() > MOST_SCENARIOS) {
      throw FilterWords.usage(spec, "more than 63 times --with is too much for one pass");
    }
    if (suggest) {
      final Scenario found = suggestion(settings);
      if (found != null) {
        scenarios.add(found);
      }
    }
    show(simulate(scenarios));
    return ExitCode.OK;
  }

  private TrackerSettings with(final TrackerSettings settings, final String given) {
    final SysctlText text = new SysctlText();
    try {
      for (final String assignment : given.split(",", -1)) {
        text.read(assignment.strip());
      }
    } catch (final IllegalArgumentException e) {
      throw FilterWords.usage(spec, String.valueOf(e.getMessage()));
    }
    for (final Sysctl sysctl : text.settings().changed().keySet()) {
      if (sysctl.kind() != Sysctl.Kind.SECONDS) {
        throw FilterWords.usage(spec, "only timeouts can be tried, not " + sysctl.word());
      }
    }
    return settings.with(text.settings().changed());
  }

  private @Nullable Scenario suggestion(final TrackerSettings settings) throws IOException {
    final TimeoutSearch search = new TimeoutSearch(settings);
    final Map<Sysctl, Long> changes = search.suggest(run(search.scenarios()), loadLine.limit());
    if (changes.isEmpty()) {
      return null;
    }
    final List<String> words = new ArrayList<>();
    changes.forEach((sysctl, seconds) -> words.add(sysctl.word() + "=" + seconds));
    return new Scenario("suggested: " + String.join(",", words), settings.with(changes));
  }

  private List<SimulatedCurve> simulate(final List<Scenario> scenarios) throws IOException {
    final Simulation simulation = run(scenarios.stream().map(Scenario::settings).toList());
    final LimitRule rule = LimitRule.ofLimit(loadLine.limit());
    final List<SimulatedCurve> curves = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      curves.add(SimulatedCurve.of(simulation, i, scenarios.get(i).name(), rule));
    }
    return curves;
  }

  private Simulation run(final List<TrackerSettings> settings) throws IOException {
    final Simulation simulation = new Simulation(settings);
    final Tracker tracker = new Tracker(simulation, SessionTable.ofTracker(HostAddresses.UNKNOWN));
    final PacketPipeline pipeline =
        new PacketPipeline(
            simulation.settings(),
            trackerOptions.checksums(),
            tracker,
            VerdictSink.NONE,
            (timeMillis, sessions, most) -> {},
            60_000);
    try (CaptureFiles source = CaptureFiles.open(files, System.in);
        ReadAhead ahead = pipeline.readAhead(source);
        TrackProgress progress = TrackProgress.of(source, pipeline)) {
      while (pipeline.take(ahead) > 0) {
        progress.step();
      }
    }
    simulation.finish(tracker.table(), pipeline.lastMillis());
    return simulation;
  }

  private void show(final List<SimulatedCurve> curves) throws IOException {
    final CurveChart chart =
        new CurveChart(
            loadLine.limit(),
            curves.stream().map(c -> new CurveChart.Curve(c.name(), c.curve().points())).toList());
    if (curve != null) {
      chart.write(curve);
    }
    if (html != null) {
      Files.writeString(html, SimulationPage.of(chart, curves, loadLine.limit()));
    }
    if (json) {
      console.text().print(asJson(curves));
    } else {
      console.text().print(asText(curves));
    }
  }

  private String asText(final List<SimulatedCurve> curves) {
    final Ink ink = Ink.choose(noColor, console.terminal());
    final Columns columns = new Columns();
    columns.add(false);
    for (int i = 0; i < 4; i++) {
      columns.add(true);
    }
    columns.row(List.of("settings", "most", "at the end", "over the limit", "cut short"), ink::dim);
    for (final SimulatedCurve simulated : curves) {
      columns.row(
          List.of(
              simulated.name(),
              PlainText.count(simulated.curve().most()),
              PlainText.count(simulated.last()),
              simulated.overText(),
              PlainText.count(simulated.cutShort())),
          colour(simulated, ink));
    }
    final String advice =
        suggest && curves.stream().noneMatch(c -> c.name().startsWith("suggested"))
            ? "Nothing to suggest: the count is never over the limit.\n"
            : "";
    return columns + advice;
  }

  private static UnaryOperator<String> colour(final SimulatedCurve simulated, final Ink ink) {
    if (simulated.judgement().sustainedSinceMillis() != LimitState.NEVER) {
      return ink::red;
    }
    return simulated.judgement().overMillis() > 0 ? ink::yellow : text -> text;
  }

  private String asJson(final List<SimulatedCurve> curves) {
    final LineBuffer line = new LineBuffer(1024);
    final JsonWriter writer = new JsonWriter(line);
    writer.beginObject().name("limit").value(loadLine.limit()).name("scenarios").beginArray();
    for (final SimulatedCurve simulated : curves) {
      writer.beginObject();
      writer.name("settings").value(simulated.name());
      writer.name("most").value(simulated.curve().most());
      writer.name("last").value(simulated.last());
      writer.name("over_seconds").value(simulated.judgement().overMillis() / 1000);
      writer
          .name("sustained")
          .value(simulated.judgement().sustainedSinceMillis() != LimitState.NEVER);
      writer.name("cut_short").value(simulated.cutShort());
      writer.endObject();
    }
    writer.endArray().endObject().endLine();
    return line.toString();
  }
}
