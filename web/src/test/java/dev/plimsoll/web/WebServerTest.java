package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebServerTest {
  private static Served served;

  @BeforeAll
  static void serve() throws IOException {
    served = Served.open();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void nowTellsTheReadingOfTheNamespaceThatIsAskedFor() {
    final Map<String, Object> now =
        JsonTree.object(served.get("/api/v1/now?netns=" + PlayedWatch.CALM).body());

    assertThat(JsonTree.object(now.get("reading")))
        .containsEntry("netns", PlayedWatch.CALM)
        .containsEntry("verdict", "fine")
        .containsEntry("sinceMillis", null);
  }

  @Test
  void theFirstNamespaceIsMeantWhereNoneIsNamed() {
    final Map<String, Object> now = JsonTree.object(served.get("/api/v1/now").body());

    assertThat(JsonTree.object(now.get("reading"))).containsEntry("netns", "own");
  }

  @Test
  void anUnknownNamespaceIsNotFound() {
    assertRefused("/api/v1/now?netns=nowhere", 404, "netns");
  }

  @Test
  void sessionsAreFilteredSortedAndPaged() {
    final Map<String, Object> page =
        JsonTree.object(
            served.get("/api/v1/sessions?filter=proto:udp&sort=-timeout&offset=3&rows=5").body());

    assertThat(JsonTree.array(page.get("sessions")))
        .hasSize(5)
        .allSatisfy(session -> assertThat(JsonTree.object(session)).containsEntry("proto", "udp"))
        .extracting(session -> number(JsonTree.object(session).get("timeout_s")))
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void aWrongFilterIsPointedAt() {
    final HttpResponse<String> response =
        served.get("/api/v1/sessions?filter=proto:tcp%20dprt:443");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JsonTree.object(response.body()))
        .containsEntry("parameter", "filter")
        .hasEntrySatisfying("column", column -> assertThat(number(column)).isEqualTo(11));
  }

  @Test
  void oneSessionIsFoundByItsTuple() {
    final Map<String, Object> page =
        JsonTree.object(served.get("/api/v1/sessions?filter=proto:tcp&rows=1&sort=start").body());
    final Map<String, Object> session =
        JsonTree.object(JsonTree.array(page.get("sessions")).getFirst());
    final Map<String, Object> tuple = JsonTree.object(session.get("orig"));
    final String query =
        "protocol=tcp&src=%s&sport=%s&dst=%s&dport=%s"
            .formatted(tuple.get("src"), tuple.get("sport"), tuple.get("dst"), tuple.get("dport"));

    final Map<String, Object> found =
        JsonTree.object(served.get("/api/v1/session?" + query).body());

    assertThat(found).containsEntry("id", session.get("id"));
  }

  @Test
  void aSessionThatHasEndedIsNotFound() {
    final HttpResponse<String> response =
        served.get("/api/v1/session?protocol=tcp&src=192.0.2.1&sport=1&dst=192.0.2.2&dport=2");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("it has ended");
  }

  @Test
  void everyWrongParameterIsNamed() {
    assertRefused("/api/v1/sessions?rows=501", 400, "rows");
    assertRefused("/api/v1/sessions?offset=10001", 400, "offset");
    assertRefused("/api/v1/sessions?sort=colour", 400, "sort");
    assertRefused("/api/v1/sessions?colour=red", 400, "colour");
    assertRefused("/api/v1/sessions?rows=1&rows=2", 400, "rows");
    assertRefused("/api/v1/groups?by=colour", 400, "by");
    assertRefused("/api/v1/groups", 400, "by");
    assertRefused("/api/v1/series?from=2&to=1", 400, "from");
    assertRefused("/api/v1/series?from=x", 400, "from");
    assertRefused("/api/v1/changes", 400, "from");
    assertRefused("/api/v1/session?protocol=x", 400, "protocol");
    assertRefused("/api/v1/session?protocol=tcp&src=host", 400, "src");
    assertRefused("/api/v1/alerts?rows=0", 400, "rows");
  }

  @Test
  void readyWhileReadingsAreFresh() {
    assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(served.get("/healthz").body()).isEqualTo("ok\n");
  }

  @Test
  void thePageIsServedWithItsTypeAndATagThatSavesSendingItAgain() {
    final HttpResponse<String> first = served.get("/robots.txt");
    final String tag = first.headers().firstValue("ETag").orElseThrow();

    assertThat(first.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(served.get("/robots.txt", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void aLargeAnswerIsCompressedForWhoTakesIt() throws IOException, InterruptedException {
    final HttpRequest request =
        HttpRequest.newBuilder(served.uri("/api/v1/sessions?rows=500"))
            .header("Accept-Encoding", "gzip")
            .build();

    final HttpResponse<byte[]> response = served.client.send(request, BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    final byte[] body =
        new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(JsonTree.object(new String(body, StandardCharsets.UTF_8))).containsKey("matching");
  }

  @Test
  void headIsAnsweredWithoutABody() {
    final HttpRequest head = HttpRequest.newBuilder(served.uri("/api/v1/now")).HEAD().build();

    final HttpResponse<String> response = served.send(head);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void otherMethodsAreNotAllowed() {
    for (final String method : List.of("PUT", "DELETE", "TRACE", "OPTIONS", "PATCH")) {
      final HttpRequest request =
          HttpRequest.newBuilder(served.uri("/api/v1/now"))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(served.send(request).statusCode()).as(method).isEqualTo(405);
    }
    assertThat(served.post("/api/v1/now", "", "X-Test", "1").statusCode()).isEqualTo(405);
  }

  @Test
  void aTakenPortIsSaidPlainly() {
    final WebSettings same = WebSettings.onLoopback(served.server.address());

    assertThatThrownBy(() -> WebServer.start(same, served.watch, served.metrics))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen at 127.0.0.1 port " + served.port());
  }

  private static void assertRefused(final String path, final int status, final String parameter) {
    final HttpResponse<String> response = served.get(path);

    assertThat(response.statusCode()).as(path).isEqualTo(status);
    assertThat(JsonTree.object(response.body()))
        .as(path)
        .containsEntry("parameter", parameter)
        .hasEntrySatisfying("error", error -> assertThat((String) error).isNotBlank());
  }

  private static long number(final @Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }
}
