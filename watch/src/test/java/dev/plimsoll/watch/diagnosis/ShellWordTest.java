package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
  private static final String NASTY =
      "'\"\\$`!;&|<>(){}[]*?~#\n\t\r\u001b\u0007\u202e é–x0 7-=\u0001\u009b😀";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "with space",
        "it's",
        "$(touch x)",
        "`id`",
        "a;b",
        "new\nline",
        "\u001b[2J\u001b]0;title\u0007",
        "\u202egnp.exe",
        "\\'; rm -rf / #",
        "~root",
        "*",
        "=x",
        "\u00017"
      })
  void bashTakesItAsOneWord(final String text) throws Exception {
    assertThat(words("bash", List.of(text))).containsExactly(text);
  }

  @Test
  void bashTakesAnyMixtureOfNastyCharactersAsOneWord() throws Exception {
    final SplittableRandom random = new SplittableRandom(20_261_124);
    final int[] points = NASTY.codePoints().toArray();
    final List<String> texts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      final StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.appendCodePoint(points[random.nextInt(points.length)]);
      }
      texts.add(text.toString());
    }
    assertThat(words("bash", texts)).isEqualTo(texts);
  }

  @Test
  void everyPosixShellTakesWhatCanBeShownAsOneWord() throws Exception {
    final List<String> texts = List.of("with space", "it's", "$(id)", "é–😀", "", "a\\b");
    assertThat(words("sh", texts)).isEqualTo(texts);
  }

  @Test
  void noWordHoldsACharacterThatActsOnATerminal() {
    assertThat(ShellWord.of(NASTY).codePoints()).allMatch(HarmlessText::isHarmless);
  }

  private static List<String> words(final String shell, final List<String> texts)
      throws IOException, InterruptedException {
    final StringBuilder script = new StringBuilder();
    for (final String text : texts) {
      script.append("printf '%s\\0' ").append(ShellWord.of(text)).append('\n');
    }
    final Process process = new ProcessBuilder(shell, "-s").start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(script.toString().getBytes(StandardCharsets.UTF_8));
    }
    final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    final List<String> words = new ArrayList<>(List.of(out.split("\0", -1)));
    words.removeLast();
    return words;
  }
}
