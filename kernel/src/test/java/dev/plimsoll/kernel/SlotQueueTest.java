package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlotQueueTest {
  private final SlotQueue queue = new SlotQueue(3);

  @Test
  void whatCameFirstLeavesFirstAlsoAcrossTheEnd() {
    queue.offer(1);
    queue.offer(2);
    assertThat(queue.poll()).isEqualTo(1);
    queue.offer(3);
    queue.offer(4);
    assertThat(queue.poll()).isEqualTo(2);
    assertThat(queue.poll()).isEqualTo(3);
    assertThat(queue.poll()).isEqualTo(4);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aFullQueueTakesNoMore() {
    queue.offer(1);
    queue.offer(2);
    queue.offer(3);
    assertThat(queue.offer(4)).isFalse();
    assertThat(queue.size()).isEqualTo(3);
  }

  @Test
  void anEmptyQueueHasNothingToGive() {
    assertThatThrownBy(queue::poll).isInstanceOf(IllegalStateException.class);
  }
}
