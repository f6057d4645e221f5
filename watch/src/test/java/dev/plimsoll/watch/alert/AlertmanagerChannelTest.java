package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's Alertmanager; without it the tests are skipped, and with CI=true they fail. */
class AlertmanagerChannelTest {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");

  @TempDir private Path folder;
  private Process alertmanager;
  private URI url;

  @BeforeEach
  void start() throws IOException {
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " is not there");
    }
    final int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    url = URI.create("http://127.0.0.1:" + port);
    final Path configuration = folder.resolve("alertmanager.yml");
    // Forgets at once what has no end of its own: ours must have one.
    Files.writeString(
        configuration,
        """
        global: {resolve_timeout: 1s}
        route: {receiver: nobody}
        receivers: [{name: nobody}]
        """);
    alertmanager =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + configuration,
                "--storage.path=" + folder,
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> get("/-/ready").contains("OK"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (alertmanager != null) {
      alertmanager.destroyForcibly().waitFor();
    }
  }

  private String get(final String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString())
          .body();
    }
  }

  private Outcome send(final Alert... alerts) throws InterruptedException {
    return Channel.to(
            new Receiver.Alertmanager(url, null, null), ZoneOffset.UTC, InstantSource.system())
        .send(List.of(alerts));
  }

  @Test
  void anAlertBurnsUntilItIsOver() throws Exception {
    assertThat(send(Examples.OVERLOAD))
        .isEqualTo(new Outcome(true, url + " has taken it (status 200)."));
    assertThat(get("/api/v2/alerts"))
        .contains("\"alertname\":\"PlimsollSustainedOverload\"", "\"instance\":\"web1.example\"")
        .contains("\"netns\":\"own\"", "\"severity\":\"critical\"", "\"state\":\"active\"")
        .contains("\"startsAt\":\"2025-11-24T02:36:41.000Z\"")
        .contains("12,000 of 18,120, with 7,412 remotes");
    send(Examples.over(Examples.OVERLOAD));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(get("/api/v2/alerts")).isEqualToIgnoringWhitespace("[]"));
  }

  @Test
  void aMatterThatIsOverAlreadyIsNotRaised() throws Exception {
    assertThat(send(Examples.OVERLOAD, Examples.over(Examples.OVERLOAD)).delivered()).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(get("/api/v2/alerts")).isEqualToIgnoringWhitespace("[]"));
  }

  @Test
  void whatIsToldAgainIsTheSameAlert() throws Exception {
    send(Examples.OVERLOAD);
    send(Examples.OVERLOAD);
    assertThat(get("/api/v2/alerts").split("\"fingerprint\"", -1)).hasSize(2);
  }

  @Test
  void anAlertBurnsSomeMinutesWithoutBeingToldAgain() throws Exception {
    send(Examples.OVERLOAD);
    final String alerts = get("/api/v2/alerts");
    final int at = alerts.indexOf("\"endsAt\":\"") + 10;
    assertThat(Instant.parse(alerts.substring(at, alerts.indexOf('"', at))))
        .isAfter(Instant.now().plusSeconds(120));
  }

  @Test
  void theLogInIsSentAndNotShown() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.answering(401, "not dTpwNHNz or p4ss")) {
      final Outcome outcome =
          Channel.to(
                  new Receiver.Alertmanager(
                      URI.create(receiver.url() + "/am/"),
                      new Receiver.Login("u", new Secret.Value("p4ss")),
                      null),
                  ZoneOffset.UTC,
                  InstantSource.system())
              .send(List.of(Examples.OVERLOAD));
      assertThat(receiver.requests().getFirst().path()).isEqualTo("/am/api/v2/alerts");
      assertThat(receiver.requests().getFirst().header("Authorization"))
          .isEqualTo("Basic dTpwNHNz");
      assertThat(outcome.text()).endsWith("status 401: not (secret) or (secret)");
    }
  }
}
