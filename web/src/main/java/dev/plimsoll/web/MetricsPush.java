package dev.plimsoll.web;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pushes the metrics by OTLP/HTTP, again and again, on a thread of its own. The values only rise or
 * are those of now, so nothing waits: what is not taken until the next push is due gives way to it.
 */
public final class MetricsPush implements AutoCloseable {
  private static final Logger LOG = System.getLogger("plimsoll.watch");
  private static final Duration FIRST_AFTER = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final long LONGEST_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final Metrics metrics;
  private final OtlpPost post;
  private final long everyNanos;
  private final Duration firstAfter;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("plimsoll-push").unstarted(this::run);
  private volatile PushHealth health;

  private MetricsPush(
      final PushSettings settings, final Metrics metrics, final Duration firstAfter) {
    this.metrics = metrics;
    this.firstAfter = firstAfter;
    post = new OtlpPost(settings);
    everyNanos = settings.every().toNanos();
    health = new PushHealth(post.shown(), null, 0);
  }

  /** Begins to push, some seconds from now. */
  public static MetricsPush start(final PushSettings settings, final Metrics metrics) {
    return start(settings, metrics, FIRST_AFTER);
  }

  static MetricsPush start(
      final PushSettings settings, final Metrics metrics, final Duration firstAfter) {
    final MetricsPush push = new MetricsPush(settings, metrics, firstAfter);
    push.thread.start();
    return push;
  }

  /** How it fares; quick. */
  public PushHealth health() {
    return health;
  }

  private void run() {
    try {
      long due = System.nanoTime() + firstAfter.toNanos();
      while (true) {
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        due += everyNanos;
        push(due);
        due = Math.max(due, System.nanoTime());
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt(); // it was closed
    }
  }

  /** Pushes what is now, until it is taken, it is not worth another try, or the next is due. */
  private void push(final long nextNanos) throws InterruptedException {
    final byte[] request;
    try {
      request = OtlpRequest.of(metrics, System.currentTimeMillis());
    } catch (final RuntimeException e) {
      // A defect; but the next time goes on.
      LOG.log(Level.ERROR, "The metrics could not be gathered to be pushed", e);
      return;
    }
    long pause = FIRST_PAUSE.toNanos();
    do {
      switch (post.send(request)) {
        case PushOutcome.Taken() -> {
          well();
          return;
        }
        case PushOutcome.Dropped(final String sentence) -> {
          failed(sentence);
          return;
        }
        case PushOutcome.Later(final String sentence, final Duration after) -> {
          failed(sentence);
          sleep(after, pause, nextNanos);
          pause *= 2;
        }
      }
    } while (System.nanoTime() - nextNanos < 0);
  }

  // Scattered, so that many who were turned away together do not come back together.
  private static void sleep(
      final @Nullable Duration asked, final long pauseNanos, final long nextNanos)
      throws InterruptedException {
    final long scattered = ThreadLocalRandom.current().nextLong(pauseNanos / 2, pauseNanos);
    final long own = Math.min(scattered, nextNanos - System.nanoTime());
    final long wait = asked == null ? 0 : Math.min(asked.toNanos(), LONGEST_WAIT_NANOS);
    TimeUnit.NANOSECONDS.sleep(Math.max(own, wait));
  }

  private void well() {
    if (health.trouble() != null) {
      LOG.log(Level.INFO, "The metrics are pushed again: {0}", post.shown());
    }
    health = new PushHealth(post.shown(), null, 0);
  }

  // Told once until it works again; the newest reason is in the health.
  private void failed(final String sentence) {
    final PushHealth before = health;
    if (before.trouble() == null) {
      LOG.log(Level.WARNING, "The metrics cannot be pushed. {0}", sentence);
    }
    health =
        new PushHealth(
            post.shown(),
            sentence,
            before.trouble() == null ? System.currentTimeMillis() : before.troubleSinceMillis());
  }

  /** Ends within a second; what is on its way is given up. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(CLOSING)) {
        LOG.log(Level.WARNING, "The push of the metrics could not be ended in time.");
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
