package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Reading;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events: each viewer gets each new reading of a namespace, and each new composition.
 *
 * <p>A viewer has room for one reading. Whoever reads too slowly misses readings, and gets the
 * newest; whoever does not read at all is cut off.
 */
final class LiveStream implements AutoCloseable {
  private static final long QUIET_SECONDS = 15;
  private static final Duration MOST_FOR_A_WRITE = Duration.ofSeconds(10);
  private static final byte[] BEGIN = "retry: 3000\n\n".getBytes(UTF_8);
  private static final byte[] STILL_HERE = ": still here\n\n".getBytes(UTF_8);

  private final WatchView view;
  private final Deadlines deadlines;
  private final RequestThreads threads;
  private final Semaphore places;
  private final int mostViewers;
  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final WatchView.Subscription subscription;

  private record Viewer(String namespace, BlockingQueue<Reading> newest, Thread thread) {
    void offer(final Reading reading) {
      while (!newest.offer(reading)) {
        newest.poll();
      }
    }
  }

  LiveStream(
      final WatchView view,
      final Deadlines deadlines,
      final RequestThreads threads,
      final int mostViewers) {
    this.view = view;
    this.deadlines = deadlines;
    this.threads = threads;
    this.mostViewers = mostViewers;
    this.places = new Semaphore(mostViewers);
    this.subscription = view.subscribe(this::handOn);
  }

  private void handOn(final Reading reading) {
    for (final Viewer viewer : viewers) {
      if (viewer.namespace.equals(reading.namespace())) {
        viewer.offer(reading);
      }
    }
  }

  int viewers() {
    return mostViewers - places.availablePermits();
  }

  /** Serves one viewer on the calling thread until it leaves, is cut off, or the server stops. */
  void serve(final HttpExchange exchange, final String namespace) throws Refusal, IOException {
    if (!places.tryAcquire()) {
      throw Refusal.of(503, "there are %d viewers already; try again later".formatted(mostViewers));
    }
    final Viewer viewer =
        new Viewer(namespace, new ArrayBlockingQueue<>(1), Thread.currentThread());
    threads.stay();
    viewers.add(viewer);
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
      exchange.sendResponseHeaders(200, 0);
      send(viewer, exchange.getResponseBody());
    } catch (final InterruptedException e) {
      // The server stops, or this viewer was cut off.
      Thread.currentThread().interrupt();
    } finally {
      viewers.remove(viewer);
      places.release();
    }
  }

  private void send(final Viewer viewer, final OutputStream out)
      throws IOException, InterruptedException {
    write(out, BEGIN);
    @Nullable Reading reading = view.latest(viewer.namespace);
    long shownComposition = -1;
    while (true) {
      if (reading == null) {
        write(out, STILL_HERE);
      } else {
        final JsonReply json = new JsonReply();
        WatchJson.reading(reading, json.writer());
        write(out, event("reading", json));
      }
      final Composition composition = view.composition(viewer.namespace);
      if (composition != null && composition.timeMillis() != shownComposition) {
        shownComposition = composition.timeMillis();
        final JsonReply json = new JsonReply();
        WatchJson.composition(composition, json.writer());
        write(out, event("composition", json));
      }
      final @Nullable Reading shown = reading;
      reading = viewer.newest.poll(QUIET_SECONDS, TimeUnit.SECONDS);
      if (reading != null && reading.equals(shown)) {
        // It came between the viewer and the first look, and was shown by that.
        reading = viewer.newest.poll(QUIET_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  // The document ends with the line feed of its line; a second one ends the event.
  private static byte[] event(final String name, final JsonReply json) {
    return ("event: " + name + "\ndata: " + new String(json.bytes(), UTF_8) + "\n").getBytes(UTF_8);
  }

  private void write(final OutputStream out, final byte[] bytes) throws IOException {
    try (var _ = deadlines.begin(MOST_FOR_A_WRITE)) {
      out.write(bytes);
      out.flush();
    }
  }

  @Override
  public void close() {
    subscription.close();
    viewers.forEach(viewer -> viewer.thread.interrupt());
  }
}
