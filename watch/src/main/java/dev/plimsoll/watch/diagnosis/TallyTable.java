package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.IpAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Counts by key in the last minutes, for the keys that matter: a fixed number of rows in sets of
 * eight, each with a ring of buckets of time. A key that finds its set full takes from the credit
 * of the row with least, and its place when nothing is left or the row has been idle for a whole
 * ring. So a flood of keys that come once does not push out those that come again and again.
 *
 * <p>Counts of partners are of those last seen in the bucket: one that is seen again moves, so any
 * sum over buckets counts each partner once. Not thread safe.
 */
final class TallyTable {
  static final int NONE = -1;
  static final int WAYS = 8;

  private static final int FACTS = 7;
  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int KEY = 2;
  private static final int BEGAN = 3;
  private static final int BYTES_IN = 4;
  private static final int BYTES_OUT = 5;
  private static final int STARTED_EVER = 6;

  private final int sets;
  private final int buckets;
  private final int ticksPerBucket;
  private final List<Measure> measures;
  private final int[] places = new int[Measure.values().length];
  private final int stride;
  // 0 is a free row.
  private final long[] hashes;
  // The newest bucket that is cleared in the low half, the credit in the high half.
  private final int[] newest;
  private final int[] credits;
  private final long[] facts;
  private final int[] counts;

  /**
   * Makes an empty table.
   *
   * @param rows a power of two
   * @param buckets a power of two
   * @param ticksPerBucket how many ticks a bucket lasts
   */
  TallyTable(
      final int rows, final int buckets, final int ticksPerBucket, final Measure... measures) {
    this.sets = rows / WAYS - 1;
    this.buckets = buckets;
    this.ticksPerBucket = ticksPerBucket;
    this.measures = List.of(measures);
    Arrays.fill(places, NONE);
    for (int i = 0; i < measures.length; i++) {
      places[measures[i].place()] = i;
    }
    stride = measures.length;
    hashes = new long[rows];
    newest = new int[rows];
    credits = new int[rows];
    facts = new long[rows * FACTS];
    counts = new int[rows * buckets * stride];
  }

  /** A key's row, or {@link #NONE}. */
  int find(final long hash) {
    final int first = ((int) hash & sets) * WAYS;
    for (int row = first; row < first + WAYS; row++) {
      if (hashes[row] == hash) {
        return row;
      }
    }
    return NONE;
  }

  /**
   * A key's row, or a new one if there is room.
   *
   * @param hash never 0
   * @return {@link #NONE} if the set is full of keys that came more often
   */
  int findOrAdd(
      final long hash,
      final int family,
      final long high,
      final long low,
      final int protocol,
      final int port,
      final int tick) {
    final int known = find(hash);
    if (known != NONE) {
      credits[known] = Math.min(credits[known] + 1, Integer.MAX_VALUE - 1);
      return known;
    }
    final int bucket = tick / ticksPerBucket;
    final int poorest = poorest(hash, bucket);
    if (worth(poorest, bucket) > 1) {
      credits[poorest]--;
      return NONE;
    }
    hashes[poorest] = hash;
    credits[poorest] = 1;
    newest[poorest] = bucket;
    final int at = poorest * FACTS;
    facts[at + HIGH] = high;
    facts[at + LOW] = low;
    facts[at + KEY] = (long) family << 32 | (long) protocol << 16 | port;
    facts[at + BEGAN] = tick;
    facts[at + BYTES_IN] = 0;
    facts[at + BYTES_OUT] = 0;
    facts[at + STARTED_EVER] = 0;
    Arrays.fill(counts, poorest * buckets * stride, (poorest + 1) * buckets * stride, 0);
    return poorest;
  }

  // Of rows that are worth the same any may go, not always the first: or else the others stay.
  private int poorest(final long hash, final int bucket) {
    final int first = ((int) hash & sets) * WAYS;
    final int turn = (int) (hash >>> 61);
    int poorest = first + turn;
    for (int i = 1; i < WAYS; i++) {
      final int row = first + (i + turn & WAYS - 1);
      poorest = worth(row, bucket) < worth(poorest, bucket) ? row : poorest;
    }
    return poorest;
  }

  private int worth(final int row, final int bucket) {
    return hashes[row] == 0 || bucket - newest[row] >= buckets ? 0 : credits[row];
  }

  /** Adds to a row's count; what is older than the ring is left out. */
  void add(final int row, final int tick, final Measure measure, final int number) {
    final int bucket = tick / ticksPerBucket;
    if (bucket > newest[row]) {
      clear(row, bucket);
    } else if (bucket <= newest[row] - buckets) {
      return;
    }
    final int at = (row * buckets + (bucket & buckets - 1)) * stride + places[measure.place()];
    counts[at] = Math.max(0, counts[at] + number);
    if (measure == Measure.STARTED) {
      facts[row * FACTS + STARTED_EVER] += number;
    }
  }

  /**
   * Counts a partner once, in the bucket in which it was seen last.
   *
   * @param before when it was seen before, or {@link Sightings#NEVER}
   */
  void meet(final int row, final int tick, final Measure measure, final int before) {
    if (before == Sightings.NEVER) {
      add(row, tick, measure, 1);
    } else if (before / ticksPerBucket < tick / ticksPerBucket) {
      add(row, tick, measure, 1);
      add(row, before, measure, -1);
    }
  }

  private void clear(final int row, final int bucket) {
    final int stale = Math.min(bucket - newest[row], buckets);
    for (int i = 0; i < stale; i++) {
      final int at = (row * buckets + (bucket - i & buckets - 1)) * stride;
      Arrays.fill(counts, at, at + stride, 0);
    }
    newest[row] = bucket;
  }

  /** Whether a measure is counted here. */
  boolean has(final Measure measure) {
    return places[measure.place()] != NONE;
  }

  /** Adds bytes that came in from the row's address and that went out to it. */
  void addBytes(final int row, final long in, final long out) {
    facts[row * FACTS + BYTES_IN] += in;
    facts[row * FACTS + BYTES_OUT] += out;
  }

  int rows() {
    return hashes.length;
  }

  /** How much there is of a measure in a row, all buckets together. */
  long total(final int row, final Measure measure, final int tick) {
    if (hashes[row] == 0 || tick / ticksPerBucket - newest[row] >= buckets) {
      return 0;
    }
    long sum = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      sum += counts[(row * buckets + bucket) * stride + places[measure.place()]];
    }
    return sum;
  }

  /**
   * A copy of a row as it is at a tick.
   *
   * @param baseMillis when tick 0 was, in milliseconds since 1970
   */
  Tally copy(final int row, final int tick, final long baseMillis) {
    final int bucket = Math.max(tick / ticksPerBucket, newest[row]);
    final int[] newestFirst = new int[buckets * stride];
    for (int back = bucket - newest[row]; back < buckets; back++) {
      final int from = (row * buckets + (bucket - back & buckets - 1)) * stride;
      System.arraycopy(counts, from, newestFirst, back * stride, stride);
    }
    final int at = row * FACTS;
    final long key = facts[at + KEY];
    return new Tally(
        new IpAddress((int) (key >>> 32), facts[at + HIGH], facts[at + LOW]),
        (int) (key >>> 16) & 0xffff,
        (int) key & 0xffff,
        baseMillis + facts[at + BEGAN] * Features.TICK_MILLIS,
        baseMillis + (long) bucket * ticksPerBucket * Features.TICK_MILLIS,
        (long) ticksPerBucket * Features.TICK_MILLIS,
        facts[at + BYTES_IN],
        facts[at + BYTES_OUT],
        facts[at + STARTED_EVER],
        measures,
        newestFirst);
  }

  void clear() {
    Arrays.fill(hashes, 0);
  }

  long memoryBytes() {
    return 8L * (hashes.length + facts.length)
        + 4L * (newest.length + credits.length + counts.length);
  }
}
