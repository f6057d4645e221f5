package dev.plimsoll.web;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.watch.diagnosis.Attribution;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Fact;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.HostSign;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.diagnosis.Suspect;
import dev.plimsoll.watch.diagnosis.Twin;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON of a diagnosis and its steps; the OpenAPI document explains each field. */
final class DiagnosisJson {
  private DiagnosisJson() {}

  /** A diagnosis, or null. */
  static void diagnosis(final @Nullable Diagnosis diagnosis, final JsonWriter json) {
    if (diagnosis == null) {
      json.value((String) null);
      return;
    }
    json.beginObject();
    json.name("netns").value(diagnosis.namespace());
    json.name("time").value(diagnosis.timeMillis());
    json.name("listeningSince").value(diagnosis.sinceMillis());
    json.name("sessions").value(diagnosis.sessions());
    json.name("attackedSessions").value(diagnosis.attackedSessions());
    json.name("class").value(diagnosis.causeClass().word());
    json.name("confidence").value(diagnosis.confidence());
    texts("reasons", diagnosis.reasons(), json);
    json.name("considered").beginArray();
    diagnosis
        .considered()
        .forEach(other -> {
          json.beginObject().name("class").value(other.causeClass().word());
          json.name("reason").value(other.reason()).endObject();
        });
    json.endArray().name("findings").beginArray();
    diagnosis.findings().forEach(finding -> finding(finding, json));
    json.endArray().name("attribution");
    attribution(diagnosis.attribution(), json);
    texts("blind", diagnosis.blind(), json);
    json.endObject();
  }

  private static void finding(final Finding finding, final JsonWriter json) {
    json.beginObject();
    json.name("id").value(finding.card().id());
    json.name("title").value(finding.card().title());
    texts("techniques", finding.card().techniques(), json);
    json.name("class").value(finding.causeClass().word());
    json.name("confidence").value(finding.confidence());
    json.name("since").value(finding.sinceMillis());
    json.name("subject").value(finding.subject());
    json.name("facts").beginArray();
    for (final Fact fact : finding.facts()) {
      json.beginObject().name("name").value(fact.name()).name("value").value(fact.value());
      json.name("words").value(fact.words()).endObject();
    }
    json.endArray();
    json.name("filter").value(finding.filter());
    json.name("sessions").value(finding.sessions());
    texts("remotes", finding.remotes(), json);
    json.name("twins").beginArray();
    for (final Twin twin : finding.twins()) {
      json.beginObject().name("name").value(twin.name());
      json.name("ruledOut").value(twin.isRuledOut() ? twin.ruledOut() : null).endObject();
    }
    json.endArray().endObject();
  }

  private static void attribution(final Attribution attribution, final JsonWriter json) {
    json.beginObject();
    json.name("sessions").value(attribution.sessions());
    json.name("known").value(attribution.known());
    texts("gaps", attribution.gaps(), json);
    json.name("suspects").beginArray();
    attribution.suspects().forEach(suspect -> suspect(suspect, json));
    json.endArray().endObject();
  }

  private static void suspect(final Suspect suspect, final JsonWriter json) {
    json.beginObject();
    json.name("pid").value(suspect.pid());
    json.name("name").value(suspect.name());
    json.name("executable").value(suspect.executable());
    texts("commandLine", suspect.commandLine(), json);
    json.name("user").value(suspect.user());
    WatchJson.number("started", suspect.startedMillis() == 0 ? -1 : suspect.startedMillis(), json);
    json.name("unit").value(suspect.unit());
    json.name("container").value(suspect.container());
    json.name("sessions").value(suspect.sessions());
    json.name("signs").beginArray();
    for (final HostSign sign : suspect.signs()) {
      json.beginObject().name("id").value(id(sign));
      json.name("words").value(sign.words()).endObject();
    }
    json.endArray().endObject();
  }

  private static String id(final HostSign sign) {
    return sign.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Steps in their order. */
  static void steps(final List<Step> steps, final JsonWriter json) {
    json.beginArray();
    for (final Step step : steps) {
      json.beginObject();
      json.name("id").value(step.id());
      json.name("title").value(step.title());
      json.name("reason").value(step.reason());
      texts("commands", step.commands(), json);
      json.name("changes").value(step.changes());
      json.name("undo").value(step.undo());
      json.name("appliesItself").value(step.action() != null);
      json.endObject();
    }
    json.endArray();
  }

  private static void texts(final String name, final List<String> texts, final JsonWriter json) {
    json.name(name).beginArray();
    texts.forEach(json::value);
    json.endArray();
  }
}
