package dev.plimsoll.web;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs each request on a virtual thread of its own, from its first byte on, and makes room: when
 * more than so many are on their way, the one that began first is cut off. An honest request takes
 * milliseconds, so whoever is first among so many is slow on purpose. Many such clients can hold
 * each other up then, but nobody else.
 *
 * <p>An interrupt closes the channel that the thread reads or writes; see {@link
 * java.nio.channels.InterruptibleChannel}.
 */
final class RequestThreads implements Executor, AutoCloseable {
  private final int most;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory());
  private final Set<Thread> onTheirWay = new LinkedHashSet<>();

  RequestThreads(final int most) {
    this.most = most;
  }

  @Override
  public void execute(final Runnable request) {
    threads.execute(() -> {
      begin();
      try {
        request.run();
      } finally {
        end();
      }
    });
  }

  private void begin() {
    synchronized (onTheirWay) {
      if (onTheirWay.size() >= most) {
        final Thread first = onTheirWay.iterator().next();
        onTheirWay.remove(first);
        first.interrupt();
      }
      onTheirWay.add(Thread.currentThread());
    }
  }

  /** The calling thread stays, as a live stream does: it is no longer one that may be cut off. */
  void stay() {
    end();
  }

  private void end() {
    synchronized (onTheirWay) {
      onTheirWay.remove(Thread.currentThread());
    }
  }

  /** Interrupts all. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
