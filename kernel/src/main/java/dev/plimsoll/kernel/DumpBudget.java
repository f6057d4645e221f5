package dev.plimsoll.kernel;

/**
 * What dumps may cost, for all namespaces of a mirror together: one at a time, and routine ones at
 * most 1 % of the time. Other dumps are not held back, but the routine ones wait the longer.
 */
final class DumpBudget {
  private static final int PARTS = 100;

  private boolean taken;
  private long routineFromMillis;

  /** Whether a dump is on its way. */
  boolean isTaken() {
    return taken;
  }

  /** Whether a routine dump may begin. */
  boolean allows(final long nowMillis) {
    return !taken && nowMillis >= routineFromMillis;
  }

  void began() {
    taken = true;
  }

  void ended(final long nowMillis, final long tookMillis) {
    taken = false;
    routineFromMillis = Math.max(routineFromMillis, nowMillis) + PARTS * tookMillis;
  }
}
