package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;

/** Waits for several event sockets at once (ppoll(2)). Not thread safe. */
final class EventPoll {
  private static final int ENTRY_BYTES = 8;
  private static final int EVENTS_AT = 4;
  private static final int RETURNED_AT = 6;
  private static final short POLLIN = 1;

  private final MemorySegment entries;
  private final MemorySegment timeout = Syscall.memory(16);
  private final int count;

  /** The sockets keep their places: their index asks for them later. */
  EventPoll(final List<EventSocket> sockets) {
    count = sockets.size();
    entries = Syscall.memory(Math.max(1, count) * (long) ENTRY_BYTES);
    for (int i = 0; i < count; i++) {
      final long at = (long) i * ENTRY_BYTES;
      entries.set(JAVA_INT, at, sockets.get(i).number());
      entries.set(JAVA_SHORT, at + EVENTS_AT, POLLIN);
    }
  }

  /** Waits until a socket has an event or an error to tell, or the time is over. */
  void await(final long millis) throws KernelException {
    timeout.set(JAVA_LONG, 0, millis / 1000);
    timeout.set(JAVA_LONG, 8, millis % 1000 * 1_000_000);
    try {
      final long ready =
          Syscall.call(Syscall.PPOLL, entries.address(), count, timeout.address(), 0, 0, 0);
      if (ready < 0 && ready != -Errno.EINTR) {
        throw new KernelException("wait for the kernel's events", (int) -ready);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Whether the last wait found something at this socket. */
  boolean isReady(final int index) {
    return entries.get(JAVA_SHORT, (long) index * ENTRY_BYTES + RETURNED_AT) != 0;
  }
}
