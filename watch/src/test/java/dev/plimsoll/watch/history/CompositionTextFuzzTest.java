package dev.plimsoll.watch.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.watch.Composition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

class CompositionTextFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void whatCanBeReadCanBeWrittenAndReadAgain(final byte[] text) throws IOException {
    readBack(zipped(text));
    readBack(zipped(("plimsoll-composition-1\t5\t6\n" + new String(text, UTF_8)).getBytes(UTF_8)));
    readBack(text);
  }

  private static void readBack(final byte[] body) throws IOException {
    final Composition read;
    try {
      read = CompositionText.read("own", 7, body);
    } catch (final IOException e) {
      assertThat(e).hasMessageNotContaining("null");
      return;
    }
    assertThat(CompositionText.read("own", 7, CompositionText.write(read))).isEqualTo(read);
  }

  private static byte[] zipped(final byte[] text) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text);
    }
    return bytes.toByteArray();
  }
}
