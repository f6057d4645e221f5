package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LongSetTest {
  @Test
  void itHoldsWhatWasAddedAndNothingElse() {
    final SplittableRandom random = new SplittableRandom(7);
    final LongSet set = new LongSet(10_000);
    final Set<Long> model = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      final long key = random.nextLong(1, 20_000) << (i % 3 * 20);
      assertThat(set.add(key)).isTrue();
      model.add(key);
    }
    assertThat(set.size()).isEqualTo(model.size());
    for (long key = 1; key < 20_000; key++) {
      assertThat(set.contains(key)).as("key %d", key).isEqualTo(model.contains(key));
    }
  }

  @Test
  void aFullSetTakesOnlyWhatItHolds() {
    final LongSet set = new LongSet(2);
    set.add(1);
    set.add(2);
    assertThat(set.add(3)).isFalse();
    assertThat(set.add(2)).isTrue();
  }

  @Test
  void clearedItHoldsNothing() {
    final LongSet set = new LongSet(1_000);
    for (long key = 0; key < 500; key++) {
      set.add(key);
    }
    set.clear();
    assertThat(set.size()).isZero();
    assertThat(set.contains(5)).isFalse();
  }
}
