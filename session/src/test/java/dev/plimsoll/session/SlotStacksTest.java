package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotStacksTest {
  private static final int STACKS = 3;

  private final SlotStacks stacks = new SlotStacks(STACKS);

  private List<Integer> takeAll(final int stack) {
    final List<Integer> taken = new ArrayList<>();
    while (!stacks.isEmpty(stack)) {
      taken.add(stacks.top(stack));
      stacks.pop(stack);
    }
    return taken;
  }

  @Test
  void theLastOnComesOffFirst() {
    final List<Integer> expected = new ArrayList<>();
    for (int slot = 1; slot <= 100; slot++) {
      stacks.push(1, slot);
      expected.addFirst(slot);
    }
    assertThat(takeAll(1)).isEqualTo(expected);
  }

  @Test
  void whatIsTakenOutOfTheMiddleIsReplacedByTheTop() {
    stacks.push(0, 7);
    final int place = stacks.push(0, 8);
    stacks.push(0, 9);

    assertThat(stacks.takeOut(0, place)).isEqualTo(9);
    assertThat(takeAll(0)).containsExactly(9, 7);
  }

  @Test
  void theSlotsNearTheTopAreThoseThatComeOffNext() {
    for (int slot = 1; slot <= 40; slot++) {
      stacks.push(2, slot);
    }
    final List<Integer> near = new ArrayList<>();
    for (int i = 0; i < stacks.near(2); i++) {
      near.add(stacks.nearTop(2, i));
    }
    assertThat(takeAll(2)).startsWith(near.toArray(Integer[]::new));
  }

  @Test
  void emptiedStacksLeaveTheirMemoryToOthers() {
    for (int slot = 1; slot <= 10_000; slot++) {
      stacks.push(0, slot);
    }
    final long full = stacks.memoryBytes();
    for (int round = 0; round < 50; round++) {
      final int from = round % STACKS;
      for (final int slot : takeAll(from)) {
        stacks.push((from + 1) % STACKS, slot);
      }
    }
    // One block more may be in use for a moment, which makes at most one array more.
    assertThat(stacks.memoryBytes()).isLessThanOrEqualTo(full + 70_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everySlotIsWhereItsPlaceSays(final long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    final Map<Integer, int[]> places = new HashMap<>();
    for (int step = 0; step < 50_000; step++) {
      final int slot = 1 + random.nextInt(2_000);
      final int[] known = places.remove(slot);
      if (known == null) {
        final int stack = random.nextInt(STACKS);
        places.put(slot, new int[] {stack, stacks.push(stack, slot)});
      } else {
        final int moved = stacks.takeOut(known[0], known[1]);
        if (moved != 0) {
          places.computeIfPresent(moved, (_, at) -> new int[] {at[0], known[1]});
        }
      }
    }
    final List<Integer> left = new ArrayList<>();
    for (int stack = 0; stack < STACKS; stack++) {
      left.addAll(takeAll(stack));
    }
    assertThat(left).containsExactlyInAnyOrderElementsOf(places.keySet());
  }
}
