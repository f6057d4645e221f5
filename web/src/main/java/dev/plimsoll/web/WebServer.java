package dev.plimsoll.web;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page, the interface for programs, the live stream and the metrics of a running watch.
 *
 * <p>It stands on the JDK's own server with a virtual thread a request; a table of fixed paths
 * needs no library for routes.
 */
public final class WebServer implements AutoCloseable {
  private final HttpServer server;
  private final RequestThreads threads = new RequestThreads(ServerLimits.REQUESTS);
  private final LiveStream stream;
  private final Deadlines deadlines;
  private final @Nullable String fingerprint;

  private WebServer(
      final WebSettings settings,
      final WatchView view,
      final Metrics metrics,
      final PageFiles files)
      throws IOException {
    final TlsIdentity identity =
        settings.certificate() == null ? null : TlsIdentity.of(settings.certificate());
    fingerprint = identity == null ? null : identity.fingerprint();
    server = bind(settings.listen(), identity);
    deadlines = new Deadlines();
    stream = new LiveStream(view, deadlines, threads, settings.mostViewers());
    final Gate gate = new Gate(settings, System::currentTimeMillis);
    server.setExecutor(threads);
    server.createContext(
        "/", new Requests(view, gate, stream, new MetricsPage(metrics), files, deadlines));
    server.start();
  }

  /**
   * Starts serving.
   *
   * @throws IOException if the address is taken, or the certificate cannot be read or made; the
   *     message says so
   */
  public static WebServer start(
      final WebSettings settings, final WatchView view, final Metrics metrics) throws IOException {
    ServerLimits.set();
    return new WebServer(settings, view, metrics, PageFiles.read());
  }

  private static HttpServer bind(
      final InetSocketAddress address, final @Nullable TlsIdentity identity) throws IOException {
    try {
      if (identity == null) {
        return HttpServer.create(address, ServerLimits.BACKLOG);
      }
      final HttpsServer server = HttpsServer.create(address, ServerLimits.BACKLOG);
      server.setHttpsConfigurator(
          new HttpsConfigurator(identity.context()) {
            @Override
            public void configure(final HttpsParameters parameters) {
              final SSLParameters tls = getSSLContext().getDefaultSSLParameters();
              tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
              tls.setUseCipherSuitesOrder(true);
              parameters.setSSLParameters(tls);
            }
          });
      return server;
    } catch (final BindException e) {
      throw new IOException(
          "cannot listen at %s port %d: %s; another program may have it, choose another port"
              .formatted(address.getAddress().getHostAddress(), address.getPort(), e.getMessage()),
          e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** The SHA-256 fingerprint of its certificate, {@code AB:CD:…}, or null without TLS. */
  public @Nullable String fingerprint() {
    return fingerprint;
  }

  /** Open live streams. */
  public int viewers() {
    return stream.viewers();
  }

  /** Ends all streams and connections at once. */
  @Override
  public void close() {
    stream.close();
    // First: a thread that hangs in a write holds what the server needs to close its connection.
    threads.close();
    server.stop(0);
    deadlines.close();
  }
}
