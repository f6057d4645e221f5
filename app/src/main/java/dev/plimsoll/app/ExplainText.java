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
  private final int columns;

  ExplainText(final ZoneId zone, final int columns) {
    this.zone = zone;
    this.columns = columns;
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
    text.append(System.lineSeparator());
    final Columns table = new Columns(false, true, false, true, true);
    table.row(title, "change", "", "now", "remotes");
    for (final WhatChanged.Change row : rows) {
      table.row(
          row.words(),
          (row.difference() > 0 ? "+" : "") + count(row.difference()),
          "plimsoll list " + row.filter(),
          count(row.now()),
          row.remotes() == 0 ? "" : count(row.remotes()));
    }
    text.append(columns);
  }

  private String time(final Composition of) {
    return TIME.format(Instant.ofEpochMilli(of.timeMillis()).atZone(zone));
  }

  static String json(
      final String namespace,
      final WhatChanged changed,
      final Composition before,
      final Composition after) {
    final LineBuffer line = new LineBuffer(4096);
    return line.toString();
  }
}
