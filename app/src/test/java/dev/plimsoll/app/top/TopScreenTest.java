package dev.plimsoll.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Screens against files that a person has looked at. {@code -Dplimsoll.screens=write} writes them
 * anew.
 */
final class TopScreenTest {
  private static final Path SCREENS = Path.of("src/test/resources/dev/plimsoll/app/top");
  private static final String MODE = "plimsoll.screens";

  private final TopModel model = new TopModel(List.of("web"), true, new SessionFilter.All(), "");

  private void press(final String keys) {
    for (int i = 0; i < keys.length(); i++) {
      final Key pressed =
          switch (keys.charAt(i)) {
            case '\n' -> Key.Named.ENTER;
            case '\f' -> Key.Named.PAGE_DOWN;
            default -> Key.Typed.of(keys.charAt(i));
          };
      model.press(pressed, new TopModel.Page(TopSample.look(model.question()), 10, 5));
    }
  }

  private List<Line> draw(final int columns, final int rows, final Glyphs glyphs) {
    return new TopScreen(columns, rows, glyphs, ZoneId.of("UTC"))
        .draw(model, TopSample.scene(model))
        .lines();
  }

  private static String plain(final List<Line> lines) {
    return lines.stream().map(Line::text).map(String::stripTrailing).collect(lines());
  }

  private static Collector<CharSequence, ?, String> lines() {
    return Collectors.joining("\n", "", "\n");
  }

  private static void check(final String name, final String screen) throws IOException {
    final Path file = SCREENS.resolve(name + ".txt");
    if ("write".equals(System.getProperty(MODE))) {
      Files.createDirectories(SCREENS);
      Files.writeString(file, screen);
    }
    assertThat(screen).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({"40, 10", "80, 24", "132, 43"})
  void listsAtEverySize(final int columns, final int rows) throws IOException {
    check("lists-%dx%d".formatted(columns, rows), plain(draw(columns, rows, Glyphs.UNICODE)));
  }

  @ParameterizedTest
  @CsvSource({"40, 10", "80, 24", "132, 43"})
  void colouredListsAtEverySize(final int columns, final int rows) throws IOException {
    final String screen =
        draw(columns, rows, Glyphs.UNICODE).stream()
            .map(line -> line.sequence(true).replace('\u001b', '␛'))
            .collect(lines());
    check("lists-%dx%d-coloured".formatted(columns, rows), screen);
  }

  @Test
  void listsWithoutUnicode() throws IOException {
    final String screen = plain(draw(80, 24, Glyphs.ASCII));
    assertThat(screen).isASCII();
    check("lists-80x24-ascii", screen);
  }

  @Test
  void withoutColourOnlyTheChosenRowAndTheHeadingsAreMarked() {
    final String screen =
        draw(80, 24, Glyphs.UNICODE).stream()
            .map(line -> line.sequence(false))
            .collect(Collectors.joining());
    assertThat(screen.replaceAll("\u001b\\[[017]m", "")).doesNotContain("\u001b");
  }

  @Test
  void filteredSortedAndGroupedByService() throws IOException {
    press("/direction:out\n3ss");
    check("filtered-80x24", plain(draw(80, 24, Glyphs.UNICODE)));
  }

  @Test
  void aFilterThatCannotBeReadHasACaretBelow() throws IOException {
    press("/proto:tcp dprt:22\n");
    check("filter-error-80x24", plain(draw(80, 24, Glyphs.UNICODE)));
    check("filter-error-40x10", plain(draw(40, 10, Glyphs.UNICODE)));
  }

  @Test
  void aSessionInDetail() throws IOException {
    press("sssss\n");
    check("detail-80x24", plain(draw(80, 24, Glyphs.UNICODE)));
  }

  @Test
  void help() throws IOException {
    press("?");
    check("help-80x24", plain(draw(80, 24, Glyphs.UNICODE)));
  }

  @Test
  void theChosenRowStaysOnTheScreen() {
    press("\f\f");
    assertThat(draw(80, 24, Glyphs.UNICODE))
        .filteredOn(line -> line.sequence(false).startsWith("\u001b[7m"))
        .hasSize(1);
  }

  @Test
  void frozenIsSaid() {
    press(" ");
    assertThat(plain(draw(80, 24, Glyphs.UNICODE))).contains("FROZEN");
    assertThat(plain(draw(40, 10, Glyphs.UNICODE))).contains("FROZEN");
  }

  @Test
  void beforeTheFirstLookItSaysWhatItDoes() {
    final List<Line> lines =
        new TopScreen(80, 24, Glyphs.UNICODE, ZoneId.of("UTC")).draw(model, Scene.START).lines();
    assertThat(plain(lines)).contains("Reading the kernel's table");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "20, 4", "33, 7", "59, 15", "61, 17", "99, 19", "250, 80"})
  void everyLineFitsAndThereAreAsManyAsRows(final int columns, final int rows) {
    for (final String keys : List.of("", "/x:\n", "\u001b", "?", "q\n", "q3", "b dport,\n")) {
      press(keys);
      final List<Line> lines = draw(columns, rows, Glyphs.UNICODE);
      assertThat(lines).hasSize(Math.max(4, rows));
      assertThat(lines).allMatch(line -> line.width() <= Math.max(20, columns));
    }
  }
}
