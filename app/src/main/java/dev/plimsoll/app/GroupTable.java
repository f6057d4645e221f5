package dev.plimsoll.app;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.watch.Breakdown;
import dev.plimsoll.watch.GroupCount;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.PlainText;
import java.util.ArrayList;
import java.util.List;

/** A breakdown as a table for people, or as JSON. */
final class GroupTable {
  private GroupTable() {}

  /** The groups as JSON or as text. */
  static String show(final Breakdown groups, final int rows, final boolean json, final Ink ink) {
    if (json) {
      final LineBuffer line = new LineBuffer(1024);
      writeJson(groups, rows, line);
      return line.toString();
    }
    return text(groups, rows, ink);
  }

  /** A header, a line a group, and what is not shown. */
  static String text(final Breakdown groups, final int rows, final Ink ink) {
    final Columns columns = new Columns();
    final List<String> header = new ArrayList<>();
    groups.keys().forEach(key -> header.add(key.toString()));
    header.add("sessions");
    header.add("share");
    final int keys = groups.keys().size();
    for (int i = 0; i < header.size(); i++) {
      columns.add(i >= keys);
    }
    columns.row(header, ink::dim);
    long shown = 0;
    final List<GroupCount> top = groups.top(rows);
    for (final GroupCount group : top) {
      final List<String> cells = new ArrayList<>(group.labels());
      cells.add(PlainText.count(group.count()));
      cells.add(PlainText.share(group.count(), groups.sessions()));
      columns.row(cells, text -> text);
      shown += group.count();
    }
    final String rest =
        top.size() == groups.groups()
            ? sessions(groups.sessions())
            : "%s in %s groups; the %s groups shown have %s"
                .formatted(
                    sessions(groups.sessions()),
                    PlainText.count(groups.groups()),
                    PlainText.count(top.size()),
                    sessions(shown));
    return columns + ink.dim(rest) + "\n";
  }

  private static String sessions(final long number) {
    return PlainText.count(number) + (number == 1 ? " session" : " sessions");
  }

  /** One object, documented in docs/by.md. */
  private static void writeJson(final Breakdown groups, final int rows, final LineBuffer line) {
    final JsonWriter json = new JsonWriter(line);
    json.beginObject().name("keys").beginArray();
    for (final GroupKey key : groups.keys()) {
      json.value(key.toString());
    }
    json.endArray();
    json.name("sessions").value(groups.sessions());
    json.name("groups").value(groups.groups());
    json.name("rows").beginArray();
    for (final GroupCount group : groups.top(rows)) {
      json.beginObject();
      for (int i = 0; i < groups.keys().size(); i++) {
        json.name(groups.keys().get(i).toString()).value(group.labels().get(i));
      }
      json.name("sessions").value(group.count());
      json.name("share").value(group.share());
      json.endObject();
    }
    json.endArray().endObject().endLine();
  }
}
