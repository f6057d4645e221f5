package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import java.util.List;

/** Writes alerts as JSON; docs/alerts.md explains the members. */
public final class AlertJson {
  private static final int USUAL_LENGTH = 2_048;

  private AlertJson() {}

  /** Writes the members of one alert into an object that has been begun. */
  public static void members(final Alert alert, final JsonWriter json) {
    json.name("id").value(alert.id());
    json.name("kind").value(alert.kind().word());
    json.name("phase").value(alert.phase().word());
    json.name("severity").value(Severity.of(alert.kind()).word());
    json.name("host").value(alert.host());
    json.name("netns").value(alert.namespace());
    json.name("time").value(alert.timeMillis());
    json.name("since").value(alert.sinceMillis());
    json.name("title").value(alert.title());
    json.name("facts").beginArray();
    alert.facts().forEach(json::value);
    json.endArray();
    json.name("whatChanged").value(alert.whatChanged());
    json.name("command").value(alert.command());
  }

  /** The message to a program: its id, and the alerts. */
  static byte[] message(final List<Alert> alerts) {
    final LineBuffer line = new LineBuffer(USUAL_LENGTH);
    final JsonWriter json = new JsonWriter(line);
    json.beginObject();
    json.name("id").value(AlertId.of(alerts));
    json.name("alerts").beginArray();
    for (final Alert alert : alerts) {
      json.beginObject();
      members(alert, json);
      json.endObject();
    }
    json.endArray().endObject().endLine();
    return line.toString().getBytes(UTF_8);
  }
}
