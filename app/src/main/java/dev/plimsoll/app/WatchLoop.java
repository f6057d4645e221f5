package dev.plimsoll.app;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirroredTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows the kernel's tables and shows a new picture of them again and again. */
final class WatchLoop {
  private static final Duration FIRST_DUMP = Duration.ofSeconds(60);
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K\n";
  private static final String CLEAR_REST = "\u001b[J";
  private static final String CLEAR_ALL = "\u001b[2J";

  private final Console console;
  private final TableOptions tables;
  private final WatchOptions watch;

  /** Draws one picture. */
  @FunctionalInterface
  interface Picture {
    String of(List<MirroredTable> tables) throws IOException;

    /** Who wants to hear the events too. */
    default MirrorListener listener() {
      return MirrorListener.NONE;
    }
  }

  WatchLoop(final Console console, final TableOptions tables, final WatchOptions watch) {
    this.console = console;
    this.tables = tables;
    this.watch = watch;
  }

  /** Shows pictures until the process is interrupted, or the mirror fails. */
  int run(final Picture picture) throws IOException {
    try (Mirror mirror = tables.mirror(picture.listener()).start()) {
      if (!mirror.awaitSynchronised(FIRST_DUMP)) {
        console
            .errors()
            .println(
                "plimsoll: the kernel's table could not be read whole within a minute; it goes on");
      }
      if (console.terminal()) {
        console.text().print(CLEAR_ALL);
      }
      while (true) {
        requireAlive(mirror.failure());
        tables.requireSome(mirror.tables());
        show(picture.of(mirror.tables()));
        Thread.sleep(watch.every());
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.OK;
    }
  }

  /** Tells why a mirror has ended by itself, if it has. */
  static void requireAlive(final @Nullable Throwable failure) throws IOException {
    if (failure != null) {
      throw new IOException(
          "the kernel's events cannot be followed any more: " + failure.getMessage(), failure);
    }
  }

  private void show(final String text) {
    if (console.terminal()) {
      // Drawn over the old picture: no flicker. What does not fit is left out at the bottom.
      final String fits =
          text.lines().limit(console.rows() - 1L).collect(Collectors.joining(CLEAR_LINE));
      console.text().print(HOME + fits + CLEAR_LINE + CLEAR_REST);
    } else {
      console.text().print(text);
    }
    console.text().flush();
  }
}
