package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.IpAddress;
import java.util.Arrays;
import java.util.List;

/**
 * When this host called one remote service, over hours.
 *
 * @param firstMillis the first call known, in milliseconds since 1970
 * @param count all calls since, also those whose time is forgotten
 * @param startsMillis the newest calls, oldest first; calls within {@link CallTimes#APART_SECONDS}
 *     seconds are one
 * @param bytes how much the newest ended calls carried; empty where the kernel does not count
 */
public record Calls(
    IpAddress address,
    int protocol,
    int port,
    long firstMillis,
    long count,
    List<Long> startsMillis,
    List<Long> bytes) {
  public Calls {
    startsMillis = List.copyOf(startsMillis);
    bytes = List.copyOf(bytes);
  }

  /** From the first call to the last, in milliseconds. */
  public long spanMillis() {
    return startsMillis.getLast() - firstMillis;
  }

  /** The middle gap between two calls, in milliseconds. */
  public long gapMillis() {
    return (long) quantile(gaps(), 0.5);
  }

  /**
   * How regular the calls are, from 0 to 1, after RITA's beacon score: the mean of the evenness of
   * the gaps (Bowley's skewness and the median deviation), that of the sizes where they are known,
   * how many gaps are like the middle one, and how well the calls fill the time.
   */
  public double score() {
    final long[] gaps = gaps();
    final double timing = evenness(gaps);
    final double alike = alike(gaps);
    final double middle = quantile(gaps, 0.5);
    final double filled = middle == 0 ? 0 : Math.min(1, (count - 1) * middle / spanMillis());
    return bytes.size() < 4
        ? (timing + alike + filled) / 3
        : (timing + alike + filled + evenness(bytes.stream().mapToLong(Long::longValue).toArray()))
            / 4;
  }

  private long[] gaps() {
    final long[] gaps = new long[startsMillis.size() - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = startsMillis.get(i + 1) - startsMillis.get(i);
    }
    Arrays.sort(gaps);
    return gaps;
  }

  private static double evenness(final long[] values) {
    final long[] sorted = values.clone();
    Arrays.sort(sorted);
    final double low = quantile(sorted, 0.25);
    final double middle = quantile(sorted, 0.5);
    final double high = quantile(sorted, 0.75);
    final double skew = high == low ? 0 : Math.abs((low + high - 2 * middle) / (high - low));
    final long[] deviations = new long[sorted.length];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = Math.round(Math.abs(sorted[i] - middle));
    }
    Arrays.sort(deviations);
    final double spread = middle == 0 ? 1 : Math.min(1, quantile(deviations, 0.5) / middle);
    // A skew of gaps that hardly differ says nothing.
    return (1 - skew * Math.min(1, 10 * spread) + 1 - spread) / 2;
  }

  private static double alike(final long[] sorted) {
    final double middle = quantile(sorted, 0.5);
    int near = 0;
    for (final long value : sorted) {
      near += Math.abs(value - middle) <= middle * 0.25 ? 1 : 0;
    }
    return sorted.length == 0 ? 0 : (double) near / sorted.length;
  }

  private static double quantile(final long[] sorted, final double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(part * (sorted.length - 1))];
  }
}
