package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The clock in which the kernel tells the starts of processes: hundredths of a second since the
 * machine started. {@code /proc/uptime} does not do for it: in a container it is often the
 * container's own (lxcfs), while the starts of processes are the host's.
 */
final class BootClock {
  private static final Path STAT = Path.of("/proc/thread-self/stat");

  private BootClock() {}

  /**
   * What the clock says now: the start of a thread that is begun for it.
   *
   * @throws IOException if there is no /proc
   */
  static long ticks() throws IOException {
    final Look look = new Look();
    final Thread thread = Thread.ofPlatform().name("plimsoll-clock").daemon().unstarted(look);
    thread.start();
    ThreadEnd.await(thread);
    if (look.failure != null) {
      throw look.failure;
    }
    return ProcessMark.startTicks(look.stat);
  }

  /** The thread's end makes what it read visible. */
  private static final class Look implements Runnable {
    private String stat = "";
    private @Nullable IOException failure;

    @Override
    public void run() {
      try {
        stat = ProcFiles.small(STAT);
      } catch (final IOException e) {
        failure = e;
      }
    }
  }
}
