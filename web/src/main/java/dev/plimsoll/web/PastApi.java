package dev.plimsoll.web;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Episode;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.SeriesPoint;
import dev.plimsoll.watch.WhatChanged;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The routes about the past: the count, compositions, what changed, times over the limit. */
final class PastApi {
  private static final int MOST_POINTS = 5000;
  private static final int MOST_COMPOSITIONS = 500;
  private static final long HOUR = 3_600_000;
  // The end of the year 9999: no clock is there yet, and sums with it do not overflow.
  private static final long LATEST = 253_402_300_799_999L;

  private final WatchView view;
  private final Namespaces namespaces;
  private final LongSupplier clock;

  PastApi(final WatchView view, final LongSupplier clock) {
    this.view = view;
    this.namespaces = new Namespaces(view);
    this.clock = clock;
  }

  Map<String, Route> routes() {
    return Map.of(
        "/api/v1/series", Route.of(this::series, Namespaces.PARAMETER, "from", "to", "points"),
        "/api/v1/compositions",
            Route.of(this::compositions, Namespaces.PARAMETER, "from", "to", "most"),
        "/api/v1/changes", Route.of(this::changes, Namespaces.PARAMETER, "from", "to"),
        "/api/v1/overloads", Route.of(this::overloads, Namespaces.PARAMETER, "from", "to"));
  }

  /** The time that is asked for; the last hour where none is named. */
  private record Span(long from, long to) {}

  private Span span(final Query query) throws Refusal {
    final long to = query.number("to", 0, LATEST, clock.getAsLong());
    final long from = query.number("from", 0, LATEST, Math.max(0, to - HOUR));
    if (from > to) {
      throw Refusal.of(400, "from", "from must not be later than to");
    }
    return new Span(from, to);
  }

  private Reply series(final Query query) throws Refusal, IOException {
    final String namespace = namespaces.of(query);
    final Span span = span(query);
    final int points = query.small("points", 1, MOST_POINTS, 720);
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject().name("points").beginArray();
    for (final SeriesPoint point : view.series(namespace, span.from, span.to, points)) {
      json.beginArray().value(point.timeMillis()).value(point.spanMillis());
      json.value(point.min()).value(point.mean()).value(point.max());
      json.value(point.created()).value(point.destroyed()).value(point.losses()).endArray();
    }
    json.endArray();
    final Reading latest = view.latest(namespace);
    WatchJson.number("limit", latest == null ? -1 : latest.rule().limit(), json);
    json.endObject();
    return reply.reply();
  }

  private Reply compositions(final Query query) throws Refusal, IOException {
    final String namespace = namespaces.of(query);
    final Span span = span(query);
    final int most = query.small("most", 1, MOST_COMPOSITIONS, 60);
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject().name("compositions").beginArray();
    for (final Composition composition : view.compositions(namespace, span.from, span.to, most)) {
      WatchJson.composition(composition, json);
    }
    json.endArray().endObject();
    return reply.reply();
  }

  private Reply changes(final Query query) throws Refusal, IOException {
    final String namespace = namespaces.of(query);
    query.required("from");
    final Span span = span(query);
    final WhatChanged changed =
        WhatChanged.between(nearest(namespace, span.from), nearest(namespace, span.to));
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject();
    json.name("from").value(changed.beforeMillis());
    json.name("to").value(changed.afterMillis());
    json.name("difference").value(changed.difference());
    json.name("sentence").value(changed.sentence(ZoneId.systemDefault()));
    json.name("groups");
    changes(changed.groups(), json);
    json.name("remotes");
    changes(changed.remotes(), json);
    json.endObject();
    return reply.reply();
  }

  private static void changes(final List<WhatChanged.Change> changes, final JsonWriter json) {
    json.beginArray();
    for (final WhatChanged.Change change : changes) {
      json.beginObject();
      json.name("words").value(change.words());
      json.name("filter").value(change.filter());
      json.name("difference").value(change.difference());
      json.name("now").value(change.now());
      json.name("remotes").value(change.remotes());
      json.endObject();
    }
    json.endArray();
  }

  /** Looks around a moment in growing steps: history keeps a composition about every minute. */
  private Composition nearest(final String namespace, final long moment)
      throws Refusal, IOException {
    for (final long around : new long[] {HOUR / 12, HOUR, 24 * HOUR}) {
      Composition nearest = null;
      for (final Composition each :
          view.compositions(
              namespace, Math.max(0, moment - around), moment + around, MOST_COMPOSITIONS)) {
        if (nearest == null || distance(each, moment) < distance(nearest, moment)) {
          nearest = each;
        }
      }
      final Composition newest = view.composition(namespace);
      if (newest != null
          && distance(newest, moment) <= around
          && (nearest == null || distance(newest, moment) < distance(nearest, moment))) {
        nearest = newest;
      }
      if (nearest != null) {
        return nearest;
      }
    }
    throw Refusal.of(404, "nothing is known of what the table consisted of within a day of then");
  }

  private static long distance(final Composition composition, final long moment) {
    return Math.abs(composition.timeMillis() - moment);
  }

  private Reply overloads(final Query query) throws Refusal, IOException {
    final String namespace = namespaces.of(query);
    final Span span = span(query);
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject().name("overloads").beginArray();
    for (final Overload overload : view.overloads(namespace, span.from, span.to)) {
      json.beginObject();
      json.name("since").value(overload.sinceMillis());
      WatchJson.number("sustained", overload.sustainedMillis(), json);
      WatchJson.number("end", overload.endMillis(), json);
      json.name("ending").value(ending(overload));
      json.name("limit").value(overload.limit());
      json.name("most").value(overload.most());
      json.endObject();
    }
    json.endArray().endObject();
    return reply.reply();
  }

  private static @Nullable String ending(final Overload overload) {
    final Episode.Ending ending = overload.ending();
    return ending == null ? null : ending.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
