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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that mean harm: the server stays up, and answers the others. */
class HostileTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @Test
  void tenThousandConnectionsThatSayLittleOrNothingAreCutOff() throws Exception {
    try (Served served = Served.open();
        InputStream viewer = stream(served)) {
      LiveStreamTest.events(viewer, 1);
      final List<Socket> slow = new ArrayList<>();
      try {
        for (int chunk = 0; chunk < 10; chunk++) {
          connect(served, 1000, slow);
          // Who is there already goes on being served.
          LiveStreamTest.events(viewer, 1);
          closeAllBut(300, slow);
        }
        await()
            .atMost(LONG)
            .ignoreExceptionsInstanceOf(AssertionError.class)
            .until(() -> served.get("/healthz").statusCode() == 200);
      } finally {
        closeAllBut(0, slow);
      }
    }
  }

  @Test
  void manySlowRequestsMakeRoomForAnHonestOne() throws Exception {
    try (Served served = Served.open()) {
      final List<Socket> slow = new ArrayList<>();
      try {
        connect(served, 1500, slow);
        for (int i = 0; i < 20; i++) {
          assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
        }
      } finally {
        closeAllBut(0, slow);
      }
    }
  }

  // Some say nothing, some begin a request and never end it.
  private static void connect(final Served served, final int number, final List<Socket> slow) {
    for (int i = 0; i < number; i++) {
      try {
        final Socket socket = served.socket();
        slow.add(socket);
        if (i % 2 == 0) {
          socket
              .getOutputStream()
              .write("GET /api/v1/now HTTP/1.1\r\nHost: lo".getBytes(StandardCharsets.US_ASCII));
        }
      } catch (final IOException e) {
        // Cut off at once: there are too many.
      }
    }
  }

  private static void closeAllBut(final int kept, final List<Socket> slow) throws IOException {
    while (slow.size() > kept) {
      slow.removeFirst().close();
    }
  }

  private static InputStream stream(final Served served) throws Exception {
    final HttpResponse<InputStream> response =
        served.client.send(
            HttpRequest.newBuilder(served.uri(Requests.STREAM)).build(),
            BodyHandlers.ofInputStream());
    return response.body();
  }

  @Test
  void aSlowRequestIsCutOff() throws IOException {
    try (Served served = Served.open();
        Socket socket = served.socket()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));

      assertThat(Served.readAll(socket.getInputStream())).isIn("", "[cut]");
    }
  }

  @Test
  void anOversizedBodyIsRefused() throws IOException {
    try (Served served = Served.with(Token.create().hash(), null, 5)) {
      final String answer =
          served.raw(
              "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 99999999999\r\n\r\n"
                  + "x".repeat(10_000));
      assertThat(answer).startsWith("HTTP/1.1 413");

      final String chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";
      final String chunked =
          served.raw(
              "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                  + chunk.repeat(4)
                  + "0\r\n\r\n");
      assertThat(chunked).startsWith("HTTP/1.1 413");
      assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anOversizedHeaderIsRefused() throws IOException {
    try (Served served = Served.open()) {
      final String large = "X-Large: " + "x".repeat(20_000) + "\r\n";
      assertThat(served.raw(request("/healthz", large))).startsWith("HTTP/1.1 431");

      final String bomb = "X-Bomb: " + "x".repeat(200_000) + "\r\n";
      assertThat(served.raw(request("/healthz", bomb.repeat(20)))).doesNotContain(" 200 ");
      assertThat(served.raw(request("/healthz", "A: b\r\n".repeat(5000)))).isNotEqualTo("ok");
      final StringBuilder many = new StringBuilder();
      for (int i = 0; i < 5000; i++) {
        many.append("N").append(i).append(": 1\r\n");
      }
      assertThat(served.raw(request("/healthz", many.toString()))).doesNotContain(" 200 ");
      assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAddressThatIsTooLongIsRefused() throws IOException {
    try (Served served = Served.open()) {
      final String path = "/api/v1/filter?text=" + "x".repeat(9000);

      assertThat(served.raw(request(path, ""))).startsWith("HTTP/1.1 414");
    }
  }

  @Test
  void nonsenseIsNoRequest() throws IOException {
    try (Served served = Served.open()) {
      for (final String nonsense :
          List.of(
              "\r\n\r\n\u0000\u0001\u0002",
              "GET\r\n\r\n",
              "GET  HTTP/1.1\r\n\r\n",
              "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding:"
                  + " chunked\r\n\r\n",
              "\u0016\u0003\u0001\u0002\u0000")) {
        try (Socket socket = served.socket()) {
          socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
          socket.shutdownOutput();
          assertThat(Served.readAll(socket.getInputStream())).doesNotContain(" 200 ");
        }
      }
      assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  private static String request(final String path, final String fields) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + fields
        + "\r\n";
  }
}
