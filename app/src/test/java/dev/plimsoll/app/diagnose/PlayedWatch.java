package dev.plimsoll.app.diagnose;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A server that answers {@code /api/v1/diagnosis} as docs/api.md has it, or with what it is told.
 */
public final class PlayedWatch implements AutoCloseable {
  private final HttpServer server;
  private volatile String answer;

  private PlayedWatch(final HttpServer server, final String answer) {
    this.server = server;
    this.answer = answer;
  }

  /** One that has listened for three hours and found regular calls. */
  public static PlayedWatch open() throws IOException {
    final PlayedWatch watch =
        new PlayedWatch(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
            found(System.currentTimeMillis()));
    watch.server.createContext(
        "/api/v1/diagnosis",
        exchange -> {
          final byte[] bytes = watch.answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    watch.server.start();
    return watch;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on the answer; an empty one is a 404. */
  public void answer(final String text) {
    answer = text;
  }

  /** What one answers that found regular calls at this time. */
  public static String found(final long nowMillis) {
    return """
    {"netns":"own","diagnosis":{"netns":"own","time":%d,"listeningSince":%d,"sessions":900,
    "attackedSessions":0,"class":"unknown","confidence":0.45,"reasons":[],"considered":[],
    "findings":[{"id":"beacon","title":"regular calls home","techniques":["T1071","T1029"],
    "class":"compromised","confidence":0.9,"since":%d,"subject":"192.0.2.66 tcp port 8443",
    "facts":[{"name":"calls","value":60,"words":"192.0.2.66 was called 60 times, each 3 minutes after the other"}],
    "filter":"proto:tcp dst:192.0.2.66 dport:8443 direction:out","sessions":1,"remotes":["192.0.2.66"],
    "twins":[{"name":"monitoring","ruledOut":"the role is not declared"},{"name":"an update check","ruledOut":null}]}],
    "attribution":{"sessions":1,"known":0,"gaps":[],"suspects":[]},"blind":[]},"steps":[]}
    """
        .formatted(nowMillis, nowMillis - 3 * 3_600_000, nowMillis - 3 * 3_600_000);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
