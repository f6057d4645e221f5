package dev.plimsoll.app.top;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.share;

import dev.plimsoll.session.Session;
import dev.plimsoll.watch.GroupCount;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out a model and what was found on a screen of one size. Pure: the same in, the same out. */
final class TopScreen {
  private static final int SMALLEST_COLUMNS = 20;
  private static final int SMALLEST_ROWS = 4;
  private static final int MOST_GROUP_ROWS = 12;
  private static final int SHORT_ROWS = 16;
  private static final int BARE_HEADER_ROWS = 10;
  private static final String KEYS =
      "? help   / filter   1-9 group   s sort   Enter detail   Space freeze   q quit";
  private static final String FEW_KEYS = "? help / filter g group s sort q quit";

  private final int columns;
  private final int rows;
  private final Glyphs glyphs;
  private final ZoneId zone;

  TopScreen(final int columns, final int rows, final Glyphs glyphs, final ZoneId zone) {
    this.columns = Math.max(SMALLEST_COLUMNS, columns);
    this.rows = Math.max(SMALLEST_ROWS, rows);
    this.glyphs = glyphs;
    this.zone = zone;
  }

  /** A screen full of lines, and how many rows of the lists it shows. */
  record Picture(List<Line> lines, int sessionRows, int groupRows) {}

  Picture draw(final TopModel model, final Scene scene) {
    final List<Line> lines = new ArrayList<>();
    final HeadingSource.Heading heading = scene.heading(model.namespaceName());
    if (heading == null) {
      lines.add(Line.of("Plimsoll", Tint.BOLD));
      lines.add(Line.of("Reading the kernel's table", Tint.DIM));
    } else {
      // Help and detail need the room themselves.
      final int forHeader = model.view() == TopModel.View.LISTS ? rows : BARE_HEADER_ROWS;
      lines.addAll(
          new TopHeader(columns, forHeader, glyphs, zone).lines(heading, model.isFrozen()));
    }
    final List<Line> footer = footer(model, scene);
    final int room = rows - lines.size() - footer.size();
    final Lists lists = new Lists(model, scene.look(), room);
    lines.addAll(
        switch (model.view()) {
          case LISTS -> lists.lines();
          case DETAIL -> detail(scene.look());
          case HELP -> help();
        });
    final List<Line> fitting =
        new ArrayList<>(lines.subList(0, Math.min(lines.size(), rows - footer.size())));
    while (fitting.size() < rows - footer.size()) {
      fitting.add(Line.EMPTY);
    }
    fitting.addAll(footer);
    return new Picture(
        fitting.stream().map(line -> line.cut(columns, glyphs.cut())).toList(),
        lists.sessionRows,
        lists.groupRows);
  }

  private List<Line> footer(final TopModel model, final Scene scene) {
    final Prompt prompt = model.prompt();
    if (prompt != null) {
      return prompt(prompt);
    }
    final String words = model.note() == null ? scene.failure() : model.note();
    if (words != null) {
      return List.of(Line.of(words, Tint.YELLOW));
    }
    return List.of(
        switch (model.view()) {
          case LISTS -> Line.of(columns < KEYS.length() ? FEW_KEYS : KEYS, Tint.DIM);
          case DETAIL, HELP -> Line.of("Esc back", Tint.DIM);
        });
  }

  // The text scrolls under the cursor where it is longer than the screen is wide.
  private List<Line> prompt(final Prompt prompt) {
    final String sign = prompt.kind().sign();
    final int width = columns - sign.length() - 1;
    final int from = Math.max(0, prompt.cursor() - width + 1);
    final String text = prompt.text();
    final int to = Math.min(text.length(), from + width);
    final String under =
        prompt.cursor() < text.length()
            ? text.substring(prompt.cursor(), prompt.cursor() + 1)
            : " ";
    final Line typed =
        Line.of(sign, Tint.CYAN)
            .plus(text.substring(from, prompt.cursor()))
            .plus(under, Tint.CHOSEN)
            .plus(prompt.cursor() < to ? text.substring(prompt.cursor() + 1, to) : "");
    final Prompt.Problem problem = prompt.problem();
    if (problem == null) {
      return List.of(typed, Line.of("Enter take it   Esc leave it as it was", Tint.DIM));
    }
    final int caret = Math.clamp(sign.length() + problem.column() - 1L - from, 0, columns - 1);
    final String sentence = problem.sentence();
    // Beside the caret where there is room, else before it, else in a line of its own.
    if (caret + 2 + sentence.length() <= columns) {
      return List.of(typed, Line.of(" ".repeat(caret) + "^ " + sentence, Tint.YELLOW));
    }
    if (sentence.length() + 1 <= caret) {
      final String gap = " ".repeat(caret - sentence.length() - 1);
      return List.of(typed, Line.of(gap + sentence + " ^", Tint.YELLOW));
    }
    return List.of(
        typed, Line.of(" ".repeat(caret) + "^", Tint.YELLOW), Line.of(sentence, Tint.YELLOW));
  }

  private List<Line> help() {
    final List<Line> lines = new ArrayList<>();
    if (rows > SHORT_ROWS) {
      lines.add(Line.EMPTY);
    }
    lines.addAll(TopHelp.lines());
    return lines;
  }

  private List<Line> detail(final @Nullable Look look) {
    final List<Line> lines = new ArrayList<>();
    if (rows > SHORT_ROWS) {
      lines.add(Line.EMPTY);
    }
    if (look == null || look.question().followed() == null) {
      return lines;
    }
    final Session session = look.followed();
    if (session == null) {
      lines.add(Line.of("The session has ended.", Tint.YELLOW));
    } else {
      lines.addAll(SessionDetail.of(session, glyphs, zone));
    }
    return lines;
  }

  /** The groups, and the sessions below them. */
  private final class Lists {
    private final TopModel model;
    private final @Nullable Look look;
    private final int groupRows;
    private final int sessionRows;

    Lists(final TopModel model, final @Nullable Look look, final int room) {
      this.model = model;
      this.look = look;
      // Each list has a heading; the sessions have that of their columns besides.
      final int forRows = Math.max(0, room - (isShort() ? 2 : 5));
      final int groups = look == null ? 0 : look.largest().size();
      groupRows = Math.min(Math.min(groups, MOST_GROUP_ROWS), Math.max(1, forRows / 3));
      sessionRows = Math.max(0, forRows - groupRows);
    }

    private boolean isShort() {
      return rows < SHORT_ROWS;
    }

    List<Line> lines() {
      final List<Line> lines = new ArrayList<>();
      if (look == null) {
        return lines;
      }
      if (!isShort()) {
        lines.add(Line.EMPTY);
      }
      lines.add(groupHeading(look));
      groups(look, lines);
      if (!isShort()) {
        lines.add(Line.EMPTY);
      }
      lines.add(sessionHeading(look));
      sessions(look, lines);
      return lines;
    }

    private Line groupHeading(final Look shown) {
      final String by = "By " + Grouping.text(shown.question().keys());
      return Line.of(by, Tint.BOLD)
          .plus(
              ": " + count(shown.groups()) + (shown.groups() == 1 ? " group" : " groups"),
              Tint.DIM);
    }

    private void groups(final Look shown, final List<Line> lines) {
      final List<GroupCount> groups = shown.largest();
      final int from = first(model.groupRow(), groupRows, groups.size());
      final List<GroupCount> visible =
          groups.subList(from, Math.min(groups.size(), from + groupRows));
      final int nameWidth =
          visible.stream().mapToInt(group -> name(group).length()).max().orElse(0);
      final int countWidth =
          visible.stream().mapToInt(group -> count(group.count()).length()).max().orElse(0);
      // Right of the name, but not so far that the numbers leave the screen.
      final int width = Math.max(8, Math.min(nameWidth, columns - countWidth - 10));
      int at = from;
      for (final GroupCount group : visible) {
        final boolean isChosen = model.isInGroups() && at == model.groupRow();
        final Line row = groupRow(group, width, countWidth, shown.matching());
        lines.add(isChosen ? row.marked(Tint.CHOSEN, columns) : row);
        at++;
      }
    }

    private Line groupRow(
        final GroupCount group, final int width, final int countWidth, final long whole) {
      final String number = count(group.count());
      final Line name = Line.of(name(group)).cut(width, glyphs.cut());
      return name.plus(" ".repeat(width - name.width() + 2 + countWidth - number.length()))
          .plus(number)
          .plus("  %5s".formatted(share(group.count(), whole)));
    }

    private String name(final GroupCount group) {
      return String.join(" ", group.labels());
    }

    private Line sessionHeading(final Look shown) {
      final String filter = model.filterText();
      final String number =
          filter.isEmpty()
              ? "Sessions: " + count(shown.matching())
              : "Sessions: %s of %s".formatted(count(shown.matching()), count(shown.total()));
      final Question question = shown.question();
      final Line sort =
          Line.of(
              "by " + question.sort().word() + " " + glyphs.order(question.isFalling()), Tint.DIM);
      final Line heading =
          Line.of(number, Tint.BOLD).plus(filter.isEmpty() ? "" : "  " + filter, Tint.CYAN);
      return heading.withRight(sort, columns);
    }

    private void sessions(final Look shown, final List<Line> lines) {
      final List<Session> sessions = shown.sessions();
      final boolean isOfAll = model.hasSeveralNamespaces() && model.namespaceName() == null;
      final SessionColumns table = new SessionColumns(columns, isOfAll, glyphs);
      if (!isShort()) {
        lines.add(table.heading());
      }
      final int row = Math.min(model.row(), Math.max(0, sessions.size() - 1));
      final int from = first(row, sessionRows, sessions.size());
      for (int i = from; i < Math.min(sessions.size(), from + sessionRows); i++) {
        final Line line = table.row(sessions.get(i));
        lines.add(i == row && !model.isInGroups() ? line.marked(Tint.CHOSEN, columns) : line);
      }
    }

    // The chosen row stays in the middle, but for both ends of the list.
    private int first(final int chosen, final int height, final int size) {
      return Math.clamp(chosen - height / 2L, 0, Math.max(0, size - height));
    }
  }
}
