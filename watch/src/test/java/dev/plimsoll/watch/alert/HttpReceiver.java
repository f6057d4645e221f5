package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** A real HTTP server on loopback that keeps what it got. */
final class HttpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ToIntFunction<Integer> status;
  private volatile String answer = "";

  /** What it got. */
  record Request(String path, Headers headers, String text) {
    String header(final String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  private HttpReceiver(final ToIntFunction<Integer> status) throws IOException {
    this.status = status;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static HttpReceiver taking() throws IOException {
    return new HttpReceiver(_ -> 200);
  }

  static HttpReceiver answering(final int status, final String answer) throws IOException {
    final HttpReceiver receiver = new HttpReceiver(_ -> status);
    receiver.answer = answer;
    return receiver;
  }

  /** Refuses so many requests, then takes all. */
  static HttpReceiver refusing(final int first) throws IOException {
    return new HttpReceiver(number -> number <= first ? 503 : 200);
  }

  /** Never answers until it is closed. */
  static HttpReceiver hanging() throws IOException {
    return new HttpReceiver(_ -> {
      try {
        Thread.sleep(60_000);
      } catch (final InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return 500;
    });
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  private void handle(final HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      final byte[] bytes = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(
          status.applyAsInt(requests.size()), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
