package dev.plimsoll.bench;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Grows a {@link SessionTable} from empty and lets it expire: bytes a session by the heap, inserts
 * and expiries a second, and the longest single insert, with the garbage collector's pauses and
 * without. One size an argument.
 */
public final class SessionTableGrowth {
  private static final int NANOS_A_STEP = 100;
  private static final int STEPS = 100_000;
  private static final long WORTH_A_LOOK_NANOS = 50_000;
  private static final int WARM_UP = 200_000;
  private static final int LONGEST_TIMEOUT_MILLIS = 600_000;

  private final int sessions;
  private final Session session = new Session();
  private final SplittableRandom random = new SplittableRandom(1);
  private final int[] histogram = new int[STEPS];
  private long longestNanos;
  private long longestQuietNanos;
  private long collections;

  private SessionTableGrowth(final int sessions) {
    this.sessions = sessions;
  }

  /** Runs the sizes given as arguments. */
  public static void main(final String[] arguments) {
    // The first run compiles.
    new SessionTableGrowth(WARM_UP).run(null);
    for (final String argument : arguments) {
      new SessionTableGrowth(Integer.parseInt(argument)).run(System.out);
    }
  }

  private void run(final @Nullable PrintStream out) {
    final long heapBefore = usedHeapBytes();
    final SessionTable table = new SessionTable();
    collections = collections();
    final long insertNanos = grow(table);
    final long heapBytes = usedHeapBytes() - heapBefore;
    final long tableBytes = table.memoryBytes();
    final long expiryNanos = expire(table);
    if (out != null) {
      out.printf("%,d sessions%n", sessions);
      out.printf("  bytes a session, by the heap     %,12.1f%n", (double) heapBytes / sessions);
      out.printf("  bytes a session, by the table    %,12.1f%n", (double) tableBytes / sessions);
      out.printf("  inserts a second, growing        %,12.0f%n", sessions * 1e9 / insertNanos);
      out.printf("  longest insert, µs               %,12.1f%n", longestNanos / 1e3);
      out.printf("  longest without a collection, µs %,12.1f%n", longestQuietNanos / 1e3);
      out.printf("  99.99 %% of inserts within, µs    %,12.1f%n", percentileNanos(0.9999) / 1e3);
      out.printf("  expiries a second                %,12.0f%n", sessions * 1e9 / expiryNanos);
    }
  }

  private long grow(final SessionTable table) {
    long total = 0;
    for (int i = 0; i < sessions; i++) {
      SampleSessions.fill(
          session, i, SampleSessions.START_MILLIS, random.nextInt(LONGEST_TIMEOUT_MILLIS));
      final long start = System.nanoTime();
      table.put(session);
      final long nanos = System.nanoTime() - start;
      total += nanos;
      histogram[(int) Math.min(STEPS - 1, nanos / NANOS_A_STEP)]++;
      longestNanos = Math.max(longestNanos, nanos);
      if (nanos > WORTH_A_LOOK_NANOS) {
        noteQuiet(nanos);
      }
    }
    return total;
  }

  // Asking for the collections costs more than an insert, so only long ones are asked about.
  private void noteQuiet(final long nanos) {
    final long now = collections();
    if (now == collections) {
      longestQuietNanos = Math.max(longestQuietNanos, nanos);
    }
    collections = now;
  }

  private long expire(final SessionTable table) {
    final long start = System.nanoTime();
    for (int millis = 0; millis <= LONGEST_TIMEOUT_MILLIS; millis += 100) {
      table.advance(SampleSessions.START_MILLIS + millis, table::remove);
    }
    final long nanos = System.nanoTime() - start;
    if (table.size() != 0) {
      throw new IllegalStateException(table.size() + " sessions did not expire");
    }
    return nanos;
  }

  private long percentileNanos(final double share) {
    long left = (long) (sessions * share);
    int step = 0;
    while (left > 0) {
      left -= histogram[step++];
    }
    return (long) step * NANOS_A_STEP;
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private static long usedHeapBytes() {
    final Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
