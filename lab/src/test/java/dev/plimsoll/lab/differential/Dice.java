package dev.plimsoll.lab.differential;

import java.util.SplittableRandom;

/** Chance with a seed. */
final class Dice {
  private final SplittableRandom random;

  Dice(final long seed) {
    random = new SplittableRandom(seed);
  }

  boolean oneIn(final int times) {
    return random.nextInt(times) == 0;
  }

  int below(final int bound) {
    return random.nextInt(bound);
  }

  int any() {
    return random.nextInt();
  }

  @SafeVarargs
  final <T> T of(final T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  int number(final int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Mostly 0, else a little more or less: what is wrong by one is found most often. */
  int nearZero() {
    return oneIn(3) ? number(-2, -1, -1, 1, 1, 2) : 0;
  }
}
