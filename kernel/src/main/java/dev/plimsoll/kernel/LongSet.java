package dev.plimsoll.kernel;

import java.util.Arrays;

/**
 * A set of longs without objects, by open addressing. It holds a bounded number. Not thread safe.
 */
final class LongSet {
  private static final int SMALLEST = 64;

  private final int most;
  private long[] keys = new long[SMALLEST];
  private int size;

  /**
   * Makes an empty set.
   *
   * @param most how many it holds at most
   */
  LongSet(final int most) {
    this.most = most;
  }

  int size() {
    return size;
  }

  /** Adds a key; false if the set is full and the key is not in it. */
  boolean add(final long key) {
    final long stored = stored(key);
    final int at = find(keys, stored);
    if (keys[at] == stored) {
      return true;
    }
    if (size == most) {
      return false;
    }
    keys[at] = stored;
    size++;
    if (size > keys.length / 2) {
      grow();
    }
    return true;
  }

  boolean contains(final long key) {
    final long stored = stored(key);
    return size > 0 && keys[find(keys, stored)] == stored;
  }

  /** Forgets all keys, and the room that many of them took. */
  void clear() {
    if (keys.length > SMALLEST) {
      keys = new long[SMALLEST];
    } else {
      Arrays.fill(keys, 0);
    }
    size = 0;
  }

  private void grow() {
    final long[] larger = new long[keys.length * 2];
    for (final long key : keys) {
      if (key != 0) {
        larger[find(larger, key)] = key;
      }
    }
    keys = larger;
  }

  // 0 marks a free place, so the key 0 shares the place of another: rare, and a set of hashes
  // collides now and then anyway.
  private static long stored(final long key) {
    return key == 0 ? 1 : key;
  }

  private static int find(final long[] keys, final long stored) {
    final int mask = keys.length - 1;
    int at = home(stored, mask);
    while (keys[at] != 0 && keys[at] != stored) {
      at = at + 1 & mask;
    }
    return at;
  }

  private static int home(final long stored, final int mask) {
    final long mixed = stored * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> 32) & mask;
  }
}
