package dev.plimsoll.app;

import dev.plimsoll.kernel.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command writes to.
 *
 * @param bytes standard output, for lines that are bytes already; unbuffered
 * @param text standard output, for text; buffered until it is flushed
 * @param errors standard error
 * @param terminal whether a person looks at standard output on a terminal
 */
record Console(OutputStream bytes, PrintWriter text, PrintWriter errors, boolean terminal) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int WIDEST = 110;

  static Console ofProcess() {
    return new Console(
        StandardOutput.stream(),
        StandardOutput.writer(),
        StandardOutput.errorWriter(),
        isTerminal(Path.of("/proc/self/fd/1")));
  }

  /** Rows that fit on the screen, or all of them where there is none. */
  int rows() {
    final TerminalSize size = terminal ? TerminalSize.ofStandardOutput() : null;
    return size == null ? Integer.MAX_VALUE : size.rows();
  }

  /** Whether standard output can show more than ASCII. */
  static boolean isUnicode() {
    return StandardOutput.charset("stdout.encoding").newEncoder().canEncode('█');
  }

  /** Whether a person looks at standard error on a terminal. */
  static boolean isErrorTerminal() {
    return isTerminal(Path.of("/proc/self/fd/2"));
  }

  /** Columns to lay text out for: the terminal's, within reason. */
  int columns() {
    final TerminalSize size = terminal ? TerminalSize.ofStandardOutput() : null;
    return size == null ? DEFAULT_COLUMNS : Math.min(size.columns(), WIDEST);
  }

  private static boolean isTerminal(final Path descriptor) {
    try {
      final String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (final IOException e) {
      return false;
    }
  }
}
