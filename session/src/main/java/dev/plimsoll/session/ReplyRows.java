package dev.plimsoll.session;

/**
 * The reply tuples of the sessions that have NAT or zones of one direction, by slot: five longs
 * each. Addresses stand where the reply sees them, as its own source and destination; then come its
 * ports as in {@link TupleKey}, and the next node of its bucket. Protocol and family are the
 * session's.
 */
final class ReplyRows {
  private static final int SOURCE_HIGH = 0;
  private static final int SOURCE_LOW = 1;
  private static final int DESTINATION_HIGH = 2;
  private static final int DESTINATION_LOW = 3;
  private static final int PORTS = 4;
  private static final int WIDTH = 5;
  private static final long LOW_INT = 0xffff_ffffL;

  private final LongColumn rows = new LongColumn(WIDTH);

  boolean holds(final int slot) {
    return rows.holds(slot);
  }

  /** Makes the room for writing. */
  void reserve(final int slot) {
    rows.writableChunk(slot);
  }

  void read(final int slot, final long key, final TupleBuffer into) {
    SessionRecords.copyTuple(rows.chunk(slot), rows.at(slot), key, into);
  }

  boolean addressesAre(final int slot, final TupleView tuple) {
    final long[] c = rows.chunk(slot);
    final int at = rows.at(slot);
    return c[at + SOURCE_LOW] == tuple.sourceLow()
        && c[at + DESTINATION_LOW] == tuple.destinationLow()
        && c[at + SOURCE_HIGH] == tuple.sourceHigh()
        && c[at + DESTINATION_HIGH] == tuple.destinationHigh();
  }

  /** The reply's ports, where a key has them. */
  long ports(final int slot) {
    return rows.chunk(slot)[rows.at(slot) + PORTS] & ~LOW_INT;
  }

  int hash(final int slot, final long key, final TupleHash hash) {
    final long[] c = rows.chunk(slot);
    final int at = rows.at(slot);
    return hash.of(
        c[at + SOURCE_HIGH],
        c[at + SOURCE_LOW],
        c[at + DESTINATION_HIGH],
        c[at + DESTINATION_LOW],
        key);
  }

  void write(final int slot, final TupleView reply) {
    final long[] c = rows.writableChunk(slot);
    final int at = rows.at(slot);
    c[at + SOURCE_HIGH] = reply.sourceHigh();
    c[at + SOURCE_LOW] = reply.sourceLow();
    c[at + DESTINATION_HIGH] = reply.destinationHigh();
    c[at + DESTINATION_LOW] = reply.destinationLow();
    c[at + PORTS] = TupleKey.of(reply, 0) & ~LOW_INT | c[at + PORTS] & LOW_INT;
  }

  int next(final int slot) {
    return (int) rows.chunk(slot)[rows.at(slot) + PORTS];
  }

  void next(final int slot, final int node) {
    final long[] c = rows.writableChunk(slot);
    final int at = rows.at(slot) + PORTS;
    c[at] = c[at] & ~LOW_INT | node & LOW_INT;
  }

  long memoryBytes() {
    return rows.memoryBytes();
  }
}
