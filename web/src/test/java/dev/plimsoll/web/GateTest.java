package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may look, and who not. */
class GateTest {
  private static final String JSON = "application/json";

  @Test
  void elsewhereNeedsTokenAndTls() {
    final InetSocketAddress everywhere = new InetSocketAddress(0);

    assertThatThrownBy(() -> WebSettings.onLoopback(everywhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a token and TLS, and both are missing");
    final TokenHash token = Token.create().hash();
    assertThatThrownBy(() -> new WebSettings(everywhere, token, null, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TLS is missing");
  }

  @Test
  void aForeignNameThatPointsHereIsRefused() throws IOException {
    try (Served served = Served.open()) {
      for (final String host :
          List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7171", "")) {
        final String answer =
            served.raw(
                "GET /api/v1/now HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                    .formatted(host));
        assertThat(answer).as(host).startsWith("HTTP/1.1 403");
      }
      for (final String host : List.of("localhost", "127.0.0.1:9999", "[::1]:7171", "LOCALHOST")) {
        final String answer =
            served.raw(
                "GET /api/v1/now HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                    .formatted(host));
        assertThat(answer).as(host).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void anotherWebSiteMayNotAskForData() throws IOException {
    try (Served served = Served.open()) {
      for (final String site : List.of("cross-site", "same-site")) {
        assertThat(served.get("/api/v1/now", "Sec-Fetch-Site", site).statusCode()).isEqualTo(403);
        assertThat(served.get("/api/v1/stream", "Sec-Fetch-Site", site).statusCode())
            .isEqualTo(403);
        assertThat(served.get("/metrics", "Sec-Fetch-Site", site).statusCode()).isEqualTo(403);
      }
      assertThat(served.get("/api/v1/now", "Sec-Fetch-Site", "same-origin").statusCode())
          .isEqualTo(200);
      assertThat(served.get("/robots.txt", "Sec-Fetch-Site", "cross-site").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void everyAnswerCarriesTheHeadersThatKeepBrowsersSafe() throws IOException {
    try (Served served = Served.open()) {
      for (final String path : List.of("/api/v1/now", "/robots.txt", "/nowhere", "/metrics")) {
        final var headers = served.get(path).headers();
        assertThat(headers.firstValue("Content-Security-Policy"))
            .hasValueSatisfying(policy ->
                assertThat(policy)
                    .startsWith("default-src 'none'")
                    .contains("script-src 'self';", "frame-ancestors 'none'")
                    .doesNotContain("unsafe"));
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
      }
    }
  }

  @Test
  void withATokenDataNeedsIt() throws IOException {
    final Token token = Token.create();
    try (Served served = Served.with(token.hash(), null, 5)) {
      for (final String path :
          List.of("/api/v1/now", "/api/v1/stream", "/metrics", "/api/v1/openapi.json")) {
        final HttpResponse<String> refused = served.get(path);
        assertThat(refused.statusCode()).as(path).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      }
      assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(served.get("/robots.txt").statusCode()).isEqualTo(200);
      assertThat(served.get("/api/v1/now", "Authorization", "Bearer " + token.text()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aLogInLastsUntilTheLogOut() throws IOException {
    final Token token = Token.create();
    try (Served served = Served.with(token.hash(), null, 5)) {
      final HttpResponse<String> in = logIn(served, token.text());
      assertThat(in.statusCode()).isEqualTo(200);
      final String given = in.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(given)
          .matches("plimsoll=[\\w-]{43}; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict");
      final String cookie = given.substring(0, given.indexOf(';'));
      assertThat(served.get("/api/v1/now", "Cookie", "a=b; " + cookie).statusCode()).isEqualTo(200);

      assertThat(served.post("/logout", "", "Cookie", cookie).statusCode()).isEqualTo(204);

      assertThat(served.get("/api/v1/now", "Cookie", cookie).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aFormLeadsToThePage() throws IOException {
    final Token token = Token.create();
    try (Served served = Served.with(token.hash(), null, 5)) {
      final HttpResponse<String> response =
          served.post(
              "/login",
              "token=" + token.text(),
              "Content-Type",
              "application/x-www-form-urlencoded");

      assertThat(response.statusCode()).isEqualTo(303);
      assertThat(response.headers().firstValue("Location")).contains("/");
    }
  }

  @Test
  void wrongTokensAreRefusedAndSoonSlowedDown() throws IOException {
    final Token token = Token.create();
    try (Served served = Served.with(token.hash(), null, 5)) {
      for (int i = 0; i < FailureLimit.AT_ONCE; i++) {
        assertThat(logIn(served, "plimsoll_wrong" + i).statusCode()).isEqualTo(401);
      }

      final HttpResponse<String> slowed = logIn(served, "plimsoll_wrong");
      assertThat(slowed.statusCode()).isEqualTo(429);
      assertThat(slowed.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 12L);
      assertThat(served.get("/api/v1/now", "Authorization", "Bearer wrong").statusCode())
          .isEqualTo(429);
    }
  }

  @Test
  void anotherWebSiteMayNotLogInOrOut() throws IOException {
    final Token token = Token.create();
    try (Served served = Served.with(token.hash(), null, 5)) {
      final String body = "{\"token\":\"" + token.text() + "\"}";
      assertThat(
              served
                  .post("/login", body, "Content-Type", JSON, "Origin", "https://evil.example")
                  .statusCode())
          .isEqualTo(403);
      assertThat(
              served
                  .post("/login", body, "Content-Type", JSON, "Sec-Fetch-Site", "cross-site")
                  .statusCode())
          .isEqualTo(403);
      assertThat(served.post("/logout", "", "Origin", "null").statusCode()).isEqualTo(403);
      assertThat(
              served
                  .post(
                      "/login",
                      body,
                      "Content-Type",
                      JSON,
                      "Origin",
                      "http://localhost:" + served.port())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void noPathLeadsOutOfThePage() throws IOException {
    try (Served served = Served.open()) {
      for (final String path :
          List.of(
              "/../WebServer.class",
              "/..%2fWebServer.class",
              "/%2e%2e/WebServer.class",
              "/page/robots.txt",
              "//etc/passwd",
              "/./robots.txt",
              "/robots.txt/",
              "/robots.txt%00.js",
              "/..\\openapi.json",
              "http://localhost/../../etc/passwd")) {
        final String answer =
            served.raw(
                "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));
        assertThat(answer).as(path).matches("(?s)HTTP/1.1 40[04].*");
      }
    }
  }

  private static HttpResponse<String> logIn(final Served served, final String token) {
    return served.post("/login", "{\"token\":\"" + token + "\"}", "Content-Type", JSON);
  }
}
