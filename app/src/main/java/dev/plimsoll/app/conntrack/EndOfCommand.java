package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.IgnoredSignals;
import dev.plimsoll.kernel.KernelException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/** The wish to end a command that goes on by itself: Ctrl-C or SIGTERM, or a test's. */
public final class EndOfCommand {
  private final CountDownLatch latch = new CountDownLatch(1);

  /** Of the process: its signals no longer kill it from now on. */
  public static EndOfCommand bySignals() {
    final EndOfCommand end = new EndOfCommand();
    try {
      // A shell's background command begins with Ctrl-C ignored, and is ended by it all the same.
      IgnoredSignals.heed(IgnoredSignals.INTERRUPT);
    } catch (final KernelException e) {
      throw new UncheckedIOException(e);
    }
    Signals.register("INT", end::now);
    Signals.register("TERM", end::now);
    return end;
  }

  /** Of a part of the process. */
  public static EndOfCommand byCall() {
    return new EndOfCommand();
  }

  public void now() {
    latch.countDown();
  }

  /** Whether it has come; waits so long for it at most. */
  boolean await(final long time, final TimeUnit unit) throws InterruptedException {
    return latch.await(time, unit);
  }
}
