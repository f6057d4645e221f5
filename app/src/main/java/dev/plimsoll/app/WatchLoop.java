package dev.plimsoll.app;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirroredTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

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
      mirror.awaitSynchronised(FIRST_DUMP);
      if (console.terminal()) {
        console.text().print(CLEAR_ALL);
      }
      while (true) {
        final Throwable failure = mirror.failure();
        if (failure != null) {
          throw new IOException(
              "the kernel's events cannot be followed any more: " + failure.getMessage(), failure);
        }
        show(picture.of(mirror.tables()));
        Thread.sleep(watch.every());
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.OK;
    }
  }

  private void show(final String text) {
    if (console.terminal()) {
      // Drawn over the old picture: no flicker.
      console.text().print(HOME + text.replace("\n", CLEAR_LINE) + CLEAR_REST);
    } else {
      console.text().print(text);
    }
    console.text().flush();
  }
}
