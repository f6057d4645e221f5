package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the packaged watch at random moments under load, and looks at what it left. */
@KernelTest
class WatchKillIT {
  private static final int MOST_LIFE_MILLIS = 12_000;

  // Sustained after 20 seconds, so that it becomes so between two kills.
  private static final String CONFIGURATION =
      """
      limit: 200
      window: 30s
      over-for: 20s
      every: 1s
      alerts:
        kinds: [sustained, brief-peak]
        group-wait: 1s
        channels:
          hook:
            type: webhook
            url: http://127.0.0.1:PORT/
      """;

  @TempDir private Path folder = Path.of("");

  // How often each alert's id was received, with what it says.
  private final Map<String, Integer> received = new ConcurrentHashMap<>();
  private final Map<String, String> matters = new ConcurrentHashMap<>();

  @Test
  void aFewKillsLeaveHistoryAndAlertsWhole() throws Exception {
    killAgainAndAgain(5);
  }

  @Tag("nightly")
  @Test
  void fiftyKillsLeaveHistoryAndAlertsWhole() throws Exception {
    killAgainAndAgain(50);
  }

  private void killAgainAndAgain(final int times) throws Exception {
    final HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
    try (PackagedWatch lab = new PackagedWatch(folder)) {
      final Path file =
          Files.writeString(
              folder.resolve("plimsoll.yaml"),
              CONFIGURATION.replace("PORT", Integer.toString(receiver.getAddress().getPort())));
      lab.flood(500);
      final SplittableRandom random = new SplittableRandom(7);
      for (int i = 0; i < times; i++) {
        final Process watch = lab.watch("--config", file.toString());
        lab.awaitReady();
        // Longer than samples wait until they are written, so that some of each run are kept.
        Thread.sleep(random.nextInt(100, MOST_LIFE_MILLIS));
        watch.destroyForcibly().waitFor();
      }
      final Process last = lab.watch("--config", file.toString());
      lab.awaitReady();
      lab.await(() -> matters.containsValue("sustained begins"));
      last.destroy();
      last.waitFor();

      final List<Sample> samples = lab.samples();
      assertThat(samples).hasSizeGreaterThan(times).allMatch(sample -> sample.count() == 500);
      final List<Overload> overloads = lab.overloads();
      assertThat(overloads).hasSize(1);
      assertThat(overloads.getFirst().sinceMillis()).isEqualTo(samples.getFirst().timeMillis());
      assertThat(overloads.getFirst().sustainedMillis()).isEqualTo(sustainedMillis(samples));
      assertThat(matters.values().stream().filter("sustained begins"::equals)).hasSize(1);
      assertThat(matters.values().stream().filter("brief-peak begins"::equals)).hasSize(1);
      System.out.printf(
          "%d kills: %d samples, 1 overload, %d alerts, received more than once: %d%n",
          times,
          samples.size(),
          matters.size(),
          received.values().stream().filter(count -> count > 1).count());
    } finally {
      receiver.stop(0);
    }
  }

  // The judgement of all samples at once: what it would have been without a kill.
  private static long sustainedMillis(final List<Sample> samples) {
    final LimitRule usual = LimitRule.ofLimit(200);
    final LimitJudge judge =
        new LimitJudge(
            new LimitRule(
                200,
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                usual.clearBelow(),
                usual.clearFor(),
                usual.burstLimit(),
                usual.recurringOver(),
                usual.recurringOf(),
                usual.recurringPeaks()));
    LimitState state = LimitState.START;
    for (final Sample sample : samples) {
      state = judge.judge(state, sample);
    }
    return state.sustainedSinceMillis();
  }

  private void receive(final HttpExchange exchange) throws IOException {
    try (exchange;
        JsonParser json = new JsonFactory().createParser(exchange.getRequestBody())) {
      String id = "";
      String kind = "";
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          switch (String.valueOf(json.currentName())) {
            case "id" -> id = json.getText();
            case "kind" -> kind = json.getText();
            case "phase" -> {
              matters.put(id, kind + " " + json.getText());
              received.merge(id, 1, Integer::sum);
            }
            default -> {}
          }
        }
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }
}
