package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Tells a chat that takes Slack's incoming webhooks. */
final class SlackChannel implements Channel {
  private static final int USUAL_LENGTH = 2_048;

  private final Receiver.Slack receiver;

  SlackChannel(final Receiver.Slack receiver) {
    this.receiver = receiver;
  }

  @Override
  public Outcome send(final List<Alert> alerts) throws InterruptedException {
    try {
      return new HttpPost(HttpAddress.of(receiver.url().reveal()), message(alerts))
          .hideAddress()
          .send(null);
    } catch (final IOException | IllegalArgumentException e) {
      return Outcome.failed("The chat's webhook cannot be used: " + e.getMessage() + ".");
    }
  }

  private static byte[] message(final List<Alert> alerts) {
    final LineBuffer line = new LineBuffer(USUAL_LENGTH);
    new JsonWriter(line)
        .beginObject()
        .name("text")
        .value(alerts.stream().map(SlackChannel::text).collect(Collectors.joining("\n\n")))
        .endObject();
    return line.toString().getBytes(UTF_8);
  }

  private static String text(final Alert alert) {
    final StringBuilder text = new StringBuilder();
    text.append('*').append(spoken(alert.title())).append('*');
    alert.facts().forEach(fact -> text.append("\n\u2022 ").append(spoken(fact)));
    if (!alert.whatChanged().isEmpty()) {
      text.append("\n\u2022 ").append(spoken(alert.whatChanged()));
    }
    return text.append("\n`").append(escaped(alert.command())).append('`').toString();
  }

  // A mention is written without angle brackets in Mattermost, Rocket.Chat and Discord: a space of
  // no width parts it.
  private static String spoken(final String text) {
    return escaped(text).replace("@", "@\u200b");
  }

  // As Slack's "Formatting text for app surfaces" asks; so no text becomes a link or a mention.
  private static String escaped(final String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
