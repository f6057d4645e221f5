package dev.plimsoll.app.top;

import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.GroupCount;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.GroupKeyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user has chosen with the keys so far. Knows neither terminal nor table: keys come in, a
 * {@link Question} comes out. Not thread safe.
 */
final class TopModel {
  /** As deep as a list goes: who wants to see others filters. */
  static final int DEEPEST = 10_000;

  // Rows are asked for in steps, so that moving within one asks nothing anew.
  private static final int STEP = 500;
  private static final int GROUPS = 500;

  /** What fills the screen below the load line. */
  enum View {
    LISTS,
    DETAIL,
    HELP
  }

  private final boolean canShowAll;
  private List<String> namespaces;
  // The one looked at, or -1 for all.
  private int namespace;
  private List<GroupKey> keys = Grouping.choices().getFirst();
  private SessionFilter filter;
  private String filterText;
  private SortKey sort = SortKey.REMOTE;
  private boolean isFalling = SortKey.REMOTE.isFalling();
  private boolean isFrozen;
  private boolean isEnded;
  private boolean isInGroups;
  private int row;
  private int groupRow;
  private View view = View.LISTS;
  private Question.@Nullable Name followed;
  private @Nullable Prompt prompt;
  private @Nullable String note;

  /**
   * At the start.
   *
   * @param namespaces the names of those looked at, at least one
   * @param canShowAll whether several can be shown together
   * @param filterText the text of a filter that can be read, or nothing
   */
  TopModel(
      final List<String> namespaces,
      final boolean canShowAll,
      final SessionFilter filter,
      final String filterText) {
    this.namespaces = List.copyOf(namespaces);
    this.canShowAll = canShowAll;
    namespace = firstNamespace();
    this.filter = filter;
    this.filterText = filterText;
  }

  /** What the model needs to know of the screen to move on it. */
  record Page(@Nullable Look look, int rows, int groupRows) {}

  /** Takes the namespaces that there are now. */
  void namespaces(final List<String> names) {
    if (!names.isEmpty() && !names.equals(namespaces)) {
      final String before = namespaceName();
      namespaces = List.copyOf(names);
      namespace =
          before == null ? firstNamespace() : Math.max(firstNamespace(), names.indexOf(before));
    }
  }

  /** What is wanted now. */
  Question question() {
    final int rows = (row / STEP + 2) * STEP;
    return new Question(
        namespaceName(),
        filter,
        keys,
        sort,
        isFalling,
        Math.min(rows, DEEPEST),
        GROUPS,
        view == View.DETAIL ? followed : null);
  }

  /** Takes a key. */
  void press(final Key key, final Page page) {
    note = null;
    if (key == Key.Named.QUIT) {
      isEnded = true;
    } else if (prompt != null) {
      pressInPrompt(prompt, key);
    } else if (view != View.LISTS && isBack(key)) {
      view = View.LISTS;
    } else if (key instanceof Key.Typed(final int codePoint)) {
      pressTyped(codePoint, page);
    } else if (view == View.LISTS) {
      pressNamed((Key.Named) key, page);
    }
  }

  private boolean isBack(final Key key) {
    return key == Key.Named.ESCAPE
        || key == Key.Named.ENTER
        || key == Key.Named.BACKSPACE
        || key.equals(Key.Typed.of('q'))
        || view == View.HELP && key.equals(Key.Typed.of('?'));
  }

  private void pressInPrompt(final Prompt typed, final Key key) {
    if (key == Key.Named.ESCAPE) {
      prompt = null;
    } else if (key == Key.Named.BACKSPACE && typed.text().isEmpty()) {
      prompt = null;
    } else if (key == Key.Named.ENTER) {
      enter(typed);
    } else {
      prompt = typed.press(key);
    }
  }

  private void enter(final Prompt typed) {
    try {
      switch (typed.kind()) {
        case FILTER -> filterBy(SessionFilter.parse(typed.text()), typed.text().strip());
        case GROUPING -> groupBy(GroupKey.parse(typed.text()));
      }
      prompt = null;
    } catch (final FilterSyntaxException e) {
      prompt = typed.withProblem(e.problem(), e.column());
    } catch (final GroupKeyException e) {
      // The column is shown by the caret.
      final String message = String.valueOf(e.getMessage());
      prompt = typed.withProblem(message.substring(message.indexOf(": ") + 2), e.column());
    }
  }

  private void pressTyped(final int codePoint, final Page page) {
    switch (codePoint) {
      case 'q' -> isEnded = true;
      case '?', 'h' -> view = View.HELP;
      case ' ' -> isFrozen = !isFrozen;
      case 'n' -> namespace = namespace + 1 < namespaces.size() ? namespace + 1 : firstNamespace();
      default -> {
        if (view == View.LISTS) {
          pressInLists(codePoint, page);
        }
      }
    }
  }

  private int firstNamespace() {
    return namespaces.size() > 1 && canShowAll ? -1 : 0;
  }

  private void pressInLists(final int codePoint, final Page page) {
    switch (codePoint) {
      case '/' -> prompt = Prompt.of(Prompt.Kind.FILTER, filterText);
      case 'b' -> prompt = Prompt.of(Prompt.Kind.GROUPING, Grouping.text(keys));
      case 'g' -> groupBy(Grouping.after(keys));
      case 's' -> sortBy(sort.next());
      case 'r' -> isFalling = !isFalling;
      case 'k' -> move(-1, page);
      case 'j' -> move(1, page);
      default -> {
        if (codePoint >= '1' && codePoint <= '9') {
          groupBy(Grouping.choices().get(codePoint - '1'));
        }
      }
    }
  }

  private void pressNamed(final Key.Named key, final Page page) {
    final int height = Math.max(1, isInGroups ? page.groupRows() : page.rows());
    switch (key) {
      case UP -> move(-1, page);
      case DOWN -> move(1, page);
      case PAGE_UP -> move(-height, page);
      case PAGE_DOWN -> move(height, page);
      case HOME -> move(-DEEPEST, page);
      case END -> move(DEEPEST, page);
      case TAB -> isInGroups = !isInGroups;
      case ENTER -> open(page);
      case ESCAPE -> filterBy(new SessionFilter.All(), "");
      default -> {}
    }
  }

  private void move(final int rows, final Page page) {
    final Look look = page.look();
    if (look == null) {
      return;
    }
    if (isInGroups) {
      groupRow = Math.clamp(groupRow + (long) rows, 0, Math.max(0, look.largest().size() - 1));
    } else {
      // A frozen list goes no further than what is there.
      final long there = isFrozen ? look.sessions().size() : Math.min(look.matching(), DEEPEST);
      row = (int) Math.clamp(row + (long) rows, 0, Math.max(0, there - 1));
    }
  }

  // A session is shown in detail; a group becomes part of the filter.
  private void open(final Page page) {
    final Look look = page.look();
    if (look == null) {
      return;
    }
    if (isInGroups) {
      openGroup(look);
      return;
    }
    final List<Session> sessions = look.sessions();
    if (!sessions.isEmpty()) {
      followed = Question.Name.of(sessions.get(Math.min(row, sessions.size() - 1)));
      view = View.DETAIL;
    }
  }

  private void openGroup(final Look look) {
    final List<GroupCount> groups = look.largest();
    if (groups.isEmpty()) {
      return;
    }
    final GroupCount group = groups.get(Math.min(groupRow, groups.size() - 1));
    final String words = Grouping.filter(look.question().keys(), group.labels());
    if (words == null) {
      note = "The filter language has no words for this group.";
      return;
    }
    final String text = filterText.isEmpty() ? words : "(" + filterText + ") " + words;
    try {
      filterBy(SessionFilter.parse(text), text);
      isInGroups = false;
    } catch (final FilterSyntaxException e) {
      note = e.problem();
    }
  }

  private void filterBy(final SessionFilter wanted, final String text) {
    filter = wanted;
    filterText = text;
    row = 0;
    groupRow = 0;
  }

  private void groupBy(final List<GroupKey> wanted) {
    keys = wanted;
    groupRow = 0;
  }

  private void sortBy(final SortKey wanted) {
    sort = wanted;
    isFalling = wanted.isFalling();
    row = 0;
  }

  /** The name of the namespace looked at, or null for all. */
  @Nullable String namespaceName() {
    return namespace < 0 ? null : namespaces.get(namespace);
  }

  boolean hasSeveralNamespaces() {
    return namespaces.size() > 1;
  }

  /** The text of the filter, or nothing. */
  String filterText() {
    return filterText;
  }

  /** Whether the lists are to stay as they are until something else is asked for. */
  boolean isFrozen() {
    return isFrozen;
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Whether the keys move among the groups, not among the sessions. */
  boolean isInGroups() {
    return isInGroups;
  }

  int row() {
    return row;
  }

  int groupRow() {
    return groupRow;
  }

  View view() {
    return view;
  }

  /** The line that is being typed, or null. */
  @Nullable Prompt prompt() {
    return prompt;
  }

  /** Something to say until the next key, or null. */
  @Nullable String note() {
    return note;
  }
}
