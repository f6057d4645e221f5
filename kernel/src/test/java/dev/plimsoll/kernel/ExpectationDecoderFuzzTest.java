package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.session.Expectation;

class ExpectationDecoderFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void anyBlockIsReadToItsEnd(final byte[] block) {
    final NetlinkMessages messages = new NetlinkMessages();
    final ExpectationDecoder decoder = new ExpectationDecoder();
    messages.reset(block, block.length);
    while (messages.next()) {
      final Expectation expectation = decoder.decode(messages);
      if (expectation != null) {
        assertThat(expectation.zone()).isBetween(0, 65_535);
        assertThat(expectation.tuple().sourcePort()).isBetween(0, 65_535);
        assertThat(expectation.natDirection()).isBetween(-1, 1);
      }
    }
  }
}
