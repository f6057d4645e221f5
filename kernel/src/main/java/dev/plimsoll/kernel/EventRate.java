package dev.plimsoll.kernel;

import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.time.Duration;

/**
 * How many sessions began and ended while we looked.
 *
 * @param begun sessions that began
 * @param ended sessions that ended; those that nobody listened to when they began are not told
 *     ({@code nf_conntrack_events=2}), so this may be too low
 * @param overruns how often the kernel had more events than it could keep for us: then both numbers
 *     are too low
 * @param nanos how long the look took
 */
public record EventRate(long begun, long ended, long overruns, long nanos) {
  private static final int BUFFER_BYTES = 8 << 20;
  private static final long SLICE_MILLIS = 50;

  /**
   * Listens for a while. Blocks the calling thread.
   *
   * @throws IOException if the kernel does not let us listen
   */
  public static EventRate measure(final NetworkNamespace namespace, final Duration look)
      throws IOException {
    final var tally = new Tally();
    try (EventSocket socket =
        EventSocket.open(namespace, BUFFER_BYTES, false, new CtnetlinkDecoder())) {
      final long begin = System.nanoTime();
      final long end = begin + look.toNanos();
      while (true) {
        final long left = end - System.nanoTime();
        if (left <= 0) {
          return new EventRate(tally.begun, tally.ended, tally.overruns, System.nanoTime() - begin);
        }
        if (socket.awaitReadable(Math.min(SLICE_MILLIS, left / 1_000_000 + 1))) {
          socket.receive(tally);
        }
      }
    }
  }

  /** Sessions that began, a second. */
  public double begunPerSecond() {
    return begun * 1e9 / nanos;
  }

  private static final class Tally implements EventSocket.Listener {
    private long begun;
    private long ended;
    private long overruns;

    @Override
    public void event(final SessionEvent event, final int namespaceId) {
      switch (event.type()) {
        case NEW -> begun++;
        case DESTROY -> ended++;
        case UPDATE -> {}
      }
    }

    @Override
    public void overrun() {
      overruns++;
    }
  }
}
