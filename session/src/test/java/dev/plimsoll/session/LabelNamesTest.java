package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conntrack 1.4.7 makes of the same lines. */
class LabelNamesTest {
  @ParameterizedTest
  @CsvSource({
    "3 three,3,three",
    "'  4   four  ',4,four",
    "0x10 sixteen,16,sixteen",
    "010 eight,8,eight",
    "+3 three,3,three",
    "127 last,127,last",
    "3 three more words,3,three more words",
    "3three,3,three",
    "3-a,3,-a",
    "0x b,0,x b",
    "'3 three\r',3,three",
    "'\t3\tthree',3,three",
  })
  void aLineNamesALabel(final String line, final int bit, final String name) {
    final LabelNames names = LabelNames.parse(line + "\n");
    assertThat(names.name(bit)).isEqualTo(name);
    assertThat(names.bit(name)).hasValue(bit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#3 three",
        "foo bar",
        "3",
        "3 ",
        "12",
        "0x12",
        "128 beyond",
        "-1 before",
        "4294967299 wrapped",
        "18446744073709551619 wrapped",
        "3 a,b",
        "3,b",
        "3 a_b",
        "3 a#b",
        "3 a\tb",
        "3 \"quoted\"",
        "3 \u00e4"
      })
  void otherLinesMeanNothing(final String line) {
    assertThat(LabelNames.parse(line + "\n").isEmpty()).isTrue();
  }

  @Test
  void theFirstLineWithANumberCounts() {
    final LabelNames names = LabelNames.parse("0 a\n0 b\n");
    assertThat(names.name(0)).isEqualTo("a");
    assertThat(names.bit("b")).isEmpty();
  }

  @Test
  void theFirstLineWithANameCounts() {
    final LabelNames names = LabelNames.parse("0 a\n3 a\n");
    assertThat(names.bit("a")).hasValue(0);
    assertThat(names.name(3)).isNull();
  }

  @Test
  void theLastLineNeedsNoLineFeed() {
    assertThat(LabelNames.parse("0 a\n3 b").bit("b")).hasValue(3);
  }

  @Test
  void aNameIsCutWhereConntracksLineEnds() {
    final LabelNames names = LabelNames.parse("3 " + "x".repeat(2000) + "\n");
    assertThat(names.name(3)).hasSize(1021);
  }

  @Test
  void everyLabelHasANumber() {
    final LabelNames names = LabelNames.numbers();
    for (int bit = 0; bit < LabelNames.BITS; bit++) {
      assertThat(names.bit(String.valueOf(bit))).hasValue(bit);
    }
  }
}
