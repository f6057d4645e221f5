package dev.plimsoll.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.plimsoll.session.IpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask for what, and makes log-ins.
 *
 * <p>With a token, everything but the page's files and the two health checks needs it: as a cookie
 * after a log-in, or as a bearer token. Without one the server is on loopback, and the danger is a
 * foreign web page in a browser on this machine: it is kept out by the name that the browser asked
 * for (a name of its own that it made point here), and by what the browser says of who asks.
 */
final class Gate {
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
  private static final String BEARER = "bearer ";

  private final @Nullable TokenHash token;
  private final boolean tls;
  private final String cookie;
  private final LogIns logIns;
  private final FailureLimit failures;

  Gate(final WebSettings settings, final LongSupplier clock) {
    this.token = settings.token();
    this.tls = settings.certificate() != null;
    this.cookie = tls ? "__Host-plimsoll" : "plimsoll";
    this.logIns = new LogIns(clock);
    this.failures = new FailureLimit(clock);
  }

  private static boolean isProtected(final String path) {
    return path.startsWith("/api/") || path.equals("/metrics");
  }

  /** Lets a request pass that only reads. */
  void admitReader(final String path, final HttpExchange exchange) throws Refusal {
    admitHost(exchange);
    if (isProtected(path)) {
      admitOwnSite(exchange.getRequestHeaders());
      admitKnown(exchange);
    }
  }

  // DNS rebinding: a foreign name that was made to point to 127.0.0.1 is still a foreign name.
  private void admitHost(final HttpExchange exchange) throws Refusal {
    if (token != null) {
      return;
    }
    final String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !isLoopback(host)) {
      throw Refusal.of(
          403, "the page answers to localhost and 127.0.0.1 only; for other names set a token");
    }
  }

  private static boolean isLoopback(final String hostAndPort) {
    final int colon = hostAndPort.lastIndexOf(':');
    final boolean hasPort = colon > hostAndPort.lastIndexOf(']');
    final String host =
        (hasPort ? hostAndPort.substring(0, colon) : hostAndPort).toLowerCase(Locale.ROOT);
    if (host.equals("localhost")) {
      return true;
    }
    final boolean bracketed = host.startsWith("[") && host.endsWith("]");
    final IpAddress address =
        IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host);
    return address != null && address.isLoopback();
  }

  private static void admitOwnSite(final Headers headers) throws Refusal {
    final String site = headers.getFirst("Sec-Fetch-Site");
    if (site != null && !OWN_SITE.contains(site)) {
      throw Refusal.of(403, "another web site may not ask this");
    }
  }

  private void admitKnown(final HttpExchange exchange) throws Refusal {
    if (token == null) {
      return;
    }
    final String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      check(authorization.substring(BEARER.length()).strip(), token, exchange);
      return;
    }
    final String value = cookieOf(exchange.getRequestHeaders());
    if (value == null || !logIns.isIn(value)) {
      throw Refusal.of(401, "log in first, or send the token as a bearer token");
    }
  }

  private void check(final String given, final TokenHash expected, final HttpExchange exchange)
      throws Refusal {
    final InetAddress address = exchange.getRemoteAddress().getAddress();
    final long wait = failures.waitMillis(address);
    if (wait > 0) {
      final long seconds = Math.ceilDiv(wait, 1000L);
      throw Refusal.later(
          seconds, "too many wrong tokens came from your address; wait %d s".formatted(seconds));
    }
    if (!expected.isOf(given)) {
      failures.failed(address);
      throw Refusal.of(401, "this is not the token");
    }
  }

  // A POST changes something, so it must come from the page itself, or from no browser at all.
  private void admitWriter(final HttpExchange exchange) throws Refusal {
    admitHost(exchange);
    final Headers headers = exchange.getRequestHeaders();
    admitOwnSite(headers);
    final String origin = headers.getFirst("Origin");
    if (origin != null
        && !origin.equals((tls ? "https://" : "http://") + headers.getFirst("Host"))) {
      throw Refusal.of(403, "another web site may not ask this");
    }
  }

  /** Answers {@code POST /login}. */
  Reply logIn(final HttpExchange exchange, final PostedToken posted) throws Refusal {
    admitWriter(exchange);
    if (token == null) {
      throw Refusal.of(404, "there is no log-in: no token is set");
    }
    check(posted.token(), token, exchange);
    return posted.whenDone().with("Set-Cookie", cookie(logIns.begin(), LogIns.LASTS_MILLIS / 1000));
  }

  /** Answers {@code POST /logout}. */
  Reply logOut(final HttpExchange exchange) throws Refusal {
    admitWriter(exchange);
    final String value = cookieOf(exchange.getRequestHeaders());
    if (value != null) {
      logIns.end(value);
    }
    return new Reply(204, Map.of("Set-Cookie", cookie("", 0)), new byte[0]);
  }

  private String cookie(final String value, final long seconds) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(cookie, value, seconds, tls ? "; Secure" : "");
  }

  private @Nullable String cookieOf(final Headers headers) {
    final List<String> fields = headers.getOrDefault("Cookie", List.of());
    for (final String field : fields) {
      for (final String pair : field.split(";", -1)) {
        final String text = pair.strip();
        if (text.startsWith(cookie + "=")) {
          return text.substring(cookie.length() + 1);
        }
      }
    }
    return null;
  }
}
