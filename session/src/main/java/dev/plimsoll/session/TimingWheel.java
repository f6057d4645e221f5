package dev.plimsoll.session;

import java.util.function.IntConsumer;

/**
 * Timers of slots by a hierarchical timing wheel (Varghese and Lauck, "Hashed and Hierarchical
 * Timing Wheels", SOSP 1987, scheme 7): setting, moving and cancelling one takes a fixed time,
 * however many there are.
 *
 * <p>A deadline is 8 digits of 6 bits, in milliseconds since 1970. Level L has a bucket for each
 * value of digit L. A timer lies on the level of the highest digit in which its deadline differs
 * from the hand, in the bucket of that digit; so every bucket in use lies ahead of the hand, the
 * first bucket in use of the lowest level in use is the next to come, and a bitmap of a level finds
 * it however much time has passed. When the hand reaches a bucket of level 1 or more, its timers
 * are dealt out to lower levels; in a bucket of level 0 they are due, to the millisecond.
 *
 * <p>A deadline that moves later, which is what each packet of a session does, leaves the timer
 * where it is: the bucket is too early then, and on its turn the timer is put into the right one.
 *
 * <p>What waiting for memory costs decides here: where a bucket is emptied, many of its deadlines
 * are read side by side first. Slot 0 is not a slot. Not thread safe.
 */
final class TimingWheel {
  /** Later deadlines, after the year 10,889, count as this one. */
  static final long MAX_MILLIS = (1L << 48) - 2;

  private static final int DIGIT_BITS = 6;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int LEVELS = 8;
  private static final int LATE = LEVELS * DIGITS;

  private final Timers timers;
  private final SlotStacks buckets = new SlotStacks(LATE + 2);
  private final long[] occupied = new long[LEVELS];
  private long handMillis;
  private long nowMillis;
  // Timers set to a time that has passed wait for the next advance in one of two lists by turns,
  // so that those set while one is handed out wait for the one after.
  private int late = LATE;
  private int size;

  // Kept, or else the compiler would leave the reading out.
  @SuppressWarnings("UnusedVariable")
  private long touchedSum;

  /** What a slot keeps for its timer. */
  interface Timers {
    /** 0 to {@link #MAX_MILLIS}. */
    long deadlineMillis(int slot);

    /** Where its timer is, 0 if it is not set: what {@link #timer(int, long)} kept. */
    long timer(int slot);

    void timer(int slot, long place);
  }

  /** Makes a wheel for slots whose timers are 0. */
  TimingWheel(final Timers timers) {
    this.timers = timers;
  }

  /** How many timers are set. */
  int size() {
    return size;
  }

  boolean isSet(final int slot) {
    return timers.timer(slot) != 0;
  }

  /**
   * Sets or moves the timer of a slot to its deadline as {@link Timers#deadlineMillis} gives it
   * now.
   *
   * @param beforeMillis the deadline up to now, if the timer was set
   */
  void set(final int slot, final long beforeMillis) {
    final long deadline = timers.deadlineMillis(slot);
    if (isSet(slot)) {
      if (deadline >= beforeMillis) {
        return;
      }
      takeOut(slot);
    } else {
      size++;
    }
    put(slot, deadline <= nowMillis ? late : bucketFor(deadline));
  }

  /** Takes the timer of a slot off, if it is set. */
  void cancel(final int slot) {
    if (isSet(slot)) {
      takeOut(slot);
      timers.timer(slot, 0);
      size--;
    }
  }

  /**
   * Hands out every slot whose deadline is {@code nowMillis} or earlier; its timer is off then, and
   * may be set again at once. Time that runs backwards is taken as standing still.
   *
   * @param due may set and cancel any timer
   * @return how many were handed out
   */
  int advance(final long nowMillis, final IntConsumer due) {
    if (nowMillis < this.nowMillis) {
      return 0;
    }
    this.nowMillis = nowMillis;
    final int waiting = late;
    late ^= 1;
    int count = handOut(waiting, nowMillis, due);
    for (int bucket = nextBucket(); bucket >= 0; bucket = nextBucket()) {
      final long start = startMillis(bucket);
      if (start > nowMillis) {
        break;
      }
      handMillis = start;
      if (bucket < DIGITS) {
        count += handOut(bucket, start, due);
      } else {
        dealOut(bucket);
      }
    }
    handMillis = nowMillis;
    return count;
  }

  /** The memory of the wheel's own arrays. */
  long memoryBytes() {
    return 48 + buckets.memoryBytes() + 8L * occupied.length;
  }

  private int handOut(final int bucket, final long timeMillis, final IntConsumer due) {
    int count = 0;
    int touched = 0;
    while (!buckets.isEmpty(bucket)) {
      touched = touched == 0 ? touch(bucket) : touched - 1;
      final int slot = takeTop(bucket);
      final long deadline = timers.deadlineMillis(slot);
      if (deadline > timeMillis) {
        put(slot, bucketFor(deadline));
      } else {
        timers.timer(slot, 0);
        size--;
        count++;
        due.accept(slot);
      }
    }
    return count;
  }

  private void dealOut(final int bucket) {
    int touched = 0;
    while (!buckets.isEmpty(bucket)) {
      touched = touched == 0 ? touch(bucket) : touched - 1;
      final int slot = takeTop(bucket);
      put(slot, bucketFor(timers.deadlineMillis(slot)));
    }
  }

  /**
   * Reads the deadlines of the slots near the top of a bucket, which are needed next.
   *
   * @return of how many below the top
   */
  private int touch(final int bucket) {
    final int near = buckets.near(bucket);
    long sum = 0;
    for (int i = 0; i < near; i++) {
      sum += timers.deadlineMillis(buckets.nearTop(bucket, i));
    }
    touchedSum += sum;
    return near - 1;
  }

  private int bucketFor(final long deadlineMillis) {
    final int level =
        (63 - Long.numberOfLeadingZeros((deadlineMillis ^ handMillis) | DIGITS - 1)) / DIGIT_BITS;
    return level << DIGIT_BITS | (int) (deadlineMillis >>> level * DIGIT_BITS) & DIGITS - 1;
  }

  private int nextBucket() {
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        return level << DIGIT_BITS | Long.numberOfTrailingZeros(occupied[level]);
      }
    }
    return -1;
  }

  private long startMillis(final int bucket) {
    final int shift = (bucket >>> DIGIT_BITS) * DIGIT_BITS;
    final long above = handMillis >>> shift + DIGIT_BITS << shift + DIGIT_BITS;
    return above | (bucket & DIGITS - 1L) << shift;
  }

  private void put(final int slot, final int bucket) {
    if (bucket < LATE) {
      occupied[bucket >>> DIGIT_BITS] |= 1L << bucket;
    }
    timers.timer(slot, (long) bucket << 32 | buckets.push(bucket, slot));
  }

  private int takeTop(final int bucket) {
    final int slot = buckets.top(bucket);
    buckets.pop(bucket);
    noteEmpty(bucket);
    return slot;
  }

  private void takeOut(final int slot) {
    final long timer = timers.timer(slot);
    final int bucket = (int) (timer >>> 32);
    final int moved = buckets.takeOut(bucket, (int) timer);
    if (moved != 0) {
      timers.timer(moved, timer);
    }
    noteEmpty(bucket);
  }

  private void noteEmpty(final int bucket) {
    if (bucket < LATE && buckets.isEmpty(bucket)) {
      occupied[bucket >>> DIGIT_BITS] &= ~(1L << bucket);
    }
  }
}
