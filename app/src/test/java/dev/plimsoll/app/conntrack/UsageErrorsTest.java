package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong command lines and what the original says to them, recorded from it: errors.txt. */
final class UsageErrorsTest {
  private static final String ANSWER = " => ";

  static List<String> recorded() throws IOException {
    try (InputStream file =
            Objects.requireNonNull(UsageErrorsTest.class.getResourceAsStream("errors.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void saysWhatTheOriginalSays(final String line) {
    final int answer = line.lastIndexOf(ANSWER);

    assertThat(answerTo(line.substring(0, answer)))
        .isEqualTo(line.substring(answer + ANSWER.length()));
  }

  private static String answerTo(final String line) {
    try {
      return "0 " + CommandLines.read(line);
    } catch (final ConntrackUsageException e) {
      return (e.isParameterProblem() ? "2 " : "1 ") + e.getMessage();
    }
  }
}
