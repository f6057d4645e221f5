package dev.plimsoll.web;

import dev.plimsoll.session.SessionTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what the parameter {@code netns} means. */
record Namespaces(WatchView view) {
  static final String PARAMETER = "netns";

  /** The namespace that is asked for: the first where none is named. */
  String of(final Query query) throws Refusal {
    final List<String> names = view.namespaces();
    final @Nullable String asked = query.text(PARAMETER);
    if (asked == null) {
      if (names.isEmpty()) {
        throw Refusal.of(503, "no network namespace is watched");
      }
      return names.getFirst();
    }
    if (!names.contains(asked)) {
      throw Refusal.of(404, PARAMETER, "no network namespace of this name is watched");
    }
    return asked;
  }

  /** The live sessions of the namespace that is asked for. */
  SessionTable table(final Query query) throws Refusal {
    final SessionTable table = view.sessions(of(query));
    if (table == null) {
      throw Refusal.of(503, "nobody follows the sessions of this namespace at present");
    }
    return table;
  }
}
