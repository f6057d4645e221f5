package dev.plimsoll.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.TrackingRule;
import dev.plimsoll.lab.KernelTest;
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
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged {@code plimsoll watch} over a real table. */
@KernelTest
class WatchIT {
  private static final String PROGRAM = "target/plimsoll/bin/plimsoll";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");

  private final HttpClient client = HttpClient.newHttpClient();
  private final LabNamespace lab = LabNamespace.create("watch");
  private final int port = freePort();
  private final List<Process> started = new ArrayList<>();

  WatchIT() throws IOException {}

  @AfterEach
  void endAll() throws IOException, InterruptedException {
    for (final Process process : started) {
      process.destroyForcibly().waitFor();
    }
    lab.close();
  }

  @Test
  void itServesWhatTheKernelCounts() throws Exception {
    flood(300);
    final Process watch = watch();
    await(() -> get("/api/v1/now").contains("\"count\":300,\"measure\":\"sessions\""));
    assertThat(get("/metrics"))
        .contains("plimsoll_counted_sessions{netns=\"" + lab.name() + "\"} 300");
    assertThat(get("/")).contains("<title>");
    assertThat(watch.isAlive()).isTrue();
  }

  @Test
  void askedToEndItEndsInTimeWithAllItSawInTheHistory() throws Exception {
    flood(300);
    final Process watch = watch();
    awaitReady();
    watch.destroy();
    assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(samples()).isNotEmpty().allMatch(sample -> sample.count() <= 300);
  }

  @Test
  void killedInTheMiddleOfAnOverloadItGoesOnWithIt() throws Exception {
    flood(300);
    Process watch = watch("--limit", "100");
    awaitReady();
    await(() -> open() != null);
    final long since = Objects.requireNonNull(open()).sinceMillis();
    watch.destroyForcibly().waitFor();
    watch = watch("--limit", "100");
    awaitReady();
    watch.destroy();
    watch.waitFor();
    assertThat(overloads()).extracting(Overload::sinceMillis).containsExactly(since);
  }

  @Test
  void hangUpReadsTheConfigurationAgain() throws Exception {
    final Path file = Files.writeString(folder.resolve("plimsoll.yaml"), "limit: 5000\n");
    final Process watch = watch("--config", file.toString());
    await(() -> get("/api/v1/now").contains("\"limit\":5000"));
    Files.writeString(file, "limit: 6000\nevery: 7s\n");
    hangUp(watch);
    await(() -> get("/api/v1/now").contains("\"limit\":6000"));
    assertThat(log()).contains("These keys take a restart: every.");
    Files.writeString(file, "limit: lots\n");
    hangUp(watch);
    await(() -> log().contains("plimsoll.yaml:1:8: limit must be a whole number, not lots"));
    assertThat(get("/api/v1/now")).contains("\"limit\":6000");
  }

  @Test
  void trackingThatItSwitchedOnIsOffAgainAtTheEnd() throws Exception {
    final Process watch = watch("--enable-tracking");
    awaitReady();
    assertThat(TrackingRule.find(namespace())).isNotNull();
    watch.destroy();
    watch.waitFor();
    assertThat(TrackingRule.find(namespace())).isNull();
  }

  @Test
  void whatAKilledRunSwitchedOnIsNamedAndRemovedByTheNext() throws Exception {
    watch("--enable-tracking");
    awaitReady();
    started.getFirst().destroyForcibly().waitFor();
    assertThat(TrackingRule.find(namespace())).isNotNull();
    watch();
    awaitReady();
    assertThat(log()).contains("which a killed run");
    assertThat(TrackingRule.find(namespace())).isNull();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      final Process watch =
          start("--netns", lab.name(), "--listen", "127.0.0.1:" + taken.getLocalPort());
      assertThat(watch.waitFor()).isEqualTo(1);
      assertThat(log()).contains("cannot listen at 127.0.0.1 port " + taken.getLocalPort());
    }
  }

  private void flood(final int sessions) throws IOException {
    try (SessionFlood flood = SessionFlood.into(namespace())) {
      flood.add(sessions);
    }
  }

  private NetworkNamespace namespace() {
    return lab.networkNamespace();
  }

  private Process watch(final String... options) throws IOException {
    final List<String> words =
        new ArrayList<>(List.of("--netns", lab.name(), "--listen", "127.0.0.1:" + port));
    words.addAll(List.of(options));
    return start(words.toArray(String[]::new));
  }

  private Process start(final String... options) throws IOException {
    final List<String> words =
        new ArrayList<>(List.of(PROGRAM, "watch", "--data-dir", folder.resolve("data").toString()));
    words.addAll(List.of(options));
    final Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    started.add(process);
    return process;
  }

  private void awaitReady() throws Exception {
    await(() -> get("/readyz").equals("ready\n") || get("/readyz").equals("ready"));
  }

  private static void hangUp(final Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (final IOException e) {
      return "";
    }
  }

  private String get(final String path) {
    try {
      final HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(10))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    } catch (final IOException e) {
      return "";
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private List<Sample> samples() throws IOException {
    try (HistoryReader history = History.read(location())) {
      return history.samples(lab.name(), 0, Long.MAX_VALUE);
    }
  }

  private List<Overload> overloads() throws IOException {
    try (HistoryReader history = History.read(location())) {
      return history.overloads(lab.name(), 0, Long.MAX_VALUE);
    }
  }

  private @Nullable Overload open() {
    try (HistoryReader history = History.read(location())) {
      return history.openOverload(lab.name());
    } catch (final IOException e) {
      return null;
    }
  }

  private HistoryLocation location() {
    return new HistoryLocation.InFile(folder.resolve("data/history.db"));
  }

  private void await(final BooleanSupplier condition) throws InterruptedException {
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
}
