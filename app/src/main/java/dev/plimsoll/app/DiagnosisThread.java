package dev.plimsoll.app;

import dev.plimsoll.app.action.HostLook;
import dev.plimsoll.app.diagnose.KernelCircumstances;
import dev.plimsoll.kernel.OwnLogins;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.EventTime;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.diagnosis.Circumstances;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Diagnostician;
import dev.plimsoll.watch.diagnosis.LongerWatch;
import dev.plimsoll.watch.diagnosis.NamespaceCommands;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.diagnosis.Steps;
import dev.plimsoll.watch.diagnosis.ThisHost;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Diagnoses the watched namespaces on a thread of its own: every ten seconds while that is cheap,
 * less often for large tables, so that all looks together take at most a fiftieth of a core; but
 * every two minutes, whatever that costs. Of very many namespaces the first ones are diagnosed:
 * what is counted for each takes memory.
 */
final class DiagnosisThread implements Runnable, AutoCloseable {
  private static final Logger LOG = System.getLogger("plimsoll.watch");
  private static final int MOST_NAMESPACES = 16;

  private final KernelSources sources;
  private final Readings readings;
  private final EventTime time;
  private final Map<String, Known> newest = new ConcurrentHashMap<>();
  private final PacedThread pace =
      new PacedThread(
          "plimsoll-diagnosis",
          this,
          TimeUnit.SECONDS.toNanos(10),
          TimeUnit.MINUTES.toNanos(2),
          50);
  private volatile Diagnostician diagnostician;
  private volatile long limit;

  /** A diagnosis and what to do about it. */
  private record Known(Diagnosis diagnosis, List<Step> steps) {}

  DiagnosisThread(
      final KernelSources sources,
      final Readings readings,
      final EventTime time,
      final Diagnostician diagnostician,
      final long limit) {
    this.sources = sources;
    this.readings = readings;
    this.time = time;
    this.diagnostician = diagnostician;
    this.limit = limit;
  }

  void start() {
    pace.start();
  }

  /** Judges by other roles, thresholds and another limit from now on. */
  void replace(final Diagnostician by, final long newLimit) {
    diagnostician = by;
    limit = newLimit;
  }

  /** The newest diagnosis of a namespace, or null before the first. */
  @Nullable Diagnosis diagnosis(final String namespace) {
    final Known known = newest.get(namespace);
    return known == null ? null : known.diagnosis();
  }

  /** What to do after the newest diagnosis. */
  List<Step> steps(final String namespace) {
    final Known known = newest.get(namespace);
    return known == null ? List.of() : known.steps();
  }

  @Override
  public void run() {
    final List<KernelSource> some = sources.current().stream().limit(MOST_NAMESPACES).toList();
    for (final KernelSource source : some) {
      try {
        look(source);
      } catch (final RuntimeException e) {
        // A defect; but whoever watches day and night does not stop at one.
        LOG.log(
            Level.ERROR, "{0} could not be diagnosed; it is tried again", source.namespace(), e);
      }
    }
    newest.keySet().retainAll(names(some));
  }

  private static Set<String> names(final List<KernelSource> of) {
    return of.stream().map(KernelSource::namespace).collect(Collectors.toSet());
  }

  private void look(final KernelSource source) {
    if (!source.mirrored().statistics().synchronised()) {
      return;
    }
    final Diagnosis diagnosis =
        source
            .diagnosis()
            .look(
                source.namespace(),
                diagnostician,
                source.mirrored(),
                circumstances(source),
                source.owners(),
                LongerWatch.NONE,
                time.nowMillis());
    newest.put(source.namespace(), new Known(diagnosis, steps(source, diagnosis)));
  }

  private Circumstances circumstances(final KernelSource source) {
    final Reading reading = readings.latest(source.namespace());
    final Ceiling ceiling = reading == null ? new Ceiling(0, 0, 0) : reading.ceiling();
    return KernelCircumstances.read(
        source.networkNamespace(),
        ceiling.entries(),
        ceiling.losses(),
        source.mirrored().statistics().overruns());
  }

  private List<Step> steps(final KernelSource source, final Diagnosis diagnosis) {
    if (diagnosis.findings().isEmpty()) {
      return Steps.of(diagnosis, ThisHost.UNKNOWN);
    }
    final ThisHost host =
        HostLook.read(diagnosis, source.networkNamespace(), limit, OwnLogins.find());
    return new NamespaceCommands(source.namespace()).of(Steps.of(diagnosis, host));
  }

  /** Lets it end soon; {@link #close} waits for it. */
  void end() {
    pace.end();
  }

  @Override
  public void close() {
    pace.close();
  }
}
