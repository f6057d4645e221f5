package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlackChannelTest {
  private static Channel channel(final String url) {
    return Channel.to(
        new Receiver.Slack(new Secret.Value(url)), ZoneOffset.UTC, InstantSource.system());
  }

  @Test
  void theMessageIsOneTextWithTheCommandLast() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      channel(receiver.url() + "/services/T0/B0/x").send(List.of(Examples.OVERLOAD));
      assertThat(receiver.requests().getFirst().text())
          .startsWith("{\"text\":\"*web1.example: sustained overload, 18,120 sessions")
          .contains("\\n\u2022 Most are tcp SYN_SENT out to port 22")
          .endsWith("\\n`plimsoll explain --since 2025-11-24T02:26:40Z`\"}");
    }
  }

  @Test
  void noTextBecomesALinkOrAMention() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      channel(receiver.url()).send(List.of(Examples.titled("<!channel> & <http://x|y>")));
      assertThat(receiver.requests().getFirst().text())
          .contains("*&lt;!channel&gt; &amp; &lt;http://x|y&gt;*");
    }
  }

  @Test
  void theAddressIsNotShown() throws Exception {
    try (HttpReceiver receiver =
        HttpReceiver.answering(404, "no_service at /services/T0/B0/s3cret")) {
      assertThat(
              channel(receiver.url() + "/services/T0/B0/s3cret").send(List.of(Examples.OVERLOAD)))
          .isEqualTo(
              new Outcome(
                  false, receiver.url() + " answered with status 404: no_service at (secret)"));
    }
  }
}
