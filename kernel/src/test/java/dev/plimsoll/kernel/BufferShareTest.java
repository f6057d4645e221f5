package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BufferShareTest {
  @Test
  void aSingleSocketHasItAll() {
    assertThat(new BufferShare(64 << 20, 1).next()).isEqualTo(64 << 20);
  }

  @Test
  void manySocketsStayWithinTheWholeDownToASmallBuffer() {
    final BufferShare share = new BufferShare(32 << 20, 16);
    long sum = 0;
    int bytes = share.next();
    while (bytes > 64 * 1024) {
      sum += bytes;
      bytes = share.next();
    }
    assertThat(sum).isBetween(16L << 20, 32L << 20);
  }

  @Test
  void aTinyBufferThatWasAskedForIsGiven() {
    assertThat(new BufferShare(4096, 1).next()).isEqualTo(4096);
  }
}
