package dev.plimsoll.app;

import dev.plimsoll.app.track.TrackRun;
import dev.plimsoll.watch.PlainText;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tracks an interface until the time is over or Ctrl-C; what is to be shown at the end is shown
 * then, too.
 */
final class LiveTrack implements AutoCloseable {
  // A block of packets may be on its way while the clock goes on.
  private static final long BEHIND_MILLIS = 500;
  private static final long REFRESH_NANOS = 1_000_000_000;
  private static final long SECONDS_TO_SHOW = 5;

  private final LiveFrames source;
  private final CountDownLatch shown = new CountDownLatch(1);
  private volatile boolean isInterrupted;

  LiveTrack(final LiveFrames source) {
    this.source = source;
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "plimsoll-ctrl-c"));
  }

  private void interrupt() {
    isInterrupted = true;
    try {
      if (!shown.await(SECONDS_TO_SHOW, TimeUnit.SECONDS)) {
        System.err.println("plimsoll: interrupted before all was shown");
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tracks.
   *
   * @param refresh called about every second
   */
  void run(
      final TrackRun run, final long nanos, final BooleanSupplier goesOn, final Refresh refresh)
      throws IOException {
    final long startNanos = System.nanoTime();
    long refreshedNanos = startNanos;
    long now = startNanos;
    while (!isInterrupted && goesOn.getAsBoolean() && now - startNanos < nanos) {
      if (run.pipeline().take(source) == 0) {
        run.pipeline().advance(System.currentTimeMillis() - BEHIND_MILLIS);
      }
      now = System.nanoTime();
      if (now - refreshedNanos >= REFRESH_NANOS) {
        refreshedNanos = now;
        refresh.show();
      }
    }
  }

  /** What is shown while it goes on. */
  interface Refresh {
    void show() throws IOException;
  }

  /** Says how many packets were lost, if any. */
  void tellLosses(final Console console) throws IOException {
    final long dropped = source.dropped();
    if (dropped > 0) {
      console
          .errors()
          .println(
              "plimsoll: the kernel dropped %s packets because they were not taken in time; a larger --ring or a filter helps"
                  .formatted(PlainText.count(dropped)));
    }
  }

  @Override
  public void close() {
    source.close();
    shown.countDown();
  }
}
