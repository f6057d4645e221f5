package dev.plimsoll.kernel;

/** Makes native calls ready, which costs a command some 40 ms of its start. */
public final class NativeCalls {
  private NativeCalls() {}

  /**
   * Binds the one native call on a thread of its own, while the caller does something else. Without
   * it the first call binds.
   */
  public static void bindMeanwhile() {
    Thread.ofPlatform().name("plimsoll-bind").daemon().start(NativeCalls::bind);
  }

  private static void bind() {
    try {
      Syscall.bind();
    } catch (final LinkageError e) {
      // Who needs the call meets the same error, and tells the user.
      return;
    }
  }
}
