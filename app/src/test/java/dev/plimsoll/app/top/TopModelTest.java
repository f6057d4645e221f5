package dev.plimsoll.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TopModelTest {
  private final TopModel model = new TopModel(List.of("web"), true, new SessionFilter.All(), "");

  private void press(final Key key) {
    model.press(key, new TopModel.Page(TopSample.look(model.question()), 10, 5));
  }

  private void type(final String text) {
    text.chars().forEach(character -> press(new Key.Typed(character)));
  }

  private Prompt prompt() {
    return Objects.requireNonNull(model.prompt());
  }

  private Prompt.Problem problem() {
    return Objects.requireNonNull(prompt().problem());
  }

  @Test
  void aFilterThatCanBeReadIsTaken() {
    type("/dport:22");
    press(Key.Named.ENTER);
    assertThat(model.filterText()).isEqualTo("dport:22");
    assertThat(TopSample.look(model.question()).matching()).isEqualTo(25);
    assertThat(model.prompt()).isNull();
  }

  @Test
  void aFilterThatCannotBeReadLeavesTheOldOneAndPointsAtThePlace() {
    type("/dport:22");
    press(Key.Named.ENTER);
    type("/");
    press(Key.Named.CLEAR);
    type("proto:tcp dprt:22");
    press(Key.Named.ENTER);
    assertThat(model.filterText()).isEqualTo("dport:22");
    assertThat(problem().column()).isEqualTo(11);
  }

  @Test
  void escapeLeavesThePromptAndTheFilterAsTheyWere() {
    type("/dport:22");
    press(Key.Named.ESCAPE);
    assertThat(model.prompt()).isNull();
    assertThat(model.filterText()).isEmpty();
  }

  @Test
  void escapeInTheListsShowsAllSessionsAgain() {
    type("/dport:22");
    press(Key.Named.ENTER);
    press(Key.Named.ESCAPE);
    assertThat(model.question().filter()).isInstanceOf(SessionFilter.All.class);
  }

  @Test
  void thePromptIsEditedInTheMiddle() {
    type("/dpor:22");
    for (int i = 0; i < 3; i++) {
      press(Key.Named.LEFT);
    }
    type("t");
    press(Key.Named.END);
    press(Key.Named.BACKSPACE);
    assertThat(prompt().text()).isEqualTo("dport:2");
  }

  @Test
  void digitsAndLettersChooseTheGrouping() {
    type("4");
    assertThat(Grouping.text(model.question().keys())).isEqualTo("state");
    type("g");
    assertThat(Grouping.text(model.question().keys())).isEqualTo("protocol");
  }

  @Test
  void anyKeysCanBeTypedForGrouping() {
    type("b");
    press(Key.Named.CLEAR);
    type("remote/24,zone");
    press(Key.Named.ENTER);
    assertThat(Grouping.text(model.question().keys())).isEqualTo("remote/24,zone");
  }

  @Test
  void aWrongKeyForGroupingIsPointedAt() {
    type("b");
    press(Key.Named.CLEAR);
    type("remote,prot");
    press(Key.Named.ENTER);
    assertThat(problem().column()).isEqualTo(8);
    assertThat(Grouping.text(model.question().keys())).isEqualTo("remote");
  }

  @Test
  void sortingGoesRoundAndTurnsRound() {
    type("s");
    assertThat(model.question().sort()).isEqualTo(SortKey.LEFT);
    assertThat(model.question().isFalling()).isFalse();
    type("r");
    assertThat(model.question().isFalling()).isTrue();
  }

  @Test
  void enterOnAGroupShowsItsSessionsOnly() {
    type("3");
    press(Key.Named.TAB);
    press(Key.Named.DOWN);
    press(Key.Named.ENTER);
    assertThat(model.filterText()).isEqualTo("dport:22 proto:tcp direction:out");
    assertThat(TopSample.look(model.question()).matching()).isEqualTo(25);
  }

  @Test
  void everyGroupWithWordsOfItsOwnLeadsToAsManySessionsAsItCounts() {
    for (int choice = 1; choice <= 9; choice++) {
      final TopModel each = new TopModel(List.of("web"), true, new SessionFilter.All(), "");
      each.press(Key.Typed.of((char) ('0' + choice)), new TopModel.Page(null, 1, 1));
      final Look look = TopSample.look(each.question());
      for (final var group : look.largest()) {
        final String words = Grouping.filter(each.question().keys(), group.labels());
        if (words != null) {
          final TopModel inside = new TopModel(List.of("web"), true, new SessionFilter.All(), "");
          inside.press(Key.Typed.of('/'), new TopModel.Page(null, 1, 1));
          words.chars().forEach(c -> inside.press(new Key.Typed(c), new TopModel.Page(null, 1, 1)));
          inside.press(Key.Named.ENTER, new TopModel.Page(null, 1, 1));
          assertThat(TopSample.look(inside.question()).matching())
              .as(words)
              .isEqualTo(group.count());
        }
      }
    }
  }

  @Test
  void aGroupThatTheLanguageHasNoWordsForSaysSo() {
    type("4");
    press(Key.Named.TAB);
    press(Key.Named.END);
    press(Key.Named.ENTER);
    assertThat(model.note()).contains("no words");
    assertThat(model.filterText()).isEmpty();
  }

  @Test
  void enterShowsAllOfTheChosenSession() {
    press(Key.Named.DOWN);
    final Session second = TopSample.look(model.question()).sessions().get(1);
    press(Key.Named.ENTER);
    assertThat(model.view()).isEqualTo(TopModel.View.DETAIL);
    assertThat(model.question().followed()).isEqualTo(Question.Name.of(second));
    press(Key.Named.ESCAPE);
    assertThat(model.view()).isEqualTo(TopModel.View.LISTS);
  }

  @Test
  void movingEndsAtBothEndsOfTheList() {
    press(Key.Named.UP);
    assertThat(model.row()).isZero();
    press(Key.Named.END);
    assertThat(model.row()).isEqualTo(67);
    press(Key.Named.DOWN);
    assertThat(model.row()).isEqualTo(67);
  }

  @Test
  void quittingFromHelpGoesBackFirst() {
    type("?");
    type("q");
    assertThat(model.isEnded()).isFalse();
    type("q");
    assertThat(model.isEnded()).isTrue();
  }

  @Test
  void controlCEndsItFromAnywhere() {
    type("/pro");
    press(Key.Named.QUIT);
    assertThat(model.isEnded()).isTrue();
  }

  @Test
  void namespacesGoRoundWithAllOfThemFirst() {
    final TopModel several = new TopModel(List.of("own", "web"), true, new SessionFilter.All(), "");
    final TopModel.Page page = new TopModel.Page(null, 1, 1);
    assertThat(several.namespaceName()).isNull();
    several.press(Key.Typed.of('n'), page);
    several.press(Key.Typed.of('n'), page);
    assertThat(several.namespaceName()).isEqualTo("web");
    several.namespaces(List.of("own"));
    assertThat(several.namespaceName()).isEqualTo("own");
  }
}
