package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HarmlessTextTest {
  @ParameterizedTest
  @CsvSource({
    "'\u001b[2J', '\\x1b[2J'",
    "'a\nb', 'a\\x0ab'",
    "'\u202egnp', '\\u202egnp'",
    "'\u200b', '\\u200b'",
    "'\u009b', '\\x9b'",
    "'x\u0301', 'x\\u0301'",
    "'\u2028', '\\u2028'",
    "'\udb40\udc01', '\\U000e0001'"
  })
  void whatDoesMoreThanShowItselfIsWrittenOut(final String text, final String expected) {
    assertThat(HarmlessText.of(text)).isEqualTo(expected);
  }

  @Test
  void halfASurrogatePairIsWrittenOut() {
    assertThat(HarmlessText.of("a\ud800b")).isEqualTo("a\\ud800b");
  }

  @Test
  void lettersOfAllScriptsStay() {
    assertThat(HarmlessText.of("Größe 日本語 😀 <b>")).isEqualTo("Größe 日本語 😀 <b>");
  }

  @Test
  void aLongTextIsCutByCharactersAndNotInTheMiddleOfAPair() {
    assertThat(HarmlessText.of("😀😀😀", 2)).isEqualTo("😀😀…");
  }
}
