package dev.plimsoll.app.conntrack;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Work with a copy of {@code /etc} in the place of the host's: conntrack(8) reads the names of
 * labels from there, and a test must not write into the host's.
 */
final class PrivateEtc {
  private static final int CLONE_NEWNS = 0x0002_0000;

  private PrivateEtc() {}

  /**
   * Does the work on a thread that has mounts of its own, which the threads and processes it starts
   * share.
   *
   * @param copy a folder for the copy
   */
  static <T> T call(final Path copy, final Callable<T> work) throws Exception {
    final FutureTask<T> task =
        new FutureTask<>(() -> {
          unshareMounts();
          // In memory, and seen by these threads only: the copy holds secrets, and goes with them.
          Sh.run(
              "mount --make-rprivate / && mount -t tmpfs -o mode=755 none '%s' && cp -a /etc/. '%s' && mount --bind '%s' /etc"
                  .formatted(copy, copy, copy));
          return work.call();
        });
    Thread.ofPlatform().name("private-etc").start(task);
    return task.get();
  }

  @SuppressWarnings("restricted")
  private static void unshareMounts() throws IOException {
    final Linker linker = Linker.nativeLinker();
    final int result;
    try {
      result =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("unshare"),
                      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invokeExact(CLONE_NEWNS);
    } catch (final Throwable e) {
      throw new IOException("unshare(2) cannot be called", e);
    }
    if (result != 0) {
      throw new IOException("unshare(2) was refused");
    }
  }
}
