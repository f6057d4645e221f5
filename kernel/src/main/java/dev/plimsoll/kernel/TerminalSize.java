package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The size of a terminal (ioctl_tty(2), TIOCGWINSZ).
 *
 * @param columns more than 0
 * @param rows more than 0
 */
public record TerminalSize(int columns, int rows) {
  private static final int TIOCGWINSZ = 0x5413;

  /** The size of the terminal behind standard output, or null if there is none or it hides it. */
  public static @Nullable TerminalSize ofStandardOutput() {
    final MemorySegment size = Syscall.memory(8);
    try {
      final long result = Syscall.call(Syscall.IOCTL, 1, TIOCGWINSZ, size.address());
      final int rows = size.get(JAVA_SHORT, 0) & 0xffff;
      final int columns = size.get(JAVA_SHORT, 2) & 0xffff;
      return result < 0 || rows == 0 || columns == 0 ? null : new TerminalSize(columns, rows);
    } finally {
      Reference.reachabilityFence(size);
    }
  }
}
