package dev.plimsoll.web;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.watch.alert.AlertJson;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.history.HistoryHealth;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The routes about now: the newest reading, diagnosis and alerts, the watch itself. */
final class PresentApi {
  private static final int MOST_ALERTS = 500;
  private static final int FRESH_INTERVALS = 3;

  private final WatchView view;
  private final Namespaces namespaces;
  private final LongSupplier clock;

  PresentApi(final WatchView view, final LongSupplier clock) {
    this.view = view;
    this.namespaces = new Namespaces(view);
    this.clock = clock;
  }

  Map<String, Route> routes() {
    return Map.of(
        "/api/v1/now", Route.of(this::now, Namespaces.PARAMETER),
        "/api/v1/diagnosis", Route.of(this::diagnosis, Namespaces.PARAMETER),
        "/api/v1/alerts", Route.of(this::alerts, "rows"),
        "/api/v1/system", Route.of(_ -> system()),
        "/healthz", Route.of(_ -> Reply.text(200, "ok")),
        "/readyz", Route.of(_ -> ready()));
  }

  private Reply now(final Query query) throws Refusal {
    final String namespace = namespaces.of(query);
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject();
    json.name("host").value(view.host());
    json.name("version").value(view.version());
    json.name("namespaces").beginArray();
    view.namespaces().forEach(json::value);
    json.endArray().name("reading");
    WatchJson.reading(view.latest(namespace), json);
    json.name("composition");
    WatchJson.composition(view.composition(namespace), json);
    json.endObject();
    return reply.reply();
  }

  private Reply diagnosis(final Query query) throws Refusal {
    final String namespace = namespaces.of(query);
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject();
    json.name("signs").value(Card.values().length);
    json.name("diagnosis");
    DiagnosisJson.diagnosis(view.diagnosis(namespace), json);
    json.name("steps");
    DiagnosisJson.steps(view.steps(namespace), json);
    json.endObject();
    return reply.reply();
  }

  private Reply alerts(final Query query) throws Refusal, IOException {
    final int rows = query.small("rows", 1, MOST_ALERTS, 100);
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject().name("alerts").beginArray();
    for (final Delivery delivery : view.alerts(rows)) {
      delivery(delivery, json);
    }
    json.endArray().endObject();
    return reply.reply();
  }

  private static void delivery(final Delivery delivery, final JsonWriter json) {
    json.beginObject();
    AlertJson.members(delivery.alert(), json);
    json.name("channel").value(delivery.channel());
    json.name("state").value(delivery.state().name().toLowerCase(Locale.ROOT));
    json.name("attempts").value(delivery.attempts());
    json.name("outcome").value(delivery.outcome());
    json.endObject();
  }

  private Reply system() {
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject();
    json.name("findings").beginArray();
    for (final SystemFinding finding : view.findings()) {
      json.beginObject();
      json.name("level").value(finding.level());
      json.name("subject").value(finding.subject());
      json.name("summary").value(finding.summary());
      json.name("meaning").value(finding.meaning());
      json.name("commands").beginArray();
      finding.commands().forEach(json::value);
      json.endArray().endObject();
    }
    json.endArray();
    ownCost(view.ownCost(), json);
    history(view.history(), json);
    json.name("started").value(view.startedMillis());
    json.endObject();
    return reply.reply();
  }

  private static void ownCost(final OwnCost cost, final JsonWriter json) {
    json.name("ownCost").beginObject();
    json.name("cpuSeconds").value(cost.cpuSeconds());
    json.name("cpuShare").value(cost.cpuShare());
    json.name("residentBytes").value(cost.residentBytes());
    json.name("heapBytes").value(cost.heapBytes());
    json.name("mirrorBytes").value(cost.mirrorBytes());
    json.name("samples").value(cost.samples());
    json.name("lateSamples").value(cost.lateSamples());
    json.name("latestMillis").value(cost.latestMillis());
    json.name("viewers").value(cost.viewers());
    json.endObject();
  }

  private static void history(final HistoryHealth history, final JsonWriter json) {
    json.name("history").beginObject();
    json.name("where").value(history.where());
    WatchJson.number("bytes", history.bytes(), json);
    json.name("trouble").value(history.trouble());
    WatchJson.number(
        "troubleSince", history.trouble() == null ? -1 : history.troubleSinceMillis(), json);
    json.name("waiting").value(history.waiting());
    json.name("lost").value(history.lost());
    json.name("damagedFiles").value(history.damagedFiles());
    json.endObject();
  }

  // Names no namespace: it is answered to anybody.
  private Reply ready() {
    final @Nullable String reason = reasonNotReady();
    return reason == null ? Reply.text(200, "ready") : Reply.text(503, reason);
  }

  private @Nullable String reasonNotReady() {
    for (final String namespace : view.namespaces()) {
      final var reading = view.latest(namespace);
      if (reading == null) {
        return "not ready: there is no reading yet";
      }
      final long age = clock.getAsLong() - reading.timeMillis();
      if (age >= FRESH_INTERVALS * reading.sample().intervalMillis()) {
        return "not ready: the newest reading is %d s old".formatted(age / 1000);
      }
      if (reading.trouble() != null) {
        return "not ready: the count cannot be taken";
      }
    }
    return null;
  }
}
