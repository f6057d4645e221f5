package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
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
  void whatWasGivenBackIsGivenAgain() {
    final BufferShare share = new BufferShare(32 << 20, 16);
    final List<Integer> before = IntStream.range(0, 1000).mapToObj(_ -> share.next()).toList();
    before.forEach(share::giveBack);
    final List<Integer> after = IntStream.range(0, 1000).mapToObj(_ -> share.next()).toList();
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aTinyBufferThatWasAskedForIsGiven() {
    assertThat(new BufferShare(4096, 1).next()).isEqualTo(4096);
  }
}
