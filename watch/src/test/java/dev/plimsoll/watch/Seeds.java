package dev.plimsoll.watch;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs a property with many seeds and names the seed that breaks it. */
public final class Seeds {
  private Seeds() {}

  public static void each(final int runs, final Consumer<SplittableRandom> property) {
    for (long seed = 0; seed < runs; seed++) {
      try {
        property.accept(new SplittableRandom(seed));
      } catch (final AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
