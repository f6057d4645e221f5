package dev.plimsoll.kernel;

/** Waits for the end of a thread whose sockets and memory are closed afterwards. */
final class ThreadEnd {
  private ThreadEnd() {}

  /** Waits even when interrupted, and leaves the interrupt to the caller. */
  static void await(final Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (final InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
