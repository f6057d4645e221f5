package dev.plimsoll.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.lab.KernelTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged watch that pushes its metrics, and one that does not. */
@KernelTest
class MetricsPushIT {
  private static final String THREAD = "plimsoll-push";

  @TempDir private Path folder = Path.of("");

  private final List<String> pushes = new CopyOnWriteArrayList<>();
  private @Nullable PackagedWatch opened;

  @BeforeEach
  void open() throws IOException {
    opened = new PackagedWatch(folder);
  }

  @AfterEach
  void close() throws IOException {
    lab().close();
  }

  private PackagedWatch lab() {
    return Objects.requireNonNull(opened);
  }

  private static List<String> threads(final Process process) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return tasks.map(MetricsPushIT::name).toList();
    }
  }

  private static String name(final Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (final IOException e) {
      return ""; // it has ended
    }
  }

  @Test
  void withoutAnEndpointThereIsNoThreadForIt() throws Exception {
    final Process watch = lab().watch();
    lab().awaitReady();
    assertThat(threads(watch)).contains("plimsoll-sample").doesNotContain(THREAD);
    assertThat(lab().get("/api/v1/system")).doesNotContain("metrics push");
  }

  @Test
  void aCollectorThatIsAwayIsAFindingUntilItIsBackAndTheWatchGoesOn() throws Exception {
    final InetSocketAddress address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
    }
    final String endpoint = "http://127.0.0.1:" + address.getPort();
    final Path file =
        Files.writeString(
            folder.resolve("plimsoll.yaml"),
            "otlp:\n  endpoint: %s\n  every: 2s\n  gzip: off\n".formatted(endpoint));
    final Process watch = lab().watch("--config", file.toString());
    lab().awaitReady();
    lab()
        .await(() -> lab().get("/api/v1/system").contains("the metrics have not been taken since"));
    assertThat(lab().get("/api/v1/system")).contains(endpoint + " accepts no connection.");
    assertThat(lab().get("/readyz")).isEqualTo("ready\n");

    final HttpServer collector = HttpServer.create(address, 0);
    collector.createContext("/v1/metrics", this::take);
    collector.start();
    try {
      lab().await(() -> lab().get("/api/v1/system").contains("the metrics are pushed to"));
      assertThat(pushes.getLast())
          .contains("\"plimsoll_counted_sessions\"", "\"stringValue\":\"" + lab().namespaceName());
      assertThat(lab().log())
          .containsOnlyOnce(
              "warning The metrics cannot be pushed. " + endpoint + " accepts no connection.\n")
          .containsOnlyOnce("The metrics are pushed again: " + endpoint + "\n");
      assertThat(threads(watch)).contains(THREAD);
    } finally {
      collector.stop(0);
    }
  }

  private void take(final HttpExchange exchange) throws IOException {
    try (exchange) {
      pushes.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      exchange.sendResponseHeaders(200, -1);
    }
  }
}
