package dev.plimsoll.session;

import java.util.concurrent.locks.LockSupport;

/** What a reader does between two tries to read what is being written. */
final class Backoff {
  private static final int SPINS = 64;
  private static final int PAUSE_NANOS = 10_000;

  private Backoff() {}

  /**
   * Waits a moment; after some tries it lets the processor go, as the writer may have been paused.
   *
   * @param tries how many were in vain before
   */
  static void pause(final int tries) {
    if (tries < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
