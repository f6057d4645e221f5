package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomNameTest {
  private static List<String> usualNames() throws IOException {
    try (BufferedReader names =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RandomNameTest.class.getResourceAsStream("usual-names.txt")),
                StandardCharsets.UTF_8))) {
      return names.lines().toList();
    }
  }

  private static String rolled(final Random random, final int length) {
    return random
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void noneOfTheUsualNamesLooksRolled() throws IOException {
    assertThat(usualNames())
        .hasSizeGreaterThan(1_000)
        .allSatisfy(name -> assertThat(RandomName.looksRolled(name)).as(name).isFalse());
  }

  @ParameterizedTest
  @CsvSource({"8, 65", "10, 75", "12, 80", "14, 85", "16, 90"})
  void mostRolledNamesDo(final int length, final int percent) {
    final Random random = new Random(5);
    int found = 0;
    for (int i = 0; i < 2_000; i++) {
      found += RandomName.looksRolled(rolled(random, length)) ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(2_000 * percent / 100);
  }

  // Of the kind that XOR.DDoS gives itself.
  @ParameterizedTest
  @ValueSource(strings = {"ygljglkjgfg", "fhmlrqtqvz", "jxhbfzvyvw", "VZXWFKQJ"})
  void namesLikeThoseOfMalwareDo(final String name) {
    assertThat(RandomName.looksRolled(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "xqzvkjw", "xqzvkjwpxqzvkjwpx", "xqzvk-jwp", "xqzvkjw9", "xqzvkjwé"})
  void whatIsNotEightToSixteenLettersDoesNot(final String name) {
    assertThat(RandomName.looksRolled(name)).isFalse();
  }
}
