package dev.plimsoll.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the page, the interface for programs, the live stream and the metrics of a running watch.
 *
 * <p>It stands on the JDK's own server with a virtual thread a request; a table of a dozen fixed
 * paths needs no library for routes.
 */
public final class WebServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final LiveStream stream;
  private final Deadlines deadlines;

  private WebServer(
      final HttpServer server,
      final ExecutorService threads,
      final LiveStream stream,
      final Deadlines deadlines) {
    this.server = server;
    this.threads = threads;
    this.stream = stream;
    this.deadlines = deadlines;
  }

  /**
   * Starts serving.
   *
   * @throws IOException if the address is taken or not this machine's; the message says so
   */
  public static WebServer start(final WebSettings settings, final WatchView view)
      throws IOException {
    final HttpServer server = HttpServer.create(settings.listen(), 0);
    final ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory());
    final Deadlines deadlines = new Deadlines();
    final LiveStream stream = new LiveStream(view, deadlines, settings.mostViewers());
    server.setExecutor(threads);
    server.createContext("/", new Requests(view, stream, PageFiles.read()));
    server.start();
    return new WebServer(server, threads, stream, deadlines);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Open live streams. */
  public int viewers() {
    return stream.viewers();
  }

  @Override
  public void close() {
    stream.close();
    server.stop(0);
    threads.shutdownNow();
    deadlines.close();
  }
}
