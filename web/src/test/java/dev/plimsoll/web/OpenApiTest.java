package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document that describes the interface tells the truth about the server. */
class OpenApiTest {
  private static Served served;
  private static Map<String, Object> document;

  @BeforeAll
  static void serve() throws IOException {
    served = Served.open();
    document = JsonTree.object(served.get("/api/v1/openapi.json").body());
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void everyPathAnswersInTheShapeThatIsWritten() {
    final JsonSchema schemas = new JsonSchema(document);
    final Map<String, String> found = aSession();
    found.put("from", Long.toString(System.currentTimeMillis() - 3_600_000));

    for (final Map.Entry<String, Object> path : paths().entrySet()) {
      final Object get = JsonTree.object(path.getValue()).get("get");
      if (get == null || path.getKey().equals(Requests.STREAM)) {
        continue;
      }
      final Map<String, Object> content = content(get, "200");
      final HttpResponse<String> response =
          served.get(path.getKey() + query(JsonTree.object(get), found));
      assertThat(response.statusCode()).as(path.getKey() + response.body()).isEqualTo(200);
      final String type = content.keySet().iterator().next();
      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .as(path.getKey())
          .startsWith(type);
      if (type.equals(Reply.JSON)) {
        final Object schema = JsonTree.object(content.get(type)).get("schema");
        schemas.check(
            Objects.requireNonNull(schema), JsonTree.read(response.body()), path.getKey());
      }
    }
  }

  @Test
  void theStreamsEventsHaveTheShapesThatAreWritten() throws IOException, InterruptedException {
    final JsonSchema schemas = new JsonSchema(document);
    final Map<String, Object> known =
        JsonTree.object(JsonTree.object(document.get("components")).get("schemas"));
    final HttpResponse<InputStream> response =
        served.client.send(
            HttpRequest.newBuilder(served.uri(Requests.STREAM)).build(),
            BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      final Map<String, String> events = LiveStreamTest.events(in, 2);
      schemas.check(
          Objects.requireNonNull(known.get("Reading")),
          JsonTree.read(events.get("reading")),
          "reading");
      schemas.check(
          Objects.requireNonNull(known.get("Composition")),
          JsonTree.read(events.get("composition")),
          "composition");
    }
  }

  @Test
  void errorsHaveTheShapeThatIsWritten() {
    final JsonSchema schemas = new JsonSchema(document);
    for (final String path : paths().keySet()) {
      if (path.startsWith("/api/")) {
        final HttpResponse<String> response = served.get(path + "?colour=red");
        assertThat(response.statusCode()).as(path).isEqualTo(400);
        schemas.check(
            Map.of("$ref", "#/components/schemas/Error"), JsonTree.read(response.body()), path);
      }
    }
  }

  @Test
  void everyRouteAndEachOfItsParametersIsWritten() throws IOException {
    final Map<String, Set<String>> written = new HashMap<>();
    paths()
        .forEach((path, item) -> {
          final Object get = JsonTree.object(item).get("get");
          if (get != null) {
            final Set<String> names = new HashSet<>();
            for (final Object each : JsonTree.array(JsonTree.object(get).get("parameters"))) {
              names.add((String) Objects.requireNonNull(JsonTree.object(each).get("name")));
            }
            written.put(path, names);
          }
        });
    final Map<String, Set<String>> routes = new HashMap<>();
    Requests.routes(served.watch).forEach((path, route) -> routes.put(path, route.parameters()));
    routes.put(Requests.STREAM, Set.of(Namespaces.PARAMETER));
    routes.put(Requests.METRICS, Set.of());

    assertThat(written).isEqualTo(routes);
    assertThat(paths()).containsKeys("/login", "/logout");
  }

  private static Map<String, Object> paths() {
    return JsonTree.object(document.get("paths"));
  }

  private static Map<String, Object> content(final Object operation, final String status) {
    final Map<String, Object> responses =
        JsonTree.object(JsonTree.object(operation).get("responses"));
    return JsonTree.object(JsonTree.object(responses.get(status)).get("content"));
  }

  // A query with every parameter that has an example, or must be there.
  private static String query(
      final Map<String, Object> operation, final Map<String, String> found) {
    final List<String> parts = new ArrayList<>();
    for (final Object each : JsonTree.array(operation.get("parameters"))) {
      final Map<String, Object> parameter = JsonTree.object(each);
      final String name = (String) Objects.requireNonNull(parameter.get("name"));
      final Object example = parameter.get("example");
      final String value = example == null ? found.get(name) : example.toString();
      if (value != null) {
        parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  private static Map<String, String> aSession() {
    final Map<String, Object> page =
        JsonTree.object(served.get("/api/v1/sessions?filter=proto:tcp&sort=start&rows=1").body());
    final Map<String, Object> session =
        JsonTree.object(JsonTree.array(page.get("sessions")).getFirst());
    final Map<String, Object> tuple = JsonTree.object(session.get("orig"));
    final Map<String, String> found = new HashMap<>(Map.of("protocol", "tcp"));
    for (final String name : List.of("src", "sport", "dst", "dport")) {
      found.put(name, Objects.toString(tuple.get(name)));
    }
    return found;
  }
}
