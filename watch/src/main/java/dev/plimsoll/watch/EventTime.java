package dev.plimsoll.watch;

import java.util.function.LongSupplier;

/**
 * The time of samples: the clock on the wall, but never set back. Where the wall's clock is set
 * back, time goes on by the clock that only measures, and stays ahead until the wall has caught up;
 * where it is set forward, time follows, and what was skipped is a gap that nobody watched.
 *
 * <p>Thread safe.
 */
public final class EventTime {
  private final LongSupplier wallMillis;
  private final LongSupplier steadyNanos;
  private long last;
  private long lastSteadyNanos;

  /**
   * A time that goes on from an earlier one.
   *
   * @param notBeforeMillis the newest time known from before a restart, in milliseconds since 1970
   */
  public EventTime(final long notBeforeMillis) {
    this(System::currentTimeMillis, System::nanoTime, notBeforeMillis);
  }

  EventTime(
      final LongSupplier wallMillis, final LongSupplier steadyNanos, final long notBeforeMillis) {
    this.wallMillis = wallMillis;
    this.steadyNanos = steadyNanos;
    last = Math.max(wallMillis.getAsLong(), notBeforeMillis);
    lastSteadyNanos = steadyNanos.getAsLong();
  }

  /** Now, in milliseconds since 1970. */
  public synchronized long nowMillis() {
    final long steady = steadyNanos.getAsLong();
    final long wall = wallMillis.getAsLong();
    if (wall >= last) {
      last = wall;
      lastSteadyNanos = steady;
      return wall;
    }
    final long elapsedMillis = (steady - lastSteadyNanos) / 1_000_000;
    last += elapsedMillis;
    // The rest of a millisecond is not lost.
    lastSteadyNanos += elapsedMillis * 1_000_000;
    return last;
  }

  /** How far this time is ahead of the clock on the wall, in milliseconds; 0 as a rule. */
  public synchronized long aheadMillis() {
    return Math.max(0, last - wallMillis.getAsLong());
  }
}
