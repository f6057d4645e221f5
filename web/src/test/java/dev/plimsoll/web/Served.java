package dev.plimsoll.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A played watch, served on a free port of loopback, and a client of it. */
final class Served implements AutoCloseable {
  final PlayedWatch watch = new PlayedWatch(Duration.ofMillis(200));
  final Metrics metrics = new Metrics(watch);
  final WebServer server;
  final HttpClient client;

  private Served(final WebSettings settings, final HttpClient client) throws IOException {
    this.server = WebServer.start(settings, watch, metrics);
    this.client = client;
  }

  static Served open() throws IOException {
    return with(null, null, WebSettings.DEFAULT_VIEWERS);
  }

  static Served with(
      final @Nullable TokenHash token,
      final @Nullable Certificate certificate,
      final int mostViewers)
      throws IOException {
    return with(token, certificate, mostViewers, HttpClient.newHttpClient());
  }

  static Served with(
      final @Nullable TokenHash token,
      final @Nullable Certificate certificate,
      final int mostViewers,
      final HttpClient client)
      throws IOException {
    final InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Served(new WebSettings(any, token, certificate, mostViewers), client);
  }

  int port() {
    return server.address().getPort();
  }

  URI uri(final String path) {
    return URI.create(
        (server.fingerprint() == null ? "http" : "https") + "://localhost:" + port() + path);
  }

  HttpResponse<String> get(final String path, final String... headers) {
    final HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> post(final String path, final String body, final String... headers) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> send(final HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (final IOException e) {
      throw new AssertionError("no answer to " + request, e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Opens a plain connection, for what no client would send. */
  Socket socket() throws IOException {
    final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Sends bytes as they are and reads until the server closes; an abrupt end counts as that. */
  String raw(final String request) throws IOException {
    try (Socket socket = socket()) {
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      } catch (final IOException e) {
        // It may have closed before all was sent; what it said may still be there.
      }
      return readAll(socket.getInputStream());
    }
  }

  /** The status that a GET of an address is answered with, however odd the address. */
  int status(final String path) throws IOException {
    final String answer =
        raw("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));
    if (!answer.startsWith("HTTP/1.1 ")) {
      throw new AssertionError("no answer to " + path + ": " + answer);
    }
    return Integer.parseInt(answer.substring(9, 12));
  }

  static String readAll(final InputStream in) {
    final StringBuilder text = new StringBuilder();
    final byte[] buffer = new byte[8192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
      }
    } catch (final IOException e) {
      text.append("[cut]");
    }
    return text.toString();
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
    metrics.close();
    watch.close();
  }
}
