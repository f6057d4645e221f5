package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.IpAddress;
import java.util.Arrays;
import java.util.List;

/**
 * When remote services were called, for those that are called again and again but seldom: a fixed
 * table as {@link TallyTable} is, with the newest {@value #KEPT} calls of each. Not thread safe.
 */
final class CallTimes {
  /** Calls nearer than this are one. */
  static final int APART_SECONDS = 10;

  static final int WAYS = 8;
  private static final int KEPT = 48;
  private static final int FACTS = 5;
  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int KEY = 2;
  private static final int COUNT = 3;
  private static final int SIZES = 4;
  private static final int IDLE_TENTHS = 6 * 3_600 * 10;

  private final int sets;
  private final long[] hashes;
  private final int[] credits;
  // In tenths of a second.
  private final int[] first;
  private final int[] last;
  private final long[] facts;
  private final int[] starts;
  private final int[] sizes;

  CallTimes(final int rows) {
    sets = rows / WAYS - 1;
    hashes = new long[rows];
    credits = new int[rows];
    first = new int[rows];
    last = new int[rows];
    facts = new long[rows * FACTS];
    starts = new int[rows * KEPT];
    sizes = new int[rows * KEPT];
  }

  /**
   * A service was called.
   *
   * @param before when it was called before, in tenths of a second, or 0 if that is not known
   */
  void call(
      final long hash,
      final int family,
      final long high,
      final long low,
      final int protocol,
      final int port,
      final int tenths,
      final int before) {
    final int from = ((int) hash & sets) * WAYS;
    final int turn = (int) (hash >>> 61);
    int poorest = from + turn;
    for (int i = 0; i < WAYS; i++) {
      final int row = from + (i + turn & WAYS - 1);
      if (hashes[row] == hash) {
        callAgain(row, tenths);
        return;
      }
      poorest = worth(row, tenths) < worth(poorest, tenths) ? row : poorest;
    }
    if (before == 0) {
      return;
    }
    if (worth(poorest, tenths) > 1) {
      credits[poorest]--;
      return;
    }
    hashes[poorest] = hash;
    credits[poorest] = 2;
    first[poorest] = before;
    last[poorest] = tenths;
    final int at = poorest * FACTS;
    facts[at + HIGH] = high;
    facts[at + LOW] = low;
    facts[at + KEY] = (long) family << 32 | (long) protocol << 16 | port;
    facts[at + COUNT] = 2;
    facts[at + SIZES] = 0;
    starts[poorest * KEPT] = before;
    starts[poorest * KEPT + 1] = tenths;
  }

  private int worth(final int row, final int tenths) {
    return hashes[row] == 0 || tenths - last[row] > IDLE_TENTHS ? 0 : credits[row];
  }

  private void callAgain(final int row, final int tenths) {
    if (tenths - last[row] < APART_SECONDS * 10) {
      return;
    }
    credits[row] = Math.min(credits[row] + 1, Integer.MAX_VALUE - 1);
    last[row] = tenths;
    final long count = facts[row * FACTS + COUNT]++;
    starts[row * KEPT + (int) (count % KEPT)] = tenths;
  }

  /** A call ended that carried so many bytes. */
  void ended(final long hash, final long bytes) {
    final int from = ((int) hash & sets) * WAYS;
    for (int row = from; row < from + WAYS; row++) {
      if (hashes[row] == hash) {
        final long count = facts[row * FACTS + SIZES]++;
        sizes[row * KEPT + (int) (count % KEPT)] = (int) Math.min(bytes, Integer.MAX_VALUE);
        return;
      }
    }
  }

  int rows() {
    return hashes.length;
  }

  /** How many calls of a row are known. */
  long count(final int row) {
    return hashes[row] == 0 ? 0 : facts[row * FACTS + COUNT];
  }

  /** From the first call of a row to the last, in milliseconds. */
  long spanMillis(final int row) {
    return (last[row] - first[row]) * 100L;
  }

  /** A copy of a row with at least one call. */
  Calls copy(final int row, final long baseMillis) {
    final int at = row * FACTS;
    final long key = facts[at + KEY];
    final long[] times = newest(starts, row, facts[at + COUNT]);
    for (int i = 0; i < times.length; i++) {
      times[i] = baseMillis + times[i] * 100;
    }
    return new Calls(
        new IpAddress((int) (key >>> 32), facts[at + HIGH], facts[at + LOW]),
        (int) (key >>> 16) & 0xffff,
        (int) key & 0xffff,
        baseMillis + first[row] * 100L,
        facts[at + COUNT],
        listed(times),
        listed(newest(sizes, row, facts[at + SIZES])));
  }

  private static List<Long> listed(final long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static long[] newest(final int[] ring, final int row, final long count) {
    final long[] values = new long[(int) Math.min(count, KEPT)];
    for (int i = 0; i < values.length; i++) {
      values[i] = ring[row * KEPT + (int) ((count - values.length + i) % KEPT)];
    }
    return values;
  }

  void clear() {
    Arrays.fill(hashes, 0);
  }

  long memoryBytes() {
    return 8L * (hashes.length + facts.length)
        + 4L * (credits.length + first.length + last.length + starts.length + sizes.length);
  }
}
