package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void aViewerGetsTheNewestReadingAtOnceAndEachOneAfterIt() throws Exception {
    try (Served served = Served.open();
        InputStream in = open(served, "/api/v1/stream?netns=" + PlayedWatch.CALM)) {
      final Map<String, String> first = events(in, 2);
      final Map<String, String> next = events(in, 1);

      assertThat(first).containsOnlyKeys("reading", "composition");
      assertThat(time(next.get("reading"))).isGreaterThan(time(first.get("reading")));
      assertThat(JsonTree.object(next.get("reading"))).containsEntry("netns", PlayedWatch.CALM);
    }
  }

  @Test
  void oneViewerTooManyIsToldSo() throws Exception {
    try (Served served = Served.with(null, null, 1);
        InputStream in = open(served, "/api/v1/stream")) {
      events(in, 1);

      final HttpResponse<String> refused = served.get("/api/v1/stream");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("there are 1 viewers already");
    }
  }

  @Test
  void aViewerThatLeavesMakesRoom() throws Exception {
    try (Served served = Served.with(null, null, 1)) {
      try (InputStream in = open(served, "/api/v1/stream")) {
        events(in, 1);
        assertThat(served.server.viewers()).isEqualTo(1);
      }

      await().atMost(LONG).until(() -> served.server.viewers() == 0);
    }
  }

  @Test
  void aViewerThatDoesNotReadIsCutOffAndHoldsNobodyUp() throws Exception {
    try (Served served = Served.with(null, null, 2);
        Socket stuck = new Socket()) {
      // Little room on the way: what is not read is soon felt.
      stuck.setReceiveBufferSize(4096);
      stuck.connect(served.server.address());
      stuck
          .getOutputStream()
          .write(
              "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      await().atMost(LONG).until(() -> served.server.viewers() == 1);
      try (InputStream in = open(served, "/api/v1/stream")) {
        for (int i = 0; i < 5; i++) {
          events(in, 1);
        }
        // Readings that are large and come without a pause fill what the system keeps for it.
        final Thread flood =
            Thread.ofVirtual()
                .start(() -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    served.watch.repeatLatest();
                    Thread.onSpinWait();
                  }
                });
        drain(in);
        await().atMost(Duration.ofMinutes(2)).until(() -> served.server.viewers() <= 1);
        flood.interrupt();
      }
    }
  }

  private static void drain(final InputStream in) {
    Thread.ofVirtual().start(() -> Served.readAll(in));
  }

  @Test
  void closingTheServerEndsTheStreams() throws Exception {
    final InputStream in;
    try (Served served = Served.open()) {
      in = open(served, "/api/v1/stream");
      events(in, 1);
    }

    assertThat(Served.readAll(in)).isNotNull();
  }

  private static InputStream open(final Served served, final String path) throws Exception {
    final HttpResponse<InputStream> response =
        served.client.send(
            HttpRequest.newBuilder(served.uri(path)).build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    return response.body();
  }

  /** Reads so many events: the data of each by its name. */
  static Map<String, String> events(final InputStream in, final int most) throws IOException {
    final Map<String, String> events = new LinkedHashMap<>();
    String name = "";
    int read = 0;
    for (String line = line(in); read < most; line = line(in)) {
      if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        events.put(name, line.substring(6));
      } else if (line.isEmpty() && !name.isEmpty()) {
        name = "";
        read++;
        if (read == most) {
          break;
        }
      }
    }
    return events;
  }

  // Byte by byte: what follows belongs to the next call.
  private static String line(final InputStream in) throws IOException {
    final StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      assertThat(c).as("the stream goes on").isNotNegative();
      line.append((char) c);
    }
    return line.toString();
  }

  private static long time(final @Nullable String reading) {
    return ((Number) Objects.requireNonNull(JsonTree.object(reading).get("time"))).longValue();
  }
}
