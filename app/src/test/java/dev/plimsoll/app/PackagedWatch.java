package dev.plimsoll.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.SessionFlood;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.history.History;
import dev.plimsoll.watch.history.HistoryLocation;
import dev.plimsoll.watch.history.HistoryReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The packaged {@code plimsoll watch}, over a namespace of its own, and all that it leaves. */
final class PackagedWatch implements AutoCloseable {
  static final String PROGRAM = "target/plimsoll/bin/plimsoll";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final LabNamespace lab = LabNamespace.create("watch");
  private final int port = freePort();
  private final List<Process> started = new ArrayList<>();
  private final Path folder;

  PackagedWatch(final Path folder) throws IOException {
    this.folder = folder;
  }

  String namespaceName() {
    return lab.name();
  }

  void flood(final int sessions) throws IOException {
    try (SessionFlood flood = SessionFlood.into(namespace())) {
      flood.add(sessions);
    }
  }

  NetworkNamespace namespace() {
    return lab.networkNamespace();
  }

  int port() {
    return port;
  }

  /** Where it serves. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  Process watch(final String... options) throws IOException {
    final List<String> words =
        new ArrayList<>(List.of("--netns", lab.name(), "--listen", "127.0.0.1:" + port));
    words.addAll(List.of(options));
    return start(words.toArray(String[]::new));
  }

  Process start(final String... options) throws IOException {
    final List<String> words =
        new ArrayList<>(List.of(PROGRAM, "watch", "--data-dir", dataFolder().toString()));
    words.addAll(List.of(options));
    final Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    started.add(process);
    return process;
  }

  void awaitReady() throws Exception {
    await(() -> get("/readyz").equals("ready\n") || get("/readyz").equals("ready"));
  }

  static void hangUp(final Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
  }

  String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (final IOException e) {
      return "";
    }
  }

  String get(final String path) {
    try {
      final HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(10)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    } catch (final IOException e) {
      return "";
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** The value of a metric without labels. */
  double metric(final String name) {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Where the history and all else is kept. */
  Path dataFolder() {
    return folder.resolve("data");
  }

  List<Sample> samples() throws IOException {
    return samples(location());
  }

  List<Sample> samples(final HistoryLocation location) throws IOException {
    try (HistoryReader history = History.read(location)) {
      return history.samples(lab.name(), 0, Long.MAX_VALUE);
    }
  }

  List<Overload> overloads() throws IOException {
    try (HistoryReader history = History.read(location())) {
      return history.overloads(lab.name(), 0, Long.MAX_VALUE);
    }
  }

  @Nullable Overload openOverload() {
    try (HistoryReader history = History.read(location())) {
      return history.openOverload(lab.name());
    } catch (final IOException e) {
      return null;
    }
  }

  HistoryLocation location() {
    return new HistoryLocation.InFile(dataFolder().resolve("history.db"));
  }

  void await(final BooleanSupplier condition) throws InterruptedException {
    final long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time; the log says: %s", log()).isLessThan(end);
      Thread.sleep(100);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    for (final Process process : started) {
      process.destroyForcibly().onExit().join();
    }
    lab.close();
  }
}
