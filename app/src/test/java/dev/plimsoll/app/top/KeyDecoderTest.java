package dev.plimsoll.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyDecoderTest {

  /** All keys of a text; the end of the text is the end of the input. */
  private static List<Key> keys(final String text) throws IOException {
    final int[] at = {0};
    final KeyDecoder decoder =
        new KeyDecoder(_ -> at[0] < text.length() ? text.charAt(at[0]++) : -1);
    final List<Key> keys = new ArrayList<>();
    Key key;
    do {
      key = decoder.next();
      keys.add(key);
    } while (key != Key.Named.QUIT);
    keys.removeLast();
    return keys;
  }

  @ParameterizedTest
  @CsvSource({
    "[A, UP",
    "OB, DOWN",
    "[C, RIGHT",
    "OD, LEFT",
    "[H, HOME",
    "[4~, END",
    "[3~, DELETE",
    "[5~, PAGE_UP",
    "[6~, PAGE_DOWN",
    "[24~, OTHER",
    "[1;5A, UP",
    "x, OTHER"
  })
  void sequencesAreKeys(final String sequence, final Key.Named key) throws IOException {
    assertThat(keys("\u001b" + sequence)).containsExactly(key);
  }

  @Test
  void anEscapeByItselfIsTheKey() throws IOException {
    assertThat(keys("\u001b")).containsExactly(Key.Named.ESCAPE);
  }

  @Test
  void charactersBeyondTheBasicPlaneAreOneKey() throws IOException {
    assertThat(keys("a😀")).containsExactly(new Key.Typed('a'), new Key.Typed(0x1f600));
  }

  @Test
  void aSequenceWithoutAnEndIsGivenUp() throws IOException {
    assertThat(keys("\u001b[" + "1".repeat(40))).startsWith(Key.Named.OTHER);
  }
}
