package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.watch.alert.Alert.Phase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells Prometheus' Alertmanager by its API, version 2. What lasts is posted with an end a few
 * minutes ahead and again every minute, as Prometheus itself does; so it goes on independently of
 * {@code resolve_timeout}, and ends by itself should this process be gone for long.
 */
final class AlertmanagerChannel implements Channel {
  private static final Duration HOLDS = Duration.ofMinutes(5);
  private static final int USUAL_LENGTH = 2_048;

  private final Receiver.Alertmanager receiver;
  private final InstantSource clock;

  AlertmanagerChannel(final Receiver.Alertmanager receiver, final InstantSource clock) {
    this.receiver = receiver;
    this.clock = clock;
  }

  @Override
  public boolean forgets() {
    return true;
  }

  @Override
  public Outcome send(final List<Alert> alerts) throws InterruptedException {
    try {
      final HttpPost post = new HttpPost(address(), message(alerts));
      if (receiver.login() instanceof Receiver.Login(final String user, final Secret secret)) {
        final String password = secret.reveal();
        final String login = user + ":" + password;
        final String encoded = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
        post.header("Authorization", "Basic " + encoded).hide(encoded).hide(password);
      }
      return post.send(receiver.caFile());
    } catch (final IOException e) {
      return Outcome.failed("The password cannot be used: " + e.getMessage() + ".");
    }
  }

  private URI address() {
    final String base = receiver.url().toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + "api/v2/alerts");
  }

  // Of one matter only the newest counts: one request must not both raise and end it.
  private byte[] message(final List<Alert> alerts) {
    final Map<String, Alert> newest = new LinkedHashMap<>();
    for (final Alert alert : alerts) {
      newest.put(alert.kind().word() + " " + alert.namespace(), alert);
    }
    final LineBuffer line = new LineBuffer(USUAL_LENGTH);
    final JsonWriter json = new JsonWriter(line);
    json.beginArray();
    newest.values().forEach(alert -> write(alert, json));
    json.endArray();
    return line.toString().getBytes(UTF_8);
  }

  private void write(final Alert alert, final JsonWriter json) {
    final Instant since = Instant.ofEpochMilli(alert.sinceMillis());
    final Instant now = clock.instant();
    final Instant end = alert.phase() == Phase.OVER ? now : now.plus(HOLDS);
    json.beginObject();
    json.name("labels").beginObject();
    json.name("alertname").value(name(alert.kind()));
    json.name("severity").value(Severity.of(alert.kind()).word());
    json.name("instance").value(alert.host());
    json.name("netns").value(alert.namespace());
    json.endObject();
    json.name("annotations").beginObject();
    json.name("summary").value(alert.title());
    json.name("description").value(String.join("\n", alert.facts()));
    json.name("what_changed").value(alert.whatChanged());
    json.name("command").value(alert.command());
    json.endObject();
    json.name("startsAt").value((since.isBefore(end) ? since : end).toString());
    json.name("endsAt").value(end.toString());
    json.endObject();
  }

  private static String name(final Alert.Kind kind) {
    return switch (kind) {
      case SUSTAINED -> "PlimsollSustainedOverload";
      case FINDING -> "PlimsollFinding";
      case BRIEF_PEAK -> "PlimsollBriefPeak";
      case RECURRING -> "PlimsollRecurringPeaks";
      case NEAR_CEILING -> "PlimsollNearCeiling";
      case DROPS -> "PlimsollDrops";
      case UNWATCHED -> "PlimsollUnwatched";
      case TEST -> "PlimsollTest";
    };
  }
}
