package dev.plimsoll.kernel.process;

import org.jspecify.annotations.Nullable;

/**
 * What is taken from {@code /proc/PID/stat} (proc_pid_stat(5)).
 *
 * @param cpuTicks in user and kernel mode, in hundredths of a second
 */
record ProcessStat(String name, long parent, long cpuTicks, long startTicks) {
  // Behind the name; the state is the first of these.
  private static final int PARENT = 1;
  private static final int USER_TICKS = 11;
  private static final int KERNEL_TICKS = 12;
  private static final int START = 19;

  /** Reads the line; null if it is none, as of a process that ends while it is read. */
  static @Nullable ProcessStat parse(final String text) {
    // The name may hold anything, parentheses and line ends too.
    final int open = text.indexOf('(');
    final int close = text.lastIndexOf(')');
    if (open < 0 || close < open || close + 2 > text.length()) {
      return null;
    }
    final String[] fields = text.substring(close + 2).split(" ", START + 2);
    if (fields.length <= START) {
      return null;
    }
    try {
      return new ProcessStat(
          text.substring(open + 1, close),
          Long.parseLong(fields[PARENT]),
          Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS]),
          Long.parseLong(fields[START].strip()));
    } catch (final NumberFormatException e) {
      return null;
    }
  }
}
