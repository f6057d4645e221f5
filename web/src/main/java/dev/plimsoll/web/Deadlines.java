package dev.plimsoll.web;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts off who takes too long. A thread that reads from or writes to a socket channel does so for
 * as long as the other end likes; an interrupt closes the channel and ends it (see {@link
 * java.nio.channels.InterruptibleChannel}). The server's own limit on a response would end live
 * streams too.
 */
final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock;

  Deadlines() {
    clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("web-deadlines").factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Work with an end. */
  interface Deadline extends AutoCloseable {
    /** The work is done in time. */
    @Override
    void close();
  }

  /** Interrupts the calling thread after a time, unless it is done before. */
  Deadline begin(final Duration most) {
    final Thread thread = Thread.currentThread();
    final Object lock = new Object();
    final boolean[] done = new boolean[1];
    final var future =
        clock.schedule(
            () -> {
              // Under the lock: an interrupt must not hit what the thread does next.
              synchronized (lock) {
                if (!done[0]) {
                  thread.interrupt();
                }
              }
            },
            most.toMillis(),
            TimeUnit.MILLISECONDS);
    return () -> {
      synchronized (lock) {
        done[0] = true;
      }
      future.cancel(false);
    };
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
