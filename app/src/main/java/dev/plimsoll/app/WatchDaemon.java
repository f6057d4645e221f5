package dev.plimsoll.app;

import dev.plimsoll.app.config.Configuration;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.EarlierWatch;
import dev.plimsoll.watch.EventTime;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.WatchOutlet;
import dev.plimsoll.watch.Watcher;
import dev.plimsoll.watch.alert.AlertDesk;
import dev.plimsoll.watch.alert.AlertSettings;
import dev.plimsoll.watch.alert.Past;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.OwnTraffic;
import dev.plimsoll.watch.history.History;
import dev.plimsoll.watch.history.HistoryReader;
import dev.plimsoll.web.Metrics;
import dev.plimsoll.web.MetricsPush;
import dev.plimsoll.web.PushSettings;
import dev.plimsoll.web.WebServer;
import dev.plimsoll.web.WebSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A running watch: the kernel's tables in, and history, alerts and page out. Wires the parts, and
 * closes them in the order in which they depend on each other.
 */
final class WatchDaemon implements AutoCloseable {
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  // Compositions are a minute apart, or rarer for very large tables: each has a part of its own.
  private static final long LOOK_BACK_MILLIS = Duration.ofMinutes(20).toMillis();
  private static final int LOOK_BACK_PARTS = 40;

  private final String host;
  private final long intervalMillis;
  private final KernelSources sources;
  private final History history;
  private final Readings readings = new Readings();
  private final VerdictLog log = new VerdictLog();
  private final OwnUsage usage = new OwnUsage();
  private final SamplingThread sampling;
  private final CompositionThread compositions;
  private final DiagnosisThread diagnoses;
  private final Past past = new KeptPast();
  private volatile AlertDesk alerts;
  private final DaemonView view;
  private final Metrics metrics;
  private final @Nullable PushSettings pushing;
  private @Nullable WebServer web;
  private @Nullable MetricsPush push;

  private WatchDaemon(
      final Configuration configuration,
      final String host,
      final KernelSources sources,
      final History history,
      final Runnable afterEach,
      final Runnable beat) {
    this.host = host;
    this.sources = sources;
    this.history = history;
    intervalMillis = configuration.every().toMillis();
    final EventTime time = new EventTime(newestMillis(history.reader()));
    compositions = new CompositionThread(sources, time, history::add);
    diagnoses =
        new DiagnosisThread(
            sources,
            readings,
            time,
            configuration.diagnosis().diagnostician(),
            configuration.rule().limit());
    alerts = desk(configuration.alerts());
    sampling =
        new SamplingThread(
            sources,
            watcher(configuration),
            time,
            intervalMillis,
            () -> {
              usage.look();
              afterEach.run();
            },
            beat);
    view = new DaemonView(this, host);
    metrics = new Metrics(view);
    pushing = configuration.push();
  }

  /**
   * Opens all that is needed, and serves the page; nothing is counted before {@link #start}.
   *
   * @param page what is served; null for nothing
   * @param opening opens the mirror of the namespaces to be watched
   * @param afterEach run on the sampling thread after each round of samples, quickly
   * @param beat run there every few seconds, as a sign of life
   * @throws IOException if a namespace cannot be watched, or the page not be served
   */
  static WatchDaemon open(
      final Configuration configuration,
      final @Nullable WebSettings page,
      final String host,
      final KernelSources.Opening opening,
      final Runnable afterEach,
      final Runnable beat)
      throws IOException {
    final KernelSources sources = new KernelSources(opening, own(page));
    final History history = History.open(configuration.history());
    final WatchDaemon daemon =
        new WatchDaemon(configuration, host, sources, history, afterEach, beat);
    try {
      if (page != null) {
        daemon.serve(page);
      }
      return daemon;
    } catch (final IOException | RuntimeException e) {
      daemon.close();
      throw e;
    }
  }

  // Who looks at the page is no visitor of the host's.
  private static OwnTraffic own(final @Nullable WebSettings page) {
    return page == null
        ? OwnTraffic.NONE
        : new OwnTraffic(List.of(page.listen().getPort()), List.of());
  }

  /** Begins to watch. */
  void start() {
    alerts.start();
    sampling.start();
    compositions.start();
    diagnoses.start();
    push = pushing == null ? null : MetricsPush.start(pushing, metrics);
  }

  private void serve(final WebSettings settings) throws IOException {
    final WebServer server = WebServer.start(settings, view, metrics);
    view.viewers(server::viewers);
    web = server;
  }

  // Time goes on from the newest sample, unless a wrong clock has put that into the far future.
  private static long newestMillis(final HistoryReader reader) {
    final long wall = System.currentTimeMillis();
    long newest = 0;
    for (final String namespace : reader.namespaces()) {
      for (final Sample sample : reader.samples(namespace, wall, wall + DAY_MILLIS)) {
        newest = Math.max(newest, sample.timeMillis() + 1);
      }
    }
    return newest;
  }

  private Watcher watcher(final Configuration configuration) {
    return new Watcher(configuration.rule(), intervalMillis, new KeptWatch(), new Outlets());
  }

  private AlertDesk desk(final AlertSettings settings) {
    return new AlertDesk(
        settings, host, ZoneId.systemDefault(), past, history, InstantSource.system());
  }

  /** Takes over what a running watch can: the rule of the limit, and the alerts. */
  void reload(final Configuration configuration) {
    final AlertDesk before = alerts;
    final AlertDesk after = desk(configuration.alerts());
    // It keeps what it learns until it is started, so nothing falls between the two.
    alerts = after;
    before.close();
    after.start(before);
    diagnoses.replace(configuration.diagnosis().diagnostician(), configuration.rule().limit());
    if (!configuration.rule().equals(sampling.rule())) {
      sampling.replace(watcher(configuration));
    }
  }

  /** What serves the page, or null. */
  @Nullable WebServer web() {
    return web;
  }

  /** What pushes the metrics, or null. */
  @Nullable MetricsPush push() {
    return push;
  }

  KernelSources sources() {
    return sources;
  }

  Readings readings() {
    return readings;
  }

  CompositionThread compositions() {
    return compositions;
  }

  DiagnosisThread diagnoses() {
    return diagnoses;
  }

  SamplingThread sampling() {
    return sampling;
  }

  OwnUsage usage() {
    return usage;
  }

  History history() {
    return history;
  }

  AlertDesk alerts() {
    return alerts;
  }

  @Override
  public void close() {
    if (web != null) {
      web.close();
    }
    if (push != null) {
      push.close();
    }
    metrics.close();
    compositions.end();
    diagnoses.end();
    sampling.close();
    compositions.close();
    diagnoses.close();
    alerts.close();
    history.close();
    sources.close();
  }

  /** Where readings go. */
  private final class Outlets implements WatchOutlet {
    @Override
    public void reading(final Reading reading) {
      history.add(reading);
      readings.accept(reading);
      alerts.accept(reading);
      log.accept(reading);
    }

    @Override
    public void overload(final Overload overload) {
      history.put(overload);
    }

    @Override
    public void vanished(final String namespace, final long timeMillis) {
      readings.forget(namespace);
      alerts.vanished(namespace, timeMillis);
      log.vanished(namespace);
    }
  }

  /** What the history knows of before. */
  private final class KeptWatch implements EarlierWatch {
    @Override
    public boolean isReadable() {
      return history.isReadable();
    }

    @Override
    public List<Sample> samples(
        final String namespace, final long fromMillis, final long toMillis) {
      return history.reader().samples(namespace, fromMillis, toMillis);
    }

    @Override
    public Set<String> unfinished() {
      final Set<String> names = new HashSet<>(history.reader().overloaded());
      names.addAll(AlertDesk.unfinished(history));
      return names;
    }

    @Override
    public @Nullable Overload openOverload(final String namespace) {
      return history.reader().openOverload(namespace);
    }
  }

  /** What a table consisted of: now from the thread that looks, before from the history. */
  private final class KeptPast implements Past {
    @Override
    public @Nullable Diagnosis diagnosis(final String namespace) {
      return diagnoses.diagnosis(namespace);
    }

    @Override
    public @Nullable Composition newest(final String namespace) {
      return compositions.newest(namespace);
    }

    @Override
    public @Nullable Composition before(final String namespace, final long timeMillis) {
      final List<Composition> earlier =
          history
              .reader()
              .compositions(namespace, timeMillis - LOOK_BACK_MILLIS, timeMillis, LOOK_BACK_PARTS);
      return earlier.isEmpty() ? null : earlier.getLast();
    }
  }
}
