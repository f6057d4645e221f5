package dev.plimsoll.app;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.EventTime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks what the tables consist of, on a thread of its own: every few seconds while that is cheap,
 * less often for large tables, so that all looks together take at most a hundredth of a core; but
 * every minute, whatever that costs.
 */
final class CompositionThread implements Runnable, AutoCloseable {
  private static final Logger LOG = System.getLogger("plimsoll.watch");
  private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int SHARE = 100;
  private static final long MINUTE_MILLIS = 60_000;

  private final KernelSources sources;
  private final EventTime time;
  private final Consumer<Composition> everyMinute;
  private final Map<String, Composition> newest = new ConcurrentHashMap<>();
  private final Map<String, Long> keptMinute = new HashMap<>();
  private final PacedThread pace =
      new PacedThread("plimsoll-composition", this, SHORTEST_NANOS, LONGEST_NANOS, SHARE);

  /**
   * Prepares it.
   *
   * @param everyMinute takes one of each namespace a minute, or fewer where they are rarer
   */
  CompositionThread(
      final KernelSources sources, final EventTime time, final Consumer<Composition> everyMinute) {
    this.sources = sources;
    this.time = time;
    this.everyMinute = everyMinute;
  }

  CompositionThread start() {
    pace.start();
    return this;
  }

  /** The newest composition of a namespace, or null before the first. */
  @Nullable Composition newest(final String namespace) {
    return newest.get(namespace);
  }

  @Override
  public void run() {
    try {
      sources.current().forEach(this::look);
      newest.keySet().retainAll(names());
      keptMinute.keySet().retainAll(newest.keySet());
    } catch (final RuntimeException e) {
      // A defect; but whoever watches day and night does not stop at one.
      LOG.log(Level.ERROR, "what the table consists of could not be told; it is tried again", e);
    }
  }

  private Set<String> names() {
    return sources.current().stream().map(KernelSource::namespace).collect(Collectors.toSet());
  }

  private void look(final KernelSource source) {
    if (!source.mirrored().statistics().synchronised()) {
      return;
    }
    final Composition now = Composition.of(source.namespace(), source.sessions(), time.nowMillis());
    newest.put(source.namespace(), now);
    final long minute = now.timeMillis() / MINUTE_MILLIS;
    if (!Long.valueOf(minute).equals(keptMinute.put(source.namespace(), minute))) {
      everyMinute.accept(now);
    }
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
