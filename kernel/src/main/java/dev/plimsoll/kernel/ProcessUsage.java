package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has used of the machine (proc_pid_stat(5), proc_pid_statm(5)).
 *
 * @param cpuMillis time of processors, in user and kernel mode
 * @param residentBytes memory that it holds now
 */
public record ProcessUsage(long cpuMillis, long residentBytes) {
  // USER_HZ is 100 on every architecture that Syscall knows.
  private static final long MILLIS_A_TICK = 10;
  private static final int USER_TICKS = 11;
  private static final int KERNEL_TICKS = 12;

  /** Reads it. */
  public static ProcessUsage read() throws IOException {
    return of(
        Files.readString(Path.of("/proc/self/stat")),
        Files.readString(Path.of("/proc/self/status")));
  }

  static ProcessUsage of(final String stat, final String status) throws IOException {
    // The second field is the program's name in parentheses, which may hold anything.
    final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    final long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS]);
    final long residentKibibytes =
        status
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("/proc/self/status has no line VmRSS"));
    return new ProcessUsage(ticks * MILLIS_A_TICK, residentKibibytes * 1024);
  }
}
