package dev.plimsoll.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A count of batches of events, to tell what a dump's block may already contain.
 *
 * <p>The mirror's thread stamps what a batch changed with {@link #now} and moves the clock on
 * afterwards. Who receives a dump notes the clock before the kernel begins to make a block. So a
 * block noted at a <em>later</em> count than an event was made after that event happened; with the
 * same or an earlier count nobody knows.
 *
 * <p>Counts wrap at 2^31 and are compared by their difference. The clock moves only while a dump
 * runs, so a difference that matters stays far below.
 */
final class EventClock {
  private final AtomicInteger now = new AtomicInteger();

  /** From any thread. */
  int now() {
    return now.get();
  }

  /** By the mirror's thread only. */
  int advance() {
    return now.incrementAndGet();
  }
}
