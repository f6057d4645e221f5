package dev.plimsoll.app;

import dev.plimsoll.kernel.ProcessUsage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** What this process costs, over the last minute and in all. Thread safe. */
final class OwnUsage {
  private static final Logger LOG = System.getLogger("plimsoll.watch");
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private record Look(long nanos, ProcessUsage usage) {}

  private final Deque<Look> looks = new ArrayDeque<>();
  private boolean unreadable;

  /** Looks; to be called every few seconds. */
  synchronized void look() {
    try {
      looks.addLast(new Look(System.nanoTime(), ProcessUsage.read()));
    } catch (final IOException e) {
      if (!unreadable) {
        LOG.log(Level.WARNING, "what this process costs cannot be told: {0}", e.getMessage());
      }
      unreadable = true;
      return;
    }
    while (looks.size() > 2 && looks.getLast().nanos - looks.getFirst().nanos > MINUTE_NANOS) {
      looks.removeFirst();
    }
  }

  /** The newest look, or nothing used before the first. */
  synchronized ProcessUsage newest() {
    return looks.isEmpty() ? new ProcessUsage(0, 0) : looks.getLast().usage;
  }

  /** The part of a core that was used in the last minute. */
  synchronized double cpuShare() {
    if (looks.size() < 2) {
      return 0;
    }
    final long cpuMillis = looks.getLast().usage.cpuMillis() - looks.getFirst().usage.cpuMillis();
    return cpuMillis * 1e6 / (looks.getLast().nanos - looks.getFirst().nanos);
  }
}
