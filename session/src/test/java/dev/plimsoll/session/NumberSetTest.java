package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumberSetTest {

  @Test
  void rangesThatTouchBecomeOne() {
    final NumberSet set = NumberSet.ofRange(10, 19).plus(NumberSet.ofRange(20, 29));

    assertThat(set).isEqualTo(NumberSet.ofRange(10, 29)).hasToString("10-29");
  }

  @Test
  void holdsExactlyWhatWasPutIn() {
    for (long seed = 0; seed < 500; seed++) {
      final SplittableRandom random = new SplittableRandom(seed);
      final BitSet model = new BitSet();
      NumberSet set = NumberSet.of(random.nextInt(100));
      model.set((int) set.smallest());
      for (int i = 0; i < 12; i++) {
        final int first = random.nextInt(100);
        final int last = first + random.nextInt(6);
        set = set.plus(NumberSet.ofRange(first, last));
        model.set(first, last + 1);
        for (int number = 0; number < 110; number++) {
          assertThat(set.contains(number))
              .as("seed %d: %d in %s", seed, number, set)
              .isEqualTo(model.get(number));
        }
      }
      assertThat(set).as("seed %d", seed).isEqualTo(NumberSet.of(numbers(model)));
    }
  }

  @Test
  void isSingleWithOneNumberOnly() {
    assertThat(NumberSet.of(7, 7).isSingle()).isTrue();
    assertThat(NumberSet.of(7, 8).isSingle()).isFalse();
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> NumberSet.ofRange(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static long[] numbers(final BitSet model) {
    return model.stream().asLongStream().toArray();
  }
}
