package dev.plimsoll.session;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What not every session has, by slot: counters (packets and bytes, original and reply), labels
 * (high and low), times (start and stop), and details that few have.
 *
 * <p>Flags in the session's record tell what is there. The record's version guards what is read
 * here too; a part is written before the flag that tells of it.
 */
final class SideStores {
  // Bits of the record's first long, above those of SessionRecords.
  private static final long COUNTERS = 1L << 29;
  private static final long LABELS = 1L << 30;
  private static final long TIMES = 1L << 31;
  private static final long DETAILS = 1L << 32;

  // What a helper's name or a context and perhaps a tuple take in a map of this kind.
  private static final int DETAILS_BYTES = 120;

  private final LongColumn counters = new LongColumn(4);
  private final LongColumn labels = new LongColumn(2);
  private final LongColumn times = new LongColumn(2);
  private final ConcurrentHashMap<Integer, Details> details = new ConcurrentHashMap<>();

  /** What few sessions have. */
  private record Details(
      @Nullable String helper, @Nullable String securityContext, @Nullable Tuple master) {}

  /** Copies what the flags tell of. Any thread. */
  void read(final int slot, final long control, final Session into) {
    if ((control & COUNTERS) != 0) {
      final long[] c = counters.chunk(slot);
      final int at = counters.at(slot);
      into.originalCounters(c[at], c[at + 1]);
      into.replyCounters(c[at + 2], c[at + 3]);
    }
    if ((control & LABELS) != 0) {
      final int at = labels.at(slot);
      into.labels(labels.chunk(slot)[at], labels.chunk(slot)[at + 1]);
    }
    if ((control & TIMES) != 0) {
      final int at = times.at(slot);
      into.startNanos(times.chunk(slot)[at]);
      into.stopNanos(times.chunk(slot)[at + 1]);
    }
    if ((control & DETAILS) != 0) {
      final Details rare = details.get(slot);
      if (rare != null) {
        into.helper(rare.helper);
        into.securityContext(rare.securityContext);
        into.master(rare.master);
      }
    }
  }

  /** Makes the room for writing the session, so that no record is half written for want of it. */
  void reserve(final int slot, final Session session) {
    if (tellsCounters(session)) {
      counters.writableChunk(slot);
    }
    if (session.hasLabels()) {
      labels.writableChunk(slot);
    }
    if (tellsTimes(session)) {
      times.writableChunk(slot);
    }
  }

  private static boolean tellsCounters(final Session session) {
    return session.originalPackets() != Session.ABSENT || session.replyPackets() != Session.ABSENT;
  }

  private static boolean tellsTimes(final Session session) {
    return session.startNanos() != 0 || session.stopNanos() != 0;
  }

  /**
   * Writes what the session tells; the rest stays.
   *
   * @param before the flags of what is there
   * @return the flags of what is there then
   */
  long write(final int slot, final Session session, final long before) {
    long flags = before & (COUNTERS | LABELS | TIMES | DETAILS);
    if (tellsCounters(session)) {
      writeCounters(slot, session, (before & COUNTERS) != 0);
      flags |= COUNTERS;
    }
    if (session.hasLabels()) {
      final long[] column = labels.writableChunk(slot);
      column[labels.at(slot)] = session.labelsHigh();
      column[labels.at(slot) + 1] = session.labelsLow();
      flags |= LABELS;
    }
    if (tellsTimes(session)) {
      final long[] column = times.writableChunk(slot);
      final int row = times.at(slot);
      final boolean known = (before & TIMES) != 0;
      column[row] = session.startNanos() != 0 || !known ? session.startNanos() : column[row];
      column[row + 1] = session.stopNanos() != 0 || !known ? session.stopNanos() : column[row + 1];
      flags |= TIMES;
    }
    if (session.helper() != null || session.securityContext() != null || session.master() != null) {
      writeDetails(slot, session);
      flags |= DETAILS;
    }
    return flags;
  }

  private void writeCounters(final int slot, final Session session, final boolean known) {
    final long[] c = counters.writableChunk(slot);
    final int at = counters.at(slot);
    if (session.originalPackets() != Session.ABSENT || !known) {
      c[at] = session.originalPackets();
      c[at + 1] = session.originalBytes();
    }
    if (session.replyPackets() != Session.ABSENT || !known) {
      c[at + 2] = session.replyPackets();
      c[at + 3] = session.replyBytes();
    }
  }

  private void writeDetails(final int slot, final Session session) {
    final Details before = details.getOrDefault(slot, new Details(null, null, null));
    details.put(
        slot,
        new Details(
            session.helper() != null ? session.helper() : before.helper,
            session.securityContext() != null ? session.securityContext() : before.securityContext,
            session.master() != null ? session.master() : before.master));
  }

  /** Lets go what is not in rows, before a session is written over or erased. */
  void drop(final int slot, final long flags) {
    if ((flags & DETAILS) != 0) {
      details.remove(slot);
    }
  }

  long memoryBytes() {
    return counters.memoryBytes()
        + labels.memoryBytes()
        + times.memoryBytes()
        + (long) DETAILS_BYTES * details.size();
  }
}
