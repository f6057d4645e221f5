package dev.plimsoll.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A real HTTP server on loopback that takes metrics, or refuses them as it is told. */
final class Collector implements AutoCloseable {
  private static final Answer TAKEN = new Answer(200, "{}", "");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Push> pushes = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean hangs;

  /**
   * What it got.
   *
   * @param json the body, unpacked
   * @param bytes the length of the body as it came
   */
  record Push(String path, Headers headers, String json, int bytes) {
    String header(final String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  /** What it says; with a Retry-After unless that is empty. */
  record Answer(int status, String body, String retryAfter) {}

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Push> pushes() {
    return pushes;
  }

  /** Says these in this order, and then takes all. */
  Collector answering(final Answer... next) {
    answers.addAll(List.of(next));
    return this;
  }

  /** Answers nothing from now on. */
  Collector hanging() {
    hangs = true;
    return this;
  }

  private void handle(final HttpExchange exchange) throws IOException {
    try (exchange) {
      final byte[] body = exchange.getRequestBody().readAllBytes();
      final Headers headers = exchange.getRequestHeaders();
      final boolean isPacked = "gzip".equals(headers.getFirst("Content-Encoding"));
      final String json = new String(isPacked ? unpacked(body) : body, StandardCharsets.UTF_8);
      pushes.add(new Push(exchange.getRequestURI().toString(), headers, json, body.length));
      if (hangs) {
        released.await();
      }
      final Answer next = answers.poll();
      final Answer answer = next == null ? TAKEN : next;
      if (!answer.retryAfter.isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", answer.retryAfter);
      }
      final byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] unpacked(final byte[] body) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    released.countDown();
    threads.shutdownNow();
    server.stop(0);
  }
}
