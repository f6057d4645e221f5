package dev.plimsoll.kernel;

import java.lang.foreign.Arena;

/**
 * Signals that whoever started the process made it ignore: sh does so with Ctrl-C for what it
 * starts in the background. The JDK then takes no handler for them (JVM_RegisterSignal), while
 * other commands do.
 */
public final class IgnoredSignals {
  /** Ctrl-C. */
  public static final int INTERRUPT = 2;

  private static final int SIGNAL_SET_BYTES = 8;
  // struct sigaction of the kernel, at its longest; all zero is the default handler.
  private static final int ACTION_BYTES = 32;

  private IgnoredSignals() {}

  /**
   * Makes a signal do by default what it does by default: then it can be handled.
   *
   * @throws KernelException if there is no such signal
   */
  public static void heed(final int signal) throws KernelException {
    try (Arena arena = Arena.ofConfined()) {
      final long action = arena.allocate(ACTION_BYTES).address();
      final long result =
          Syscall.call(Syscall.RT_SIGACTION, signal, action, 0, SIGNAL_SET_BYTES, 0, 0);
      if (result < 0) {
        throw new KernelException("heed signal " + signal, (int) -result);
      }
    }
  }
}
