package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.WhatChanged;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What changed between two moments, for a person or as JSON. */
final class ExplainText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final ZoneId zone;
  private final Ink ink;

  ExplainText(final ZoneId zone, final Ink ink) {
    this.zone = zone;
    this.ink = ink;
  }

  String of(
      final String namespace,
      final WhatChanged changed,
      final Composition before,
      final Composition after) {
    final StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s at %s, %s at %s (%s)%n"
            .formatted(
                namespace,
                ExplainCommand.sessions(before.sessions()),
                time(before),
                count(after.sessions()),
                time(after),
                zone.getId()));
    text.append(changed.sentence(zone)).append(System.lineSeparator());
    rows(text, "Groups", changed.groups());
    rows(text, "Remotes", changed.remotes());
    return text.toString();
  }

  private void rows(
      final StringBuilder text, final String title, final List<WhatChanged.Change> rows) {
    if (rows.isEmpty()) {
      return;
    }
    final Columns columns = new Columns().add(true).add(false).add(true).add(true).add(false);
    columns.row(List.of("change", title, "now", "remotes", "look at them"), ink::dim);
    for (final WhatChanged.Change row : rows) {
      columns.row(
          List.of(
              (row.difference() > 0 ? "+" : "\u2212") + count(Math.abs(row.difference())),
              row.words(),
              count(row.now()),
              row.remotes() == 0 ? "" : count(row.remotes()),
              "plimsoll list " + row.filter()),
          line -> line);
    }
    text.append(System.lineSeparator()).append(columns);
  }

  private String time(final Composition of) {
    return TIME.format(Instant.ofEpochMilli(of.timeMillis()).atZone(zone));
  }

  /** One object; docs/explain.md explains its members. */
  static String json(
      final String namespace,
      final WhatChanged changed,
      final Composition before,
      final Composition after) {
    final LineBuffer line = new LineBuffer(4096);
    final JsonWriter json = new JsonWriter(line);
    json.beginObject().name("netns").value(namespace);
    moment("before", before, json);
    moment("after", after, json);
    json.name("difference").value(changed.difference());
    changes("groups", changed.groups(), json);
    changes("remotes", changed.remotes(), json);
    json.endObject().endLine();
    return line.toString();
  }

  private static void moment(final String name, final Composition of, final JsonWriter json) {
    json.name(name).beginObject();
    json.name("time").timeValue(of.timeMillis() * 1_000_000);
    json.name("sessions").value(of.sessions());
    json.name("remotes").value(of.distinctRemotes()).endObject();
  }

  private static void changes(
      final String name, final List<WhatChanged.Change> rows, final JsonWriter json) {
    json.name(name).beginArray();
    for (final WhatChanged.Change row : rows) {
      json.beginObject().name("words").value(row.words());
      json.name("filter").value(row.filter());
      json.name("difference").value(row.difference());
      json.name("now").value(row.now());
      json.name("remotes").value(row.remotes()).endObject();
    }
    json.endArray();
  }
}
