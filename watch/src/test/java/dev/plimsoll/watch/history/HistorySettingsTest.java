package dev.plimsoll.watch.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistorySettingsTest {
  @Test
  void everyNumberOutOfItsRangeIsNamed() {
    final Duration none = Duration.ZERO;
    assertThatThrownBy(() ->
            new HistorySettings(
                new HistoryLocation.InMemory(),
                Duration.ofMinutes(59),
                none,
                none,
                none,
                none,
                Duration.ofDays(4_000),
                Duration.ofDays(2),
                999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "samples must be 1 h to 31 days, not 59 min; minutes must be 1 day to 730 days, not 0 h;"
                + " hours must be 1 day to 3650 days, not 0 h;"
                + " compositions must be 1 day to 365 days, not 0 h;"
                + " alerts must be 1 day to 3650 days, not 0 h;"
                + " overloads must be 1 day to 3650 days, not 4000 days;"
                + " before-overload must be 0 h to 1 day, not 2 days;"
                + " most-waiting must be 1000 to 1000000, not 999");
  }

  @Test
  void aPlaceIsReadFromItsText() {
    assertThat(HistoryLocation.parse("memory")).isEqualTo(new HistoryLocation.InMemory());
    assertThat(HistoryLocation.parse("/var/lib/plimsoll/../x.db"))
        .isEqualTo(new HistoryLocation.InFile(Path.of("/var/lib/x.db")));
    assertThat(HistoryLocation.parse("jdbc:postgresql://db/plimsoll"))
        .isEqualTo(new HistoryLocation.InPostgres("jdbc:postgresql://db/plimsoll"));
  }

  @Test
  void aPasswordIsNeverShown() {
    for (final String url :
        new String[] {
          "jdbc:postgresql://db:5432/plimsoll?user=me&password=secret",
          "jdbc:postgresql://me:secret@db:5432/plimsoll"
        }) {
      assertThat(HistoryLocation.parse(url).where()).isEqualTo("postgresql://db:5432/plimsoll");
      assertThat(HistorySettings.at(HistoryLocation.parse(url)).toString())
          .doesNotContain("secret");
    }
  }

  @Test
  void aPlaceThatCannotBeUsedSaysWhy() {
    assertRefused("", "the history's place must be a file, a jdbc:postgresql: URL, or 'memory'");
    assertRefused("jdbc:mysql://db/x", "of databases only PostgreSQL can keep the history");
    assertRefused("a\0b", "the history's file cannot be named so: a\0b");
    assertRefused(
        "jdbc:postgresql://db/x?reWriteBatchedInserts=true",
        "leave reWriteBatchedInserts out of the URL: the history counts the rows it adds");
  }

  private static void assertRefused(final String text, final String message) {
    assertThatThrownBy(() -> HistoryLocation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
