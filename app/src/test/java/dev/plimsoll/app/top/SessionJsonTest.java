package dev.plimsoll.app.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.session.JsonFormat;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionJsonTest {
  private static String json(final Session session) {
    final LineBuffer line = new LineBuffer(1_024);
    new JsonFormat().write(session, line);
    return line.toString();
  }

  private static Session read(final String text) throws IOException {
    return SessionJson.read(
        Json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))), TopSample.NOW);
  }

  @Test
  void whatIsReadIsWrittenAgainTheSame() throws IOException {
    for (final Session session : TopSample.sessions()) {
      assertThat(json(read(json(session)))).isEqualTo(json(session));
    }
  }

  @Test
  void rareFieldsAreReadToo() throws IOException {
    final Session session = TopSample.sessions().getFirst().copy();
    session.mark(-1);
    session.originalZone(7);
    session.labels(1L << 63, 5);
    session.helper("ftp");
    session.securityContext("system_u:object_r:t");
    session.master(Tuple.copyOf(TopSample.sessions().get(1).original()));
    session.originalCounters(-1, -2);
    assertThat(json(read(json(session)))).isEqualTo(json(session));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{} {}",
        "{\"proto_num\":6,\"orig\":{\"src\":\"nobody\"}}",
        "{\"proto_num\":600,\"orig\":{}}"
      })
  void whatIsNoSessionIsAnError(final String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }
}
