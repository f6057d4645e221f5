package dev.plimsoll.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What standard output leads to. */
final class Terminal {
  private static final Path OUTPUT = Path.of("/proc/self/fd/1");

  private Terminal() {}

  /**
   * Whether colours are welcome: on a terminal, unless the variable NO_COLOR is set
   * (https://no-color.org) or the terminal is a dumb one.
   */
  static boolean wantsColour() {
    final String noColor = System.getenv("NO_COLOR");
    return (noColor == null || noColor.isEmpty())
        && !"dumb".equals(System.getenv("TERM"))
        && isTerminal();
  }

  private static boolean isTerminal() {
    try {
      final String target = Files.readSymbolicLink(OUTPUT).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (final IOException e) {
      return false;
    }
  }
}
