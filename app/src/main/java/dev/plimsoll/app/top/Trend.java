package dev.plimsoll.app.top;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The counts of the last minutes, oldest first.
 *
 * @param points at most as many as fit in {@link #SPAN_MILLIS}, a second apart
 */
record Trend(List<Point> points) {
  /** How far back it goes: the time that the limit's rule looks back on. */
  static final long SPAN_MILLIS = 600_000;

  /** Slots that a missing sample may be filled from the one before. */
  private static final int BRIDGED_SLOTS = 3;

  static final Trend NOTHING = new Trend(List.of());

  /** What a slot holds in which nobody looked. */
  static final long UNSEEN = -1;

  /**
   * A count at a moment.
   *
   * @param timeMillis in milliseconds since 1970
   */
  record Point(long timeMillis, long count) {}

  Trend {
    points = List.copyOf(points);
  }

  Trend plus(final long timeMillis, final long count) {
    final List<Point> more = new ArrayList<>();
    for (final Point point : points) {
      if (point.timeMillis > timeMillis - SPAN_MILLIS && point.timeMillis < timeMillis) {
        more.add(point);
      }
    }
    more.add(new Point(timeMillis, count));
    return new Trend(more);
  }

  long most() {
    return points.stream().mapToLong(Point::count).max().orElse(0);
  }

  /** The largest count of each of so many slots of equal length, the newest last. */
  long[] slots(final int number) {
    final long[] slots = new long[number];
    Arrays.fill(slots, UNSEEN);
    if (points.isEmpty()) {
      return slots;
    }
    // Whole slots since 1970, so that a column does not change once its time is over.
    final long slotMillis = Math.max(1, SPAN_MILLIS / number);
    final long newest = points.getLast().timeMillis / slotMillis;
    for (final Point point : points) {
      final long slot = number - 1 - (newest - point.timeMillis / slotMillis);
      if (slot >= 0) {
        slots[(int) slot] = Math.max(slots[(int) slot], point.count);
      }
    }
    int bridged = 0;
    for (int i = 1; i < number; i++) {
      bridged = slots[i] == UNSEEN ? bridged + 1 : 0;
      if (bridged > 0 && bridged <= BRIDGED_SLOTS) {
        slots[i] = slots[i - 1];
      }
    }
    return slots;
  }
}
