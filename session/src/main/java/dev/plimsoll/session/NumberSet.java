package dev.plimsoll.session;

import java.util.Arrays;

/**
 * A set of numbers, kept as ranges: ports, zones, protocols. Immutable, never empty. Equal sets are
 * equal however they were put together.
 */
public final class NumberSet {
  // First and last number of each range, ascending, with a gap between any two ranges.
  private final long[] bounds;

  private NumberSet(final long[] bounds) {
    this.bounds = bounds;
  }

  public static NumberSet of(final long... numbers) {
    if (numbers.length == 0) {
      throw new IllegalArgumentException("a set of numbers has at least one");
    }
    NumberSet set = ofRange(numbers[0], numbers[0]);
    for (final long number : numbers) {
      set = set.plus(ofRange(number, number));
    }
    return set;
  }

  /**
   * All numbers from the first to the last, both included.
   *
   * @throws IllegalArgumentException if a number is negative, or the last before the first
   */
  public static NumberSet ofRange(final long first, final long last) {
    if (first < 0 || last < first || last > 0xffff_ffffL) {
      throw new IllegalArgumentException("not a range of numbers: " + first + "-" + last);
    }
    return new NumberSet(new long[] {first, last});
  }

  /** The numbers of both. */
  public NumberSet plus(final NumberSet other) {
    NumberSet sum = this;
    for (int i = 0; i < other.bounds.length; i += 2) {
      sum = sum.plusRange(other.bounds[i], other.bounds[i + 1]);
    }
    return sum;
  }

  private NumberSet plusRange(final long first, final long last) {
    final long[] sum = new long[bounds.length + 2];
    long from = first;
    long to = last;
    int length = 0;
    int i = 0;
    while (i < bounds.length && bounds[i + 1] < first - 1) {
      sum[length++] = bounds[i++];
      sum[length++] = bounds[i++];
    }
    while (i < bounds.length && bounds[i] <= last + 1) {
      from = Math.min(from, bounds[i++]);
      to = Math.max(to, bounds[i++]);
    }
    sum[length++] = from;
    sum[length++] = to;
    while (i < bounds.length) {
      sum[length++] = bounds[i++];
    }
    return new NumberSet(Arrays.copyOf(sum, length));
  }

  public boolean contains(final long number) {
    int low = 0;
    int high = bounds.length / 2 - 1;
    while (low <= high) {
      final int middle = (low + high) >>> 1;
      if (number < bounds[2 * middle]) {
        high = middle - 1;
      } else if (number > bounds[2 * middle + 1]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** Whether it holds one number only: {@link #smallest()}. */
  public boolean isSingle() {
    return bounds.length == 2 && bounds[0] == bounds[1];
  }

  public long smallest() {
    return bounds[0];
  }

  public long greatest() {
    return bounds[bounds.length - 1];
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof NumberSet that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** As filters write it: {@code 22,80,1024-65535}. */
  @Override
  public String toString() {
    final StringBuilder text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(bounds[i]);
      if (bounds[i + 1] != bounds[i]) {
        text.append('-').append(bounds[i + 1]);
      }
    }
    return text.toString();
  }
}
