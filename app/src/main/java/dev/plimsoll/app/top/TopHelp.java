package dev.plimsoll.app.top;

import java.util.ArrayList;
import java.util.List;

/** What the keys do. */
final class TopHelp {
  private static final int KEY_COLUMNS = 14;

  private static final List<List<String>> KEYS =
      List.of(
          List.of("/", "filter the sessions: proto:tcp state:SYN_SENT dport:22 -is:assured"),
          List.of("Esc", "all sessions again"),
          List.of("1 to 9", "group by:"),
          List.of("g   b", "the next grouping; any keys, such as remote/24,dport"),
          List.of("Tab", "move among the groups, or the sessions"),
          List.of("Up Down j k", "move; also PgUp PgDn Home End"),
          List.of("Enter", "all of a session; or only the sessions of a group"),
          List.of("s   r", "sort by the next column; the other way round"),
          List.of("Space", "freeze the lists, and go on"),
          List.of("n", "the next network namespace, where there are several"),
          List.of("q   Ctrl-C", "end"));

  private TopHelp() {}

  static List<Line> lines() {
    final List<Line> lines = new ArrayList<>();
    for (final List<String> row : KEYS) {
      lines.add(key(row.getFirst()).plus(row.getLast()));
      if (row.getLast().equals("group by:")) {
        lines.addAll(groupings());
      }
    }
    lines.add(Line.EMPTY);
    lines.add(
        Line.of("Time left: ")
            .plus("under 10 s", Tint.RED)
            .plus(", ")
            .plus("under a minute", Tint.YELLOW)
            .plus(", ")
            .plus("longer", Tint.GREEN)
            .plus("."));
    lines.add(Line.of("The filter's language: plimsoll help filter"));
    return lines;
  }

  private static List<Line> groupings() {
    final List<Line> lines = new ArrayList<>();
    final List<String> texts = Grouping.choices().stream().map(Grouping::text).toList();
    for (int i = 0; i < texts.size(); i += 3) {
      final StringBuilder row = new StringBuilder();
      for (int j = i; j < i + 3; j++) {
        row.append("%-27s".formatted((j + 1) + " " + texts.get(j)));
      }
      final Line line = key("").plus(row.toString().stripTrailing());
      lines.add(line);
    }
    return lines;
  }

  private static Line key(final String key) {
    return Line.of(key + " ".repeat(KEY_COLUMNS - key.length()), Tint.CYAN);
  }
}
