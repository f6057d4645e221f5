package dev.plimsoll.app;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.EventTime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int SHARE = 100;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long PATIENCE_MILLIS = 2_000;

  private final KernelSources sources;
  private final EventTime time;
  private final Consumer<Composition> everyMinute;
  private final Map<String, Composition> newest = new ConcurrentHashMap<>();
  private final Map<String, Long> keptMinute = new HashMap<>();
  private final Thread thread = Thread.ofPlatform().name("plimsoll-composition").unstarted(this);
  private volatile boolean ended;

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
    thread.start();
    return this;
  }

  /** The newest composition of a namespace, or null before the first. */
  @Nullable Composition newest(final String namespace) {
    return newest.get(namespace);
  }

  @Override
  public void run() {
    while (!ended) {
      final long began = THREADS.getCurrentThreadCpuTime();
      try {
        sources.current().forEach(this::look);
        newest.keySet().retainAll(names());
        keptMinute.keySet().retainAll(newest.keySet());
      } catch (final RuntimeException e) {
        // A defect; but whoever watches day and night does not stop at one.
        LOG.log(Level.ERROR, "what the table consists of could not be told; it is tried again", e);
      }
      final long took = THREADS.getCurrentThreadCpuTime() - began;
      pause(Math.clamp(took * SHARE, SHORTEST_NANOS, LONGEST_NANOS));
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

  private void pause(final long nanos) {
    final long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !ended; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Lets it end soon; {@link #close} waits for it. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void close() {
    end();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
