package dev.plimsoll.app;

import dev.plimsoll.watch.EventTime;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.Watcher;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a sample of every namespace when it is due. What was due while the process stood still is
 * left out: a gap stays a gap.
 */
final class SamplingThread implements Runnable, AutoCloseable {
  private static final Logger LOG = System.getLogger("plimsoll.watch");
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PATIENCE_MILLIS = 2_000;

  private final KernelSources sources;
  private final EventTime time;
  private final long intervalNanos;
  private final Runnable afterEach;
  private final Runnable beat;
  private final Thread thread = Thread.ofPlatform().name("plimsoll-sampler").unstarted(this);
  private volatile Watcher watcher;
  private volatile boolean ended;
  private volatile long samples;
  private volatile long late;
  private volatile long latestNanos;
  private long latestSinceNanos;

  /**
   * Prepares it.
   *
   * @param afterEach run after each round, quickly
   * @param beat run every few seconds, also where rounds are rarer
   */
  SamplingThread(
      final KernelSources sources,
      final Watcher watcher,
      final EventTime time,
      final long intervalMillis,
      final Runnable afterEach,
      final Runnable beat) {
    this.sources = sources;
    this.watcher = watcher;
    this.time = time;
    this.afterEach = afterEach;
    this.beat = beat;
    intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
  }

  SamplingThread start() {
    thread.start();
    return this;
  }

  /** The rule that is judged by. */
  LimitRule rule() {
    return watcher.rule();
  }

  /** The next rounds are judged by another watcher, which has taken over what the old one knew. */
  void replace(final Watcher other) {
    watcher = other;
  }

  @Override
  public void run() {
    long due = System.nanoTime();
    while (!ended) {
      round(System.nanoTime() - due);
      due += intervalNanos;
      final long behind = System.nanoTime() - due;
      if (behind >= intervalNanos) {
        due += behind / intervalNanos * intervalNanos;
      }
      sleepUntil(due);
    }
  }

  private void sleepUntil(final long due) {
    for (long left = due - System.nanoTime(); left > 0 && !ended; left = due - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, BEAT_NANOS));
      beat.run();
    }
  }

  private void round(final long lateNanos) {
    note(lateNanos);
    goOn(() -> sources.refresh(namespace -> watcher.vanish(namespace, time.nowMillis())));
    final long now = time.nowMillis();
    if (!sources.there().isEmpty()) {
      goOn(() -> watcher.endUnwatched(sources.there(), now));
    }
    for (final KernelSource source : sources.current()) {
      goOn(() -> watcher.look(source, now));
    }
    goOn(afterEach);
  }

  // A failure is a defect; but whoever watches day and night does not stop at one, and one
  // namespace does not keep the others from it.
  private static void goOn(final Runnable step) {
    try {
      step.run();
    } catch (final RuntimeException e) {
      LOG.log(Level.ERROR, "A step of a round failed; the next round tries again", e);
    } catch (final Error e) {
      // Out of memory, or jars that were replaced under us. Blind and alive is worst: whoever
      // started us starts us again.
      LOG.log(Level.ERROR, "The watch cannot go on, and ends", e);
      Runtime.getRuntime().halt(1);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void note(final long lateNanos) {
    final long now = System.nanoTime();
    samples++;
    late += lateNanos > LATE_NANOS ? 1 : 0;
    if (lateNanos >= latestNanos || now - latestSinceNanos > MINUTE_NANOS) {
      latestNanos = lateNanos;
      latestSinceNanos = now;
    }
  }

  /** Rounds so far. */
  long samples() {
    return samples;
  }

  /** Rounds more than a tenth of a second late. */
  long late() {
    return late;
  }

  /** The most that a round of the last minute was late, in milliseconds. */
  long latestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(latestNanos);
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
