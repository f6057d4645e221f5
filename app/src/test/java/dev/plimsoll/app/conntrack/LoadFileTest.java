package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadFileTest {
  @Test
  void readsEachLineButBlankOnesAndComments() throws Exception {
    assertThat(load("\n# all of them\n  # and\n-F\n -D -s 10.0.0.1 # one\n-D -d \"10.0.0.2\""))
        .extracting(Invocation::verb)
        .containsExactly(Verb.FLUSH, Verb.DELETE, Verb.DELETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L => Cannot use command `-L' with --load-file",
        "-F expect => Cannot use command `-F expect' with --load-file",
        "-h => Cannot use command `-h' with --load-file",
        "word => Cannot use command `unknown' with --load-file",
        "-R /dev/null => unknown option `-R'",
        "-D -s \"a\\\"b\" => Invalid IP address `a\"b'",
        "-D -s \"a b\" => Invalid IP address `a b'",
        "-D -s a\\ b => Invalid IP address `a\\'",
        "-D -s \"\" => Invalid IP address `'",
        "-D -s foo\" => Invalid IP address `foo\n'",
        "-D -s 'a b' => Invalid IP address `'a'"
      })
  void complainsAsTheOriginalDoes(final String example) {
    final String[] parts = example.split(" => ", 2);

    assertThatThrownBy(() -> load("-F\n" + parts[0] + "\n"))
        .isInstanceOf(ConntrackUsageException.class)
        .hasMessage(parts[1]);
  }

  @Test
  void endsAWordAtAClosingQuote() throws Exception {
    assertThat(load("-D -s \"10.0.0.1\"x\n").getFirst().selection().filter())
        .hasToString("family:ipv4 src:10.0.0.1");
  }

  @Test
  void refusesWordsAndLinesThatAreTooLong() {
    assertThatThrownBy(() -> load("-D -s " + "9".repeat(1024))).hasMessage("Parameter too long!");
    assertThatThrownBy(() -> load("-D " + "x ".repeat(253))).hasMessage("too many arguments");
  }

  @Test
  void isTheFirstOptionOrNone() {
    assertThat(LoadFile.of(List.of("-R", "rules", "-L"))).isEqualTo(new LoadFile("rules", null));
    assertThat(LoadFile.of(List.of("--netns", "web", "--load-file", "-")))
        .isEqualTo(new LoadFile("-", "web"));
    assertThat(LoadFile.of(List.of("-L", "-R", "rules"))).isNull();
    assertThat(LoadFile.of(List.of("-R"))).isNull();
  }

  @Test
  void tellsWhichFileIsMissing() {
    final LoadFile file = Objects.requireNonNull(LoadFile.of(List.of("-R", "/no/such/file")));

    assertThatThrownBy(() -> file.read(new CommandLines().reader(), InputStream.nullInputStream()))
        .hasMessage("Failed to open file /no/such/file for reading");
  }

  private static List<Invocation> load(final String text)
      throws ConntrackUsageException, IOException {
    return new LoadFile("-", null)
        .read(
            new CommandLines().reader(),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
