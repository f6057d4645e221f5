package dev.plimsoll.kernel;

/**
 * Holds a mirror's size against the kernel's own count of entries.
 *
 * <p>The count includes entries that have expired and wait for the collector, so it is never below
 * the number of live sessions, and may be far above. Two things can be told from it all the same:
 *
 * <ul>
 *   <li>More sessions than entries: some of ours are gone without a word, as after a flush of
 *       entries that send no events.
 *   <li>The gap between entries and sessions was measured right after a dump, when it is the
 *       expired entries alone. Those only become fewer: whoever expires later is still in the
 *       mirror until a look at the kernel collects it. So a gap that grows means sessions that we
 *       do not have.
 * </ul>
 *
 * <p>Events are on their way while one looks, so a difference counts from the size that they may
 * explain, and when it is there twice in a row.
 */
final class DriftCheck {
  private static final int LEAST_MISSING = 50;
  private static final int SHARE_MISSING = 100;

  private long gap = -1;
  private long entries = -1;
  private long drift;
  private long eventsBefore;
  private boolean suspected;

  /** A dump has just been worked in. */
  void restart() {
    gap = -1;
    drift = 0;
    suspected = false;
  }

  /** The kernel's count when last asked, or -1. */
  long entries() {
    return entries;
  }

  /** Sessions too many, or below 0 too few, as of the last check. */
  long drift() {
    return drift;
  }

  /**
   * Compares.
   *
   * @param entriesNow the kernel's count, just asked for
   * @param sessions the mirror's size
   * @param events events heard so far
   * @return whether the mirror is wrong: for the second time in a row
   */
  boolean isDrift(final long entriesNow, final long sessions, final long events) {
    final long news = events - eventsBefore;
    eventsBefore = events;
    entries = entriesNow;
    final long excess = entriesNow - sessions;
    if (gap < 0) {
      gap = Math.max(0, excess);
      return false;
    }
    drift = excess < 0 ? -excess : -Math.max(0, excess - gap);
    gap = Math.max(0, Math.min(gap, excess));
    final long missing = Math.max(LEAST_MISSING, sessions / SHARE_MISSING);
    final boolean wrong = drift > news || -drift > missing + news;
    final boolean again = wrong && suspected;
    suspected = wrong;
    return again;
  }
}
