package dev.plimsoll.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Decides when a namespace's table is to be dumped, and why. It knows only times, in milliseconds
 * of a steady clock.
 *
 * <p>A dump costs the kernel about 2.4 µs of a core a session, so routine ones have a budget that
 * all namespaces share ({@link DumpBudget}). A dump after an overrun waits until the storm is over,
 * a tenth of a second without another overrun, but not for ever: else a lasting storm would be
 * answered by dumps without end, or by none.
 */
final class DumpSchedule {
  /** No overrun for so long: the storm is over. */
  private static final long QUIET_MILLIS = 100;

  private static final long LEAST_BETWEEN_MILLIS = 1_000;
  private static final int REST = 10;

  /** Why a dump is made; the lower ones matter more. */
  enum Reason {
    START,
    OVERRUN,
    /** The number of sessions does not fit the kernel's count. */
    DRIFT,
    /** The kernel's hash table changed its size, so the dump before is not to be believed. */
    RESIZE,
    /** More sessions seem to have expired than can be looked up one by one. */
    DUE,
    ROUTINE
  }

  private final long routineMillis;
  private boolean everDumped;
  private boolean lost;
  private long firstLossMillis;
  private long lastLossMillis;
  private @Nullable Reason wanted;
  private long endedMillis;
  private long tookMillis;
  private long notBeforeMillis;

  DumpSchedule(final long routineMillis, final long nowMillis) {
    this.routineMillis = routineMillis;
    notBeforeMillis = nowMillis;
  }

  /** Whether the table may lack what a dump would bring. */
  boolean isLost() {
    return lost || !everDumped || wanted == Reason.RESIZE;
  }

  /** Events were lost. */
  void lost(final long nowMillis) {
    if (!lost) {
      lost = true;
      firstLossMillis = nowMillis;
    }
    lastLossMillis = nowMillis;
  }

  /** Asks for a dump soon. */
  void want(final Reason reason) {
    if (wanted == null || reason.compareTo(wanted) < 0) {
      wanted = reason;
    }
  }

  /**
   * Decides.
   *
   * @param calm whether there is time for a routine dump: events come first
   * @return the reason for a dump now, or null if there is none
   */
  @Nullable Reason due(final long nowMillis, final DumpBudget budget, final boolean calm) {
    if (nowMillis < notBeforeMillis || budget.isTaken()) {
      return null;
    }
    if (!everDumped) {
      return Reason.START;
    }
    final long rest = Math.max(LEAST_BETWEEN_MILLIS, REST * tookMillis);
    if (lost) {
      final boolean quiet = nowMillis - lastLossMillis >= QUIET_MILLIS;
      return quiet || nowMillis - firstLossMillis >= rest ? Reason.OVERRUN : null;
    }
    final long since = nowMillis - endedMillis;
    if (wanted != null && since >= rest) {
      return wanted;
    }
    return calm && since >= routineMillis && budget.allows(nowMillis) ? Reason.ROUTINE : null;
  }

  /** A dump begins. A loss from now on asks for another one. */
  void began() {
    lost = false;
    wanted = null;
  }

  /** The dump came to its end. */
  void ended(final long nowMillis, final long dumpTookMillis) {
    everDumped = true;
    endedMillis = nowMillis;
    tookMillis = dumpTookMillis;
  }

  /**
   * The dump, or the try to begin one, failed.
   *
   * @param reason why it was made; a loss that it was to mend is still there
   */
  void failed(final Reason reason, final long nowMillis) {
    if (reason == Reason.OVERRUN) {
      lost(nowMillis);
    } else if (reason != Reason.START && reason != Reason.ROUTINE) {
      want(reason);
    }
    notBeforeMillis = nowMillis + LEAST_BETWEEN_MILLIS;
  }
}
