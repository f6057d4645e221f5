package dev.plimsoll.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Takes every request to what answers it. */
final class Requests implements HttpHandler {
  static final String STREAM = "/api/v1/stream";
  static final String METRICS = "/metrics";
  static final String OPENAPI = "/api/v1/openapi.json";

  private static final Duration MOST_FOR_AN_ANSWER = Duration.ofSeconds(30);
  private static final int MOST_HEADER_BYTES = 16 * 1024;
  private static final int WORTH_COMPRESSING = 1400;

  private static final System.Logger LOG = System.getLogger(Requests.class.getName());

  // The styles and scripts are files; charts set styles by script, which this allows.
  private static final String CONTENT_SECURITY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private static final Map<String, String> SAFE_HEADERS =
      Map.of(
          "Content-Security-Policy", CONTENT_SECURITY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cache-Control", "no-store");

  private final Namespaces namespaces;
  private final Gate gate;
  private final LiveStream stream;
  private final MetricsPage metrics;
  private final PageFiles files;
  private final Deadlines deadlines;
  private final Map<String, Route> routes;

  Requests(
      final WatchView view,
      final Gate gate,
      final LiveStream stream,
      final MetricsPage metrics,
      final PageFiles files,
      final Deadlines deadlines)
      throws IOException {
    this.namespaces = new Namespaces(view);
    this.gate = gate;
    this.stream = stream;
    this.metrics = metrics;
    this.files = files;
    this.deadlines = deadlines;
    this.routes = routes(view);
  }

  /** All paths that are answered with one document, but for the metrics and the page's files. */
  static Map<String, Route> routes(final WatchView view) throws IOException {
    final LongSupplier clock = System::currentTimeMillis;
    final Reply openApi = Reply.of(200, Reply.JSON, openApi());
    final Map<String, Route> routes = new HashMap<>();
    routes.putAll(new PresentApi(view, clock).routes());
    routes.putAll(new PastApi(view, clock).routes());
    routes.putAll(new SessionsApi(view, clock, SessionsApi.MOST_GROUPS).routes());
    routes.put(OPENAPI, Route.of(_ -> openApi));
    return routes;
  }

  private static byte[] openApi() throws IOException {
    try (InputStream in = Requests.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IOException("openapi.json is missing from the program's files");
      }
      return in.readAllBytes();
    }
  }

  @Override
  public void handle(final HttpExchange exchange) throws IOException {
    try (exchange) {
      SAFE_HEADERS.forEach(exchange.getResponseHeaders()::set);
      try {
        if (isStream(exchange)) {
          serveStream(exchange);
        } else {
          serve(exchange);
        }
      } catch (final Refusal e) {
        send(e.reply(), exchange);
      }
    }
  }

  private static boolean isStream(final HttpExchange exchange) {
    return exchange.getRequestURI().getRawPath().equals(STREAM)
        && exchange.getRequestMethod().equals("GET");
  }

  private void serveStream(final HttpExchange exchange) throws Refusal, IOException {
    checkSize(exchange);
    gate.admitReader(STREAM, exchange);
    final Query asked =
        Query.parse(exchange.getRequestURI().getRawQuery(), Set.of(Namespaces.PARAMETER));
    stream.serve(exchange, namespaces.of(asked));
  }

  private void serve(final HttpExchange exchange) throws Refusal, IOException {
    try (var _ = deadlines.begin(MOST_FOR_AN_ANSWER)) {
      checkSize(exchange);
      final Reply reply =
          switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> read(exchange);
            case "POST" -> post(exchange);
            default -> notAllowed("GET, HEAD");
          };
      send(reply, exchange);
    }
  }

  private static void checkSize(final HttpExchange exchange) throws Refusal {
    if (exchange.getRequestURI().toString().length() > Query.MAX_LENGTH) {
      throw Refusal.of(414, "the address is longer than " + Query.MAX_LENGTH + " characters");
    }
    int size = 0;
    for (final Map.Entry<String, List<String>> field : exchange.getRequestHeaders().entrySet()) {
      for (final String value : field.getValue()) {
        size += field.getKey().length() + value.length();
      }
    }
    if (size > MOST_HEADER_BYTES) {
      throw Refusal.of(431, "the header is larger than " + MOST_HEADER_BYTES + " bytes");
    }
  }

  private Reply read(final HttpExchange exchange) throws Refusal, IOException {
    final String path = exchange.getRequestURI().getRawPath();
    final @Nullable String query = exchange.getRequestURI().getRawQuery();
    final Headers headers = exchange.getRequestHeaders();
    gate.admitReader(path, exchange);
    if (path.equals(METRICS)) {
      Query.parse(query, Set.of());
      return metrics.page(headers.getFirst("Accept"));
    }
    final Route route = routes.get(path);
    if (route != null) {
      return answer(route, Query.parse(query, route.parameters()));
    }
    final Reply file = files.at(path, headers.getFirst("If-None-Match"), takesGzip(headers));
    if (file == null) {
      throw Refusal.of(404, "there is nothing at this address");
    }
    return file;
  }

  private static Reply answer(final Route route, final Query query) throws Refusal {
    try {
      return route.answer().to(query);
    } catch (final IOException | UncheckedIOException e) {
      throw Refusal.of(503, "the history cannot be read: " + e.getMessage());
    } catch (final RuntimeException e) {
      LOG.log(Level.ERROR, "a request failed by a fault in Plimsoll", e);
      throw Refusal.of(500, "this failed by a fault in Plimsoll; its log tells more");
    }
  }

  private Reply post(final HttpExchange exchange) throws Refusal, IOException {
    return switch (exchange.getRequestURI().getRawPath()) {
      case "/login" -> gate.logIn(exchange, PostedToken.read(exchange));
      case "/logout" -> gate.logOut(exchange);
      default -> notAllowed("GET, HEAD");
    };
  }

  private static Reply notAllowed(final String methods) {
    return Refusal.of(405, "only these methods are answered here: " + methods)
        .reply()
        .with("Allow", methods)
        // What such a request still has to say is not read.
        .with("Connection", "close");
  }

  private static boolean takesGzip(final Headers headers) {
    final String accepted = headers.getFirst("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }

  private static void send(final Reply reply, final HttpExchange exchange) throws IOException {
    final Reply sent =
        takesGzip(exchange.getRequestHeaders()) && isWorthCompressing(reply)
            ? new Reply(reply.status(), reply.headers(), Gzip.compress(reply.body()))
                .with("Content-Encoding", "gzip")
            : reply;
    sent.headers().forEach(exchange.getResponseHeaders()::set);
    if (sent.body().length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(sent.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(sent.status(), sent.body().length);
    exchange.getResponseBody().write(sent.body());
  }

  // The page's files have an ETag, and are compressed already where that helps.
  private static boolean isWorthCompressing(final Reply reply) {
    return reply.body().length >= WORTH_COMPRESSING && !reply.headers().containsKey("ETag");
  }
}
