package dev.plimsoll.watch;

import java.util.SplittableRandom;

/**
 * Counts by a number: open addressing with linear probing, at most half full, 16 bytes a place. The
 * hash is seeded, because senders choose addresses and ports. Not thread safe.
 */
final class LongCounts {
  private static final int FIRST_PLACES = 1 << 8;

  private final long seed = new SplittableRandom().nextLong();
  private long[] keys = new long[FIRST_PLACES];
  private long[] counts = new long[FIRST_PLACES];
  private int size;

  /** Takes each key with its count. */
  @FunctionalInterface
  interface Visitor {
    void visit(long key, long count);
  }

  /**
   * Adds one.
   *
   * @return whether the key is new
   */
  boolean add(final long key) {
    return add(key, 1);
  }

  /**
   * Adds to a key's count.
   *
   * @param number at least 1
   * @return whether the key is new
   */
  boolean add(final long key, final long number) {
    final int at = place(key);
    final boolean isNew = counts[at] == 0;
    keys[at] = key;
    counts[at] += number;
    if (isNew && ++size * 2 > keys.length) {
      grow();
    }
    return isNew;
  }

  /** How many keys there are. */
  int size() {
    return size;
  }

  void forEach(final Visitor visitor) {
    for (int i = 0; i < keys.length; i++) {
      if (counts[i] > 0) {
        visitor.visit(keys[i], counts[i]);
      }
    }
  }

  // Where the key is, or where it belongs.
  private int place(final long key) {
    final int mask = keys.length - 1;
    int at = (int) (mix(key ^ seed) >>> 32) & mask;
    while (counts[at] != 0 && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    final long[] oldKeys = keys;
    final long[] oldCounts = counts;
    keys = new long[Math.multiplyExact(oldKeys.length, 2)];
    counts = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != 0) {
        final int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        counts[at] = oldCounts[i];
      }
    }
  }

  /** The finalizer of SplitMix64 (Stafford's variant 13). */
  static long mix(final long number) {
    final long once = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
    final long twice = (once ^ once >>> 27) * 0x94d049bb133111ebL;
    return twice ^ twice >>> 31;
  }
}
