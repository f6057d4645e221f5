package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class LabelNamesFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void whatIsReadCanBeWrittenAndReadAgain(final byte[] file) {
    final LabelNames names = LabelNames.parse(new String(file, StandardCharsets.ISO_8859_1));
    final StringBuilder written = new StringBuilder();
    for (int bit = 0; bit < LabelNames.BITS; bit++) {
      if (names.name(bit) != null) {
        written.append("0x").append(Integer.toHexString(bit)).append(' ').append(names.name(bit));
        written.append('\n');
      }
    }
    final LabelNames again = LabelNames.parse(written.toString());
    for (int bit = 0; bit < LabelNames.BITS; bit++) {
      assertThat(again.name(bit)).isEqualTo(names.name(bit));
    }
  }
}
