package dev.plimsoll.app;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plimsoll events}: what happens in the table, as it happens. */
@Command(
    name = "events",
    header = "Show sessions as they begin, change and end.",
    description = {
      "Prints a line for each event that matches the filter, like 'conntrack -E', until Ctrl-C.",
      "It never dies of an overrun: where the kernel has to drop events it says so, reads the table"
          + " again, prints the beginnings and ends that it missed, marked [MISSED], and goes on. An"
          + " update tells the TCP state only when it changed, and counters come at the end of a"
          + " session only: a filter on them matches no other events."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll events",
      "  plimsoll events proto:tcp dport:22",
      "  plimsoll events --json --top 100 direction:out"
    })
final class EventsCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 100;

  private final Console console;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final FormatOptions formats = new FormatOptions();
  @Mixin private final FilterWords words = new FilterWords();

  @Mixin private final TopRows top = new TopRows();

  EventsCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final var printer =
        new Printer(
            new EventLines(
                words.filter(), formats.format(), console.bytes(), top.orElse(Integer.MAX_VALUE)));
    try (Mirror mirror = tables.mirror(printer).start()) {
      while (!printer.ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        printer.flush();
        final Throwable failure = mirror.failure();
        if (failure instanceof final RuntimeException e) {
          // What the printer threw: a closed pipe, a full disk.
          throw e;
        }
        WatchLoop.requireAlive(failure);
        tables.requireSome(mirror.tables());
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    printer.flush();
    return ExitCode.OK;
  }

  /** Writes events on the mirror's thread; what is left over the main thread writes soon after. */
  private final class Printer implements MirrorListener {
    private final EventLines lines;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable IOException failure;

    Printer(final EventLines lines) {
      this.lines = lines;
    }

    @Override
    public synchronized void event(final MirroredTable table, final SessionEvent event) {
      try {
        lines.add(event);
      } catch (final IOException e) {
        failure = e;
      }
      if (lines.isEnough() || failure != null) {
        ended.countDown();
      }
    }

    @Override
    public void notice(final MirrorNotice notice) {
      final String text = NoticeText.of(notice);
      if (text != null) {
        console.errors().println("plimsoll: " + text);
      }
    }

    synchronized void flush() throws IOException {
      if (failure != null) {
        throw failure;
      }
      lines.flush();
    }
  }
}
