package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that people read, docs/filter.md, tells the truth. */
class FilterPageTest {
  private static final Path PAGE = Path.of("../docs/filter.md");
  private static final Pattern COMMAND = Pattern.compile("plimsoll (count|list|by \\w+) (.*)");
  // A condition at the beginning of an indented line, or behind another one.
  private static final Pattern CONDITION =
      Pattern.compile("(?<=^ {4}| {2})[a-z-]+(:|!=|[<>=]+)[^ ]+(?= {2}|$)");

  @Test
  void itsCommandsHaveFiltersThatAreRead() throws IOException {
    final List<String> filters = new ArrayList<>();
    for (final String line : Files.readAllLines(PAGE)) {
      final Matcher command = COMMAND.matcher(line.strip());
      if (command.matches()) {
        filters.add(command.group(2).replace("'", ""));
      }
    }

    assertThat(filters).hasSize(3).allSatisfy(FilterPageTest::isRead);
  }

  @Test
  void itsConditionsAreRead() throws IOException {
    final List<String> conditions = new ArrayList<>();
    for (final String line : Files.readAllLines(PAGE)) {
      CONDITION.matcher(line).results().forEach(found -> conditions.add(found.group()));
    }

    assertThat(conditions).hasSizeGreaterThan(45).allSatisfy(FilterPageTest::isRead);
  }

  @Test
  void itExplainsEveryWord() throws IOException {
    final String page = Files.readString(PAGE);

    assertThat(FilterWords.ALL)
        .allSatisfy(
            word -> assertThat(page).containsPattern("(?m)^ {4}(.*  ?)?" + word + "[:<>=]"));
    for (final SessionTrait trait : SessionTrait.values()) {
      assertThat(page).contains("is:" + trait.word());
    }
    for (final String state : SessionFilter.StateIs.ALL_NAMES) {
      assertThat(page).contains(state);
    }
  }

  @Test
  void itsErrorIsTheRealOne() throws IOException {
    assertThatCode(() -> SessionFilter.parse("proto:tcp dprt:443"))
        .satisfies(error ->
            assertThat(Files.readString(PAGE))
                .contains(String.valueOf(error.getMessage()).indent(4)));
  }

  @Test
  void itFitsATerminal() throws IOException {
    assertThat(Files.readAllLines(PAGE))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  private static void isRead(final String filter) {
    assertThatCode(() -> SessionFilter.parse(filter)).doesNotThrowAnyException();
  }
}
