package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
  private final JsonFormat format = new JsonFormat();

  @Test
  void aSessionIsTheLineOfTheDocumentation() {
    final Session session =
        Lines.read(
            "tcp      6 431999 ESTABLISHED src=10.0.0.5 dst=192.0.2.7 sport=40112 dport=443"
                + " packets=12 bytes=1840 src=192.0.2.7 dst=203.0.113.9 sport=443 dport=40112"
                + " packets=10 bytes=9120 [ASSURED] mark=7 use=1 id=2722309745");
    session.startNanos(FormatSamples.OBSERVED - 12_500_000_000L);
    session.host(HostAddresses.of(List.of(IpAddress.of("10.0.0.5"))));
    session.namespace("web");
    assertThat(Lines.write(format, session))
        .isEqualTo(
            "{\"netns\":\"web\",\"proto\":\"tcp\",\"proto_num\":6,\"family\":\"ipv4\","
                + "\"state\":\"ESTABLISHED\",\"direction\":\"out\","
                + "\"orig\":{\"src\":\"10.0.0.5\",\"dst\":\"192.0.2.7\",\"sport\":40112,"
                + "\"dport\":443,\"packets\":12,\"bytes\":1840},"
                + "\"reply\":{\"src\":\"192.0.2.7\",\"dst\":\"203.0.113.9\",\"sport\":443,"
                + "\"dport\":40112,\"packets\":10,\"bytes\":9120},"
                + "\"status\":[\"seen_reply\",\"assured\",\"confirmed\"],\"replied\":true,"
                + "\"assured\":true,\"nat\":[\"src\"],\"mark\":7,\"zone\":0,\"id\":2722309745,"
                + "\"use\":1,\"timeout_s\":431999,\"start\":\"2026-11-23T04:32:37.952268123Z\","
                + "\"age_s\":12}");
  }

  @Test
  void aParserReadsBackEverythingThatASessionTells() throws IOException {
    for (long seed = 0; seed < 5_000; seed++) {
      final Session session = FormatSamples.fullSession(new SplittableRandom(seed));
      final String line = Lines.write(format, session);
      final Map<String, Object> read = JsonSessions.object(line);
      final Map<String, Object> expected = ExpectedFields.of(session);
      assertThat(read).as("seed %d: %s", seed, line).isEqualTo(expected);
      assertThat(new ArrayList<>(read.keySet()))
          .as("the order of the fields is always the same; seed %d", seed)
          .isEqualTo(new ArrayList<>(expected.keySet()));
    }
  }

  @Test
  void aLineHasNoCharacterThatBreaksLinesOrTerminals() {
    for (long seed = 0; seed < 500; seed++) {
      final String line =
          Lines.write(format, FormatSamples.fullSession(new SplittableRandom(seed)));
      assertThat(line.chars().noneMatch(c -> c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028))
          .as("seed %d: %s", seed, line)
          .isTrue();
    }
  }

  @Test
  void aMissedEventSaysSoBehindItsTime() {
    final SessionEvent event = new SessionEvent();
    event.session().set(FormatSamples.session(new SplittableRandom(1)));
    event.missed(true);
    assertThat(Lines.write(format, event)).contains("Z\",\"missed\":true,");
  }

  @Test
  void anEventSaysWhatHappenedWhenAndByWhom() throws IOException {
    final SessionEvent event = new SessionEvent();
    event.session().set(FormatSamples.session(new SplittableRandom(1)));
    event.type(SessionEvent.Type.DESTROY);
    event.timeNanos(1_795_408_370_000_000_001L);
    event.portId((int) 4_160_000_000L);
    final Map<String, Object> read = JsonSessions.object(Lines.write(format, event));
    assertThat(read)
        .containsEntry("event", "destroy")
        .containsEntry("time", "2026-11-23T04:32:50.000000001Z")
        .containsEntry("portid", BigInteger.valueOf(4_160_000_000L))
        .containsAllEntriesOf(ExpectedFields.of(event.session()));
  }

  @Test
  void anEventOfTrafficHasNoPort() throws IOException {
    final SessionEvent event = new SessionEvent();
    event.session().set(FormatSamples.session(new SplittableRandom(1)));
    assertThat(JsonSessions.object(Lines.write(format, event)))
        .containsEntry("event", "new")
        .doesNotContainKey("portid");
  }
}
