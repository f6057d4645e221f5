package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.TrackingProbe;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.SeriesPoint;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.history.HistoryHealth;
import dev.plimsoll.watch.history.HistoryReader;
import dev.plimsoll.web.MetricsPush;
import dev.plimsoll.web.OwnCost;
import dev.plimsoll.web.SystemFinding;
import dev.plimsoll.web.WatchView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What the web server shows of a running {@link WatchDaemon}. */
final class DaemonView implements WatchView {
  private static final long FINDINGS_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int NAMESPACES_EXAMINED = 20;

  private final WatchDaemon daemon;
  private final String host;
  private final long startedMillis = System.currentTimeMillis();
  private volatile IntSupplier viewers = () -> 0;
  private List<Finding> findings = List.of();
  private long findingsNanos = System.nanoTime() - FINDINGS_NANOS;

  DaemonView(final WatchDaemon daemon, final String host) {
    this.daemon = daemon;
    this.host = host;
  }

  /** Who counts the open streams. */
  void viewers(final IntSupplier count) {
    viewers = count;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public String version() {
    return VersionText.number();
  }

  @Override
  public long startedMillis() {
    return startedMillis;
  }

  @Override
  public List<String> namespaces() {
    return daemon.sources().current().stream().map(KernelSource::namespace).toList();
  }

  @Override
  public @Nullable Reading latest(final String namespace) {
    return daemon.readings().latest(namespace);
  }

  @Override
  public @Nullable Composition composition(final String namespace) {
    return daemon.compositions().newest(namespace);
  }

  @Override
  public @Nullable Diagnosis diagnosis(final String namespace) {
    return daemon.diagnoses().diagnosis(namespace);
  }

  @Override
  public List<Step> steps(final String namespace) {
    return daemon.diagnoses().steps(namespace);
  }

  @Override
  public @Nullable SessionTable sessions(final String namespace) {
    for (final KernelSource source : daemon.sources().current()) {
      if (source.namespace().equals(namespace)) {
        return source.sessions();
      }
    }
    return null;
  }

  private HistoryReader past() {
    return daemon.history().reader();
  }

  @Override
  public List<SeriesPoint> series(
      final String namespace, final long fromMillis, final long toMillis, final int points) {
    return past().series(namespace, fromMillis, toMillis, points);
  }

  @Override
  public List<Composition> compositions(
      final String namespace, final long fromMillis, final long toMillis, final int most) {
    return past().compositions(namespace, fromMillis, toMillis, most);
  }

  @Override
  public List<Overload> overloads(
      final String namespace, final long fromMillis, final long toMillis) {
    return past().overloads(namespace, fromMillis, toMillis);
  }

  @Override
  public List<Delivery> alerts(final int rows) {
    return daemon.history().newest(rows);
  }

  @Override
  public List<SystemFinding> findings() {
    final List<Finding> found = new ArrayList<>(examined());
    found.addAll(HistoryFindings.of(daemon.history()));
    final MetricsPush push = daemon.push();
    if (push != null) {
      found.add(PushFinding.of(push.health()));
    }
    return found.stream()
        .sorted(Comparator.comparingInt(DaemonView::badness).reversed())
        .map(finding ->
            new SystemFinding(
                finding.level().word(),
                finding.subject(),
                finding.summary(),
                finding.meaning(),
                finding.commands()))
        .toList();
  }

  private synchronized List<Finding> examined() {
    if (System.nanoTime() - findingsNanos >= FINDINGS_NANOS) {
      findings = examine();
      findingsNanos = System.nanoTime();
    }
    return findings;
  }

  private List<Finding> examine() {
    final List<Finding> found = new ArrayList<>();
    final HostFacts facts = HostFacts.read();
    found.addAll(Doctor.examine(facts));
    daemon.sources().current().stream()
        .limit(NAMESPACES_EXAMINED)
        .map(source -> ConntrackFacts.read(source.networkNamespace()))
        .forEach(of -> found.addAll(Doctor.examine(facts, of, TrackingProbe.NOT_SENT)));
    return found;
  }

  private static int badness(final Finding finding) {
    return switch (finding.level()) {
      case PROBLEM -> 3;
      case WARNING -> 2;
      case UNKNOWN -> 1;
      case OK -> 0;
    };
  }

  @Override
  public OwnCost ownCost() {
    final Runtime runtime = Runtime.getRuntime();
    final long mirrorBytes =
        daemon.sources().current().stream().mapToLong(s -> s.sessions().memoryBytes()).sum();
    return new OwnCost(
        daemon.usage().newest().cpuMillis() / 1000.0,
        daemon.usage().cpuShare(),
        daemon.usage().newest().residentBytes(),
        runtime.totalMemory() - runtime.freeMemory(),
        mirrorBytes,
        daemon.sampling().samples(),
        daemon.sampling().late(),
        daemon.sampling().latestMillis(),
        viewers.getAsInt());
  }

  @Override
  public HistoryHealth history() {
    return daemon.history().health();
  }

  @Override
  public Subscription subscribe(final Consumer<Reading> consumer) {
    daemon.readings().add(consumer);
    return () -> daemon.readings().remove(consumer);
  }
}
