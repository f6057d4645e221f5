package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetlinkMessagesTest {
  private final NetlinkMessages messages = new NetlinkMessages();

  @Test
  void allMessagesOfABlockAreFoundInTheirOrder() {
    final List<Integer> payloads = new ArrayList<>();
    messages.reset(Captured.DUMP, Captured.DUMP.length);
    while (messages.next()) {
      payloads.add(messages.payload());
    }

    assertThat(payloads)
        .containsExactly(
            Captured.ICMPV6_ENTRY + 16, Captured.TCP_ENTRY + 16, Captured.SCTP_ENTRY + 16);
    assertThat(messages.isTruncated()).isFalse();
  }

  @Test
  void aHeaderHasItsFields() {
    messages.reset(Captured.DUMP, Captured.DUMP.length);
    assertThat(messages.next()).isTrue();

    assertThat(messages.type()).isEqualTo(Ct.MSG_NEW);
    assertThat(messages.flags()).isEqualTo(2);
    assertThat(messages.sequence()).isEqualTo(1);
    assertThat(messages.portId()).isEqualTo(0xd52c2633);
    assertThat(messages.end()).isEqualTo(Captured.TCP_ENTRY);
  }

  @Test
  void anErrorIsGivenAsAPositiveNumber() {
    messages.reset(Captured.NOT_FOUND, Captured.NOT_FOUND.length);
    assertThat(messages.next()).isTrue();

    assertThat(messages.type()).isEqualTo(NetlinkMessages.ERROR);
    assertThat(messages.error()).isEqualTo(Errno.ENOENT);
  }

  @Test
  void theEndOfADumpIsNoError() {
    messages.reset(Captured.DONE, Captured.DONE.length);
    assertThat(messages.next()).isTrue();

    assertThat(messages.type()).isEqualTo(NetlinkMessages.DONE);
    assertThat(messages.error()).isZero();
  }

  @Test
  void aBlockCutAnywhereEndsTheWalkAndSaysSo() {
    for (int length = 1; length < Captured.TCP_ENTRY; length++) {
      messages.reset(Captured.DUMP, length);

      assertThat(messages.next()).as("length %d", length).isFalse();
      assertThat(messages.isTruncated()).as("length %d", length).isTrue();
    }
  }

  @Test
  void aLengthSmallerThanAHeaderEndsTheWalk() {
    final byte[] block = new byte[64];
    block[0] = 15;
    messages.reset(block, block.length);

    assertThat(messages.next()).isFalse();
    assertThat(messages.isTruncated()).isTrue();
  }

  @Test
  void theLastMessageMayLackItsPadding() {
    final byte[] block = new byte[17];
    block[0] = 17;
    messages.reset(block, block.length);

    assertThat(messages.next()).isTrue();
    assertThat(messages.end()).isEqualTo(17);
    assertThat(messages.next()).isFalse();
    assertThat(messages.isTruncated()).isFalse();
  }

  @Test
  void anEmptyBlockHoldsNothingAndIsWhole() {
    messages.reset(new byte[0], 0);

    assertThat(messages.next()).isFalse();
    assertThat(messages.isTruncated()).isFalse();
  }
}
