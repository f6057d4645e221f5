package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestAlertTest {
  private static Outcome send(final String channel, final String url) throws InterruptedException {
    final Receiver receiver = new Receiver.Slack(new Secret.Value(url));
    return TestAlert.send(
        new AlertSettings(
            AlertRule.DEFAULT,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            List.of(new ChannelSettings("chat", Set.of(), receiver))),
        channel,
        "web1",
        ZoneOffset.UTC,
        InstantSource.system());
  }

  @Test
  void itTellsWhatCameOfIt() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      assertThat(send("chat", receiver.url()))
          .isEqualTo(new Outcome(true, receiver.url() + " has taken it (status 200)."));
      assertThat(receiver.requests().getFirst().text())
          .contains("web1: a test, nothing is wrong", "Alerts of this machine arrive here.");
    }
  }

  @Test
  void anUnknownChannelIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> send("pager", "http://127.0.0.1:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no channel pager; there is chat");
  }
}
