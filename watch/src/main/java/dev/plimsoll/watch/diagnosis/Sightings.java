package dev.plimsoll.watch.diagnosis;

import java.util.Arrays;

/**
 * When things were last seen, each by its hash: a fixed table of sets of eight, one cache line
 * each. In a full set the thing that was not seen for longest is forgotten. Not thread safe.
 */
final class Sightings {
  /** Never seen, or forgotten. */
  static final int NEVER = 0;

  private static final int WAYS = 8;
  private static final int TICK_BITS = 24;
  private static final int TICK_MASK = (1 << TICK_BITS) - 1;
  // Two things with the same 40 bits in one set are taken for one.
  private static final long NAME_MASK = -1L << TICK_BITS;

  private final long[] entries;
  private final int sets;

  /**
   * Makes an empty table.
   *
   * @param things how many fit, a power of two
   */
  Sightings(final int things) {
    entries = new long[things];
    sets = things / WAYS - 1;
  }

  /**
   * Notes that a thing is seen.
   *
   * @param tick when, from 1 to 16,777,215; an earlier one than known changes nothing
   * @return when it was seen before, or {@link #NEVER}
   */
  int see(final long hash, final int tick) {
    final int first = ((int) hash & sets) * WAYS;
    final long name = hash & NAME_MASK;
    int oldest = first;
    int oldestTick = Integer.MAX_VALUE;
    for (int at = first; at < first + WAYS; at++) {
      final long entry = entries[at];
      final int seen = (int) entry & TICK_MASK;
      if ((entry & NAME_MASK) == name && seen != NEVER) {
        entries[at] = name | Math.max(tick, seen);
        return seen;
      }
      if (seen < oldestTick) {
        oldestTick = seen;
        oldest = at;
      }
    }
    entries[oldest] = name | tick;
    return NEVER;
  }

  void clear() {
    Arrays.fill(entries, 0);
  }

  long memoryBytes() {
    return 8L * entries.length;
  }
}
