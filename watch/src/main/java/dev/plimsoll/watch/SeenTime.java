package dev.plimsoll.watch;

import java.util.ArrayList;
import java.util.List;

/**
 * The time that was watched, as stretches over and not over the limit. What lies between two
 * stretches, or before the first, is a gap. Immutable; as long as the count stays on one side of
 * the limit it does not grow.
 *
 * @param stretches oldest first; they do not overlap, and neighbours that touch differ
 */
public record SeenTime(List<Stretch> stretches) {
  /**
   * The most stretches that are kept: an hour in which each second is on the other side of the
   * limit. Beyond it the oldest are forgotten and count as not seen.
   */
  public static final int MAX_STRETCHES = 4096;

  static final SeenTime NOTHING = new SeenTime(List.of());

  /**
   * A time on one side of the limit, from {@code startMillis} (included) to {@code endMillis}
   * (excluded), in milliseconds since 1970.
   */
  public record Stretch(long startMillis, long endMillis, boolean over) {
    long millisWithin(final long fromMillis, final long toMillis) {
      return Math.max(0, Math.min(endMillis, toMillis) - Math.max(startMillis, fromMillis));
    }
  }

  public SeenTime {
    stretches = List.copyOf(stretches);
  }

  /** This and one more stretch, which is not earlier than the last one's end. */
  SeenTime plus(final long startMillis, final long endMillis, final boolean over) {
    if (endMillis <= startMillis) {
      return this;
    }
    final List<Stretch> more = new ArrayList<>(stretches);
    final boolean merges =
        !more.isEmpty()
            && more.getLast().over() == over
            && more.getLast().endMillis() == startMillis;
    final long start = merges ? more.removeLast().startMillis() : startMillis;
    more.add(new Stretch(start, endMillis, over));
    return new SeenTime(more);
  }

  /** Time over the limit between two moments, in milliseconds. */
  long overMillis(final long fromMillis, final long toMillis) {
    long sum = 0;
    for (final Stretch stretch : stretches) {
      sum += stretch.over() ? stretch.millisWithin(fromMillis, toMillis) : 0;
    }
    return sum;
  }

  /** Time between two moments that nobody watched, in milliseconds. */
  long gapMillis(final long fromMillis, final long toMillis) {
    long gap = toMillis - fromMillis;
    for (final Stretch stretch : stretches) {
      gap -= stretch.millisWithin(fromMillis, toMillis);
    }
    return gap;
  }

  /** Time over the limit within the newest {@code seenMillis} that were watched. */
  long overMillisOfLastSeen(final long seenMillis) {
    long rest = seenMillis;
    long over = 0;
    for (int i = stretches.size() - 1; i >= 0 && rest > 0; i--) {
      final Stretch stretch = stretches.get(i);
      final long taken = Math.min(rest, stretch.endMillis() - stretch.startMillis());
      over += stretch.over() ? taken : 0;
      rest -= taken;
    }
    return over;
  }

  /**
   * How long after {@code fromMillis} so much time has passed that is not known to be over the
   * limit; what is not seen, later time too, counts as such.
   */
  long millisUntilNotOver(final long fromMillis, final long notOverMillis) {
    long rest = notOverMillis;
    long at = fromMillis;
    for (final Stretch stretch : stretches) {
      if (stretch.over() && stretch.endMillis() > at) {
        final long free = Math.max(0, stretch.startMillis() - at);
        if (free >= rest) {
          break;
        }
        rest -= free;
        at = stretch.endMillis();
      }
    }
    return at + rest - fromMillis;
  }

  /** Without the stretches that are both before a moment and behind the newest so much seen. */
  SeenTime since(final long fromMillis, final long seenMillis) {
    long seen = 0;
    int first = stretches.size();
    while (first > 0 && stretches.size() - first < MAX_STRETCHES) {
      final Stretch stretch = stretches.get(first - 1);
      if (stretch.endMillis() <= fromMillis && seen >= seenMillis) {
        break;
      }
      seen += stretch.endMillis() - stretch.startMillis();
      first--;
    }
    return first == 0 ? this : new SeenTime(stretches.subList(first, stretches.size()));
  }
}
