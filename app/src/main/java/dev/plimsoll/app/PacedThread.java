package dev.plimsoll.app;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;

/** Does a work again and again, in a share of a core at most, as far as its pauses reach. */
final class PacedThread implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long PATIENCE_MILLIS = 2_000;

  private final Runnable work;
  private final long shortestNanos;
  private final long longestNanos;
  private final int share;
  private final Thread thread;
  private volatile boolean ended;

  /**
   * Prepares it.
   *
   * @param shortestNanos the shortest pause
   * @param longestNanos the longest one, whatever the work costs
   * @param share 100 for a hundredth of a core
   */
  PacedThread(
      final String name,
      final Runnable work,
      final long shortestNanos,
      final long longestNanos,
      final int share) {
    this.work = work;
    this.shortestNanos = shortestNanos;
    this.longestNanos = longestNanos;
    this.share = share;
    thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!ended) {
      final long began = THREADS.getCurrentThreadCpuTime();
      work.run();
      final long took = THREADS.getCurrentThreadCpuTime() - began;
      pause(Math.clamp(took * share, shortestNanos, longestNanos));
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
