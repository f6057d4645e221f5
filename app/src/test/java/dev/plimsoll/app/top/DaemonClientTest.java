package dev.plimsoll.app.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.session.JsonFormat;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real server that answers as the interface is written down. */
final class DaemonClientTest {
  private static final String NOW =
      """
      {"host":"h","version":"1","namespaces":["own"],"reading":{"netns":"own","time":1795000000000,
      "count":12345,"measure":"sessions","intervalMillis":5000,"limit":10000,"clearBelow":9000,
      "windowMillis":600000,"overForMillis":540000,"burstLimit":null,"verdict":"brief-peak",
      "sentence":"A brief peak.","overNow":true,"overMillis":40000,"gapMillis":0,"recurring":false,
      "burst":false,"sinceMillis":1794999960000,"sustainedInMillis":500000,
      "ceiling":{"entries":12345,"maximum":262144,"level":"near","sentence":"It is near."},
      "createdPerSecond":83.4,"destroyedPerSecond":0,
      "totals":{"created":1,"destroyed":1,"drops":0,"earlyDrops":0,"insertFailures":0,"overruns":0,
      "resyncs":0},"synchronised":true,"trouble":null},"composition":null}
      """;

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private HttpServer server;
  private DaemonClient client;
  private int status = 200;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/",
        exchange -> {
          final String path = exchange.getRequestURI().getPath().substring("/api/v1/".length());
          final byte[] answer = answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              answers.containsKey(path) ? status : 404, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    client =
        new DaemonClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret");
    answers.put("now", NOW);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theHeadingIsThatOfTheWatchWithItsPast() throws IOException {
    answers.put(
        "series",
        "{\"points\":[[1794999990000,5000,1,2.5,9000,0,0,0],[1794999995000,5000,1,2,9500,0,0,0]],"
            + "\"limit\":10000}");
    final HeadingSource.Heading heading = new DaemonHeadings(client, null).headings().getFirst();
    assertThat(heading.headline())
        .isEqualTo(
            new Headline(
                "own",
                1_795_000_000_000L,
                12_345,
                false,
                10_000,
                Headline.Mood.BRIEF_PEAK,
                "A brief peak.",
                500_000,
                83.4,
                0,
                "It is near.",
                null));
    assertThat(heading.trend().points())
        .extracting(Trend.Point::count)
        .containsExactly(9_000L, 9_500L, 12_345L);
    assertThat(heading.judge()).startsWith("judged by the watch at 127.0.0.1:");
  }

  @Test
  void theOwnHeadingStandsInWhereTheWatchDoesNotAnswer() throws IOException {
    server.stop(0);
    final HeadingSource own = () -> List.of(TopSample.heading());
    final HeadingSource.Heading heading = new DaemonHeadings(client, own).headings().getFirst();
    assertThat(heading.headline()).isEqualTo(TopSample.headline(12_375));
    assertThat(heading.judge()).startsWith("the watch does not answer");
  }

  @Test
  void theSessionsAndGroupsAreThoseOfTheWatch() throws IOException {
    final LineBuffer lines = new LineBuffer(1_024);
    new JsonFormat().write(TopSample.sessions().getFirst(), lines);
    answers.put(
        "sessions",
        "{\"total\":68,\"matching\":1,\"tookMillis\":1,\"sessions\":[%s]}".formatted(lines));
    answers.put(
        "groups",
        "{\"sessions\":1,\"groups\":1,\"rows\":[{\"labels\":[\"198.51.100.1\"],\"count\":1,"
            + "\"share\":1}]}");
    final TopModel model = new TopModel(List.of("own"), false, new SessionFilter.All(), "");
    final Look look = new DaemonLooks(client).look(model.question());
    assertThat(look.total()).isEqualTo(68);
    assertThat(look.sessions()).hasSize(1);
    assertThat(look.largest().getFirst().labels()).containsExactly("198.51.100.1");
  }

  @Test
  void aWatchThatWantsATokenIsNamedAsSuch() {
    status = 401;
    assertThatThrownBy(() -> client.get("now", Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("PLIMSOLL_TOKEN");
  }
}
