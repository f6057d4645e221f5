package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * {@code -E}: what happens in the table of sessions, until the command is ended. A mirror hears it,
 * so that after an overrun it is told what was missed.
 */
final class EventVerb {
  /** What the tool says when the kernel had to drop events. */
  static final List<String> OVERRUN =
      List.of(
          "WARNING: We have hit ENOBUFS! We are losing events.",
          "This message means that the current netlink socket buffer size is too small.",
          "Please, check --buffer-size in conntrack(8) manpage.");

  private static final long POLL_MILLIS = 20;

  private final Invocation invocation;
  private final NetworkNamespace namespace;
  private final EntryLines lines;
  private final Consumer<String> complaints;
  private boolean began;

  /**
   * One hearing.
   *
   * @param complaints takes what is said beside the events
   */
  EventVerb(
      final Invocation invocation,
      final NetworkNamespace namespace,
      final EntryLines lines,
      final Consumer<String> complaints) {
    this.invocation = invocation;
    this.namespace = namespace;
    this.lines = lines;
    this.complaints = complaints;
  }

  Outcome hear(final EndOfCommand end) throws IOException {
    final Ears ears = new Ears();
    try (Mirror mirror = Mirror.open(List.of(namespace), settings(), ears)) {
      if (invocation.has(Option.BUFFER_SIZE)) {
        complaints.accept(notice(mirror.bufferBytes()));
      }
      mirror.start();
      while (!end.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        ears.flush();
        requireAlive(mirror);
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ears.end();
    return Outcome.of(lines.count() + " flow events have been shown.");
  }

  /** What the tool says of a buffer whose size was asked for ({@code -b}). */
  static String notice(final int bufferBytes) {
    return "NOTICE: Netlink socket buffer size has been set to " + bufferBytes + " bytes.";
  }

  // The kernel doubles what the original sets.
  private MirrorSettings settings() {
    final MirrorSettings settings = MirrorSettings.defaults();
    return invocation.has(Option.BUFFER_SIZE)
        ? settings.withBufferBytes(Math.clamp(2L * invocation.bufferBytes(), 4096, 1 << 30))
        : settings;
  }

  private void requireAlive(final Mirror mirror) throws IOException {
    switch (mirror.failure()) {
      case null -> {
        began |= !mirror.tables().isEmpty();
        if (began && mirror.tables().isEmpty()) {
          throw new IOException(
              "network namespace %s is gone: there is nothing to hear"
                  .formatted(namespace.displayName()));
        }
      }
      // What writing threw: a closed pipe, a full disk.
      case final RuntimeException e -> throw e;
      case final Throwable e -> throw new IOException("cannot hear events: " + e.getMessage(), e);
    }
  }

  /** Writes on the mirror's thread; what is left over the main thread writes soon after. */
  private final class Ears implements MirrorListener {
    @Override
    public synchronized void event(final MirroredTable table, final SessionEvent event) {
      if (invocation.events().contains(event.type())
          && invocation.selection().matches(event.session())) {
        lines.add(event);
      }
    }

    @Override
    public void notice(final MirrorNotice notice) {
      if (notice instanceof MirrorNotice.Overrun) {
        OVERRUN.forEach(complaints);
      }
    }

    synchronized void flush() {
      lines.flush();
    }

    synchronized void end() {
      lines.endEvents();
    }
  }
}
