package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One running process, told from others that get its number later by its start.
 *
 * @param startTicks when it started, in clock ticks since the machine did (proc_pid_stat(5))
 */
public record RunningProcess(long pid, long startTicks) {
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final int ENOSYS = 38;
  private static final int ESRCH = 3;

  /**
   * The process that has a number now.
   *
   * @return null if there is none
   */
  public static @Nullable RunningProcess find(final long pid) throws IOException {
    try {
      return new RunningProcess(
          pid,
          ProcessMark.startTicks(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))));
    } catch (final NoSuchFileException e) {
      return null;
    } catch (final IOException e) {
      // The kernel says ESRCH while one is read that ends.
      if (!Files.exists(Path.of("/proc", Long.toString(pid)))) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Stops it where it is (SIGSTOP).
   *
   * @return false if it has ended
   * @throws KernelException if the kernel refuses
   */
  public boolean stop() throws IOException {
    return signal("stop", SIGSTOP);
  }

  /**
   * Lets it go on (SIGCONT).
   *
   * @return false if it has ended
   * @throws KernelException if the kernel refuses
   */
  public boolean resume() throws IOException {
    return signal("resume", SIGCONT);
  }

  // The descriptor holds on to the process; if it is ours afterwards, it is ours when signalled.
  private boolean signal(final String wanted, final int signal) throws IOException {
    final long opened = Syscall.call(Syscall.PIDFD_OPEN, pid, 0, 0);
    if (opened == -ESRCH) {
      return false;
    }
    if (opened == -ENOSYS) {
      // Before Linux 5.3 a number is all there is.
      return equals(find(pid)) && isDone(wanted, Syscall.call(Syscall.KILL, pid, signal, 0));
    }
    if (opened < 0) {
      throw refused(wanted, opened);
    }
    try (FileDescriptor process = new FileDescriptor((int) opened)) {
      return equals(find(pid))
          && isDone(
              wanted,
              Syscall.call(Syscall.PIDFD_SEND_SIGNAL, process.number(), signal, 0, 0, 0, 0));
    }
  }

  private boolean isDone(final String wanted, final long result) throws KernelException {
    if (result < 0 && result != -ESRCH) {
      throw refused(wanted, result);
    }
    return result == 0;
  }

  private KernelException refused(final String wanted, final long result) {
    return new KernelException(wanted + " process " + pid, (int) -result);
  }
}
