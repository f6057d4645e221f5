package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.session.Session;

class CtnetlinkDecoderFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void anyBlockIsReadToItsEnd(final byte[] block) {
    final NetlinkMessages messages = new NetlinkMessages();
    final CtnetlinkDecoder decoder = new CtnetlinkDecoder();
    final Session session = new Session();
    int count = 0;
    messages.reset(block, block.length);
    while (messages.next()) {
      count++;
      assertThat(messages.end()).isBetween(messages.payload(), block.length);
      if (decoder.decode(block, messages.payload(), messages.end(), session)) {
        assertThat(session.zone()).isBetween(0, 65_535);
        assertThat(session.protocol()).isBetween(0, 255);
        assertThat(session.original().sourcePort()).isBetween(0, 65_535);
        assertThat(session.original().destinationPort()).isBetween(0, 65_535);
        assertThat(session.reply().family()).isIn(0, 2, 10);
      }
    }
    assertThat(count).isLessThanOrEqualTo(block.length / NetlinkMessages.HEADER);
  }
}
