package dev.plimsoll.session;

/**
 * Finds sessions of a tracker's table, which has no reply rows: each session lies in one bucket,
 * and is found there by both of its tuples. The table's writer only.
 */
final class TrackerLookUp {
  private final SessionRecords records;
  private final SessionIndex index;

  TrackerLookUp(final SessionRecords records, final SessionIndex index) {
    this.records = records;
    this.index = index;
  }

  /**
   * Finds the session with this tuple in either direction; there is at most one. Both directions
   * are compared at once, because which of the two it is nobody can foretell, and a processor loses
   * more by a wrong guess than by comparing.
   *
   * @return {@code slot << 1 | direction}, or {@link SessionTable#NONE}
   */
  int find(final TupleView tuple, final long key, final int hashed) {
    final long inverseKey = TupleKey.inverse(key);
    for (int node = index.first(hashed); node != 0; node = records.nextOfOriginal(node >>> 1)) {
      final int direction = direction(node >>> 1, tuple, key, inverseKey);
      if (direction >= 0) {
        return node | direction;
      }
    }
    return SessionTable.NONE;
  }

  private int direction(
      final int slot, final TupleView tuple, final long key, final long inverseKey) {
    final long[] c = records.chunk(slot);
    final int at = records.at(slot);
    final long sourceHigh = c[at + SessionRecords.SOURCE_HIGH];
    final long sourceLow = c[at + SessionRecords.SOURCE_LOW];
    final long destinationHigh = c[at + SessionRecords.DESTINATION_HIGH];
    final long destinationLow = c[at + SessionRecords.DESTINATION_LOW];
    final long own = c[at + SessionRecords.KEY];
    final long original =
        own ^ key
            | sourceLow ^ tuple.sourceLow()
            | destinationLow ^ tuple.destinationLow()
            | sourceHigh ^ tuple.sourceHigh()
            | destinationHigh ^ tuple.destinationHigh();
    final long reply =
        own ^ inverseKey
            | sourceLow ^ tuple.destinationLow()
            | destinationLow ^ tuple.sourceLow()
            | sourceHigh ^ tuple.destinationHigh()
            | destinationHigh ^ tuple.sourceHigh();
    if (original != 0 && reply != 0) {
      return -1;
    }
    return original == 0 ? 0 : 1;
  }

  /**
   * Reads what the look-ups of these hashes will need: heads first, then records, then the next.
   */
  long touch(final int[] hashes, final int[] nodes, final int count) {
    for (int i = 0; i < count; i++) {
      nodes[i] = index.first(hashes[i]);
    }
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += touchRecord(nodes[i] >>> 1);
    }
    for (int i = 0; i < count; i++) {
      sum += touchNext(nodes[i] >>> 1);
    }
    return sum;
  }

  /** Reads one long of each cache line that the record may lie in. */
  private long touchRecord(final int slot) {
    final long[] c = records.chunk(slot);
    final int at = records.at(slot);
    return c[at]
        ^ c[at + SessionRecords.KEY]
        ^ c[at + RowCounters.FIRST + 2]
        ^ c[at + SessionRecords.TRACKER_WIDTH - 1];
  }

  private long touchNext(final int slot) {
    final int next = records.nextOfOriginal(slot) >>> 1;
    return next == 0 ? 0 : records.chunk(next)[records.at(next) + SessionRecords.KEY];
  }
}
