package dev.plimsoll.engine;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import java.util.function.IntConsumer;

/**
 * What happens when the table is full (nf_conntrack_core.c, {@code early_drop} and {@code
 * gc_worker}). A new session pushes out those of its neighbourhood that are not assured; if there
 * are none, its packet is dropped, and the collector then ends whatever is not assured or is
 * closing, until the table is at 95 %.
 */
final class FullTable {
  private static final int NEIGHBOURS = 8;
  private static final long COLLECT_EVERY_MILLIS = 1000;

  private final long maximum;
  private final SessionTable table;
  private final SessionRow row;
  private final IntConsumer drop;
  private boolean wasFull;
  private long collectAtMillis;

  /**
   * Makes the rule of one table.
   *
   * @param maximum the most sessions; 0 for no limit
   * @param drop ends the session in a slot
   */
  FullTable(final long maximum, final SessionTable table, final IntConsumer drop) {
    this.maximum = maximum;
    this.table = table;
    this.drop = drop;
    row = table.row();
  }

  /** Whether a session with this hash may begin, after others went if need be. */
  boolean makesRoom(final int hash) {
    if (maximum == 0 || table.size() < maximum) {
      return true;
    }
    final boolean hasRoom = table.evictNear(hash, NEIGHBOURS, this::isUnassured, drop) > 0;
    wasFull |= !hasRoom;
    return hasRoom;
  }

  /** After a packet was dropped: makes room, once a second. */
  void collect(final long nowMillis) {
    if (!wasFull || nowMillis < collectAtMillis) {
      return;
    }
    wasFull = false;
    collectAtMillis = nowMillis + COLLECT_EVERY_MILLIS;
    final long keep = maximum / 100 * 95;
    table.forEachSlot(slot -> {
      if (table.size() >= keep && mayGo(slot)) {
        drop.accept(slot);
      }
    });
  }

  private boolean isUnassured(final int slot) {
    row.moveTo(slot);
    return (row.status() & Status.ASSURED) == 0;
  }

  private boolean mayGo(final int slot) {
    return isUnassured(slot) || row.protocol() == Protocol.TCP && TcpStates.isClosing(row.state());
  }
}
