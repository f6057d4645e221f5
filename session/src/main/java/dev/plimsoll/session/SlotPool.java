package dev.plimsoll.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Gives out the slots of a table. Sessions with a reply row get slots in chunks of their own, so
 * that only they pay for reply rows. A free slot is reused before a new one, the last freed first.
 */
final class SlotPool {
  private static final int MAX_SLOT = (1 << 30) - 1;
  private static final VarHandle END;

  static {
    try {
      END = MethodHandles.lookup().findVarHandle(SlotPool.class, "end", int.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SessionRecords records;
  // By kind: 0 without, 1 with a reply row.
  private final int[] firstFree = new int[2];
  private final int[] fresh = new int[2];
  private int chunks;
  private int end;

  SlotPool(final SessionRecords records) {
    this.records = records;
  }

  /** All slots given out so far are below this. Any thread. */
  int end() {
    return (int) END.getAcquire(this);
  }

  /** A free slot; its links are 0. */
  int take(final boolean withReply) {
    final int kind = withReply ? 1 : 0;
    final int free = firstFree[kind];
    if (free != 0) {
      firstFree[kind] = records.nextOfOriginal(free);
      records.nextOfOriginal(free, 0);
      return free;
    }
    if (fresh[kind] % LongColumn.CHUNK_ROWS == 0) {
      // Slot 0 is no slot.
      fresh[kind] = Math.max(1, chunks * LongColumn.CHUNK_ROWS);
      chunks++;
    }
    final int slot = fresh[kind]++;
    if (slot > MAX_SLOT) {
      throw new IllegalStateException("the table is full: " + MAX_SLOT + " sessions");
    }
    return slot;
  }

  /** Makes the slot known to iteration, once its record is there to be read. */
  void publish(final int slot) {
    if (slot >= end) {
      END.setRelease(this, slot + 1);
    }
  }

  /** Takes back the slot of an erased record. */
  void giveBack(final int slot) {
    final int kind = records.holdsReplies(slot) ? 1 : 0;
    records.nextOfOriginal(slot, firstFree[kind]);
    firstFree[kind] = slot;
  }
}
