package dev.plimsoll.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes every request to what answers it. */
final class Requests implements HttpHandler {
  private static final String STREAM = "/api/v1/stream";
  private static final int WORTH_COMPRESSING = 1400;

  private static final System.Logger LOG = System.getLogger(Requests.class.getName());

  private final Namespaces namespaces;
  private final LiveStream stream;
  private final PageFiles files;
  private final Map<String, Route> routes = new HashMap<>();

  Requests(final WatchView view, final LiveStream stream, final PageFiles files) {
    this.namespaces = new Namespaces(view);
    this.stream = stream;
    this.files = files;
    routes.putAll(new PresentApi(view, System::currentTimeMillis).routes());
    routes.putAll(new PastApi(view, System::currentTimeMillis).routes());
    routes.putAll(new SessionsApi(view, System::currentTimeMillis).routes());
  }

  @Override
  public void handle(final HttpExchange exchange) throws IOException {
    try (exchange) {
      final String path = exchange.getRequestURI().getRawPath();
      final String query = exchange.getRequestURI().getRawQuery();
      try {
        if (path.equals(STREAM)) {
          final Query asked = Query.parse(query, Set.of(Namespaces.PARAMETER));
          stream.serve(exchange, namespaces.of(asked));
        } else {
          send(answer(path, query, exchange), exchange);
        }
      } catch (final Refusal e) {
        send(e.reply(), exchange);
      }
    }
  }

  private Reply answer(final String path, final @Nullable String query, final HttpExchange exchange)
      throws Refusal {
    final Route route = routes.get(path);
    if (route != null) {
      return answer(route, Query.parse(query, route.parameters()));
    }
    final Reply file =
        files.at(path, exchange.getRequestHeaders().getFirst("If-None-Match"), takesGzip(exchange));
    if (file == null) {
      throw Refusal.of(404, "there is nothing at this address");
    }
    return file;
  }

  private static Reply answer(final Route route, final Query query) throws Refusal {
    try {
      return route.answer().to(query);
    } catch (final IOException e) {
      throw Refusal.of(503, "the history cannot be read: " + e.getMessage());
    } catch (final RuntimeException e) {
      LOG.log(Level.ERROR, "a request failed by a fault in Plimsoll", e);
      throw Refusal.of(500, "this failed by a fault in Plimsoll; its log tells more");
    }
  }

  private static boolean takesGzip(final HttpExchange exchange) {
    final String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }

  private static void send(final Reply reply, final HttpExchange exchange) throws IOException {
    Reply sent = reply;
    if (reply.body().length >= WORTH_COMPRESSING
        && takesGzip(exchange)
        && !reply.headers().containsKey("Content-Encoding")) {
      sent =
          new Reply(reply.status(), reply.headers(), Gzip.compress(reply.body()))
              .with("Content-Encoding", "gzip");
    }
    sent.headers().forEach(exchange.getResponseHeaders()::set);
    if (sent.body().length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(sent.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(sent.status(), sent.body().length);
    exchange.getResponseBody().write(sent.body());
  }
}
