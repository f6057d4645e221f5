package dev.plimsoll.session;

import java.util.Arrays;

/**
 * A tracker's view of one session in place: what it reads and writes for each packet, without a
 * copy. It stands at a session in the table, or holds one that has begun and is not in the table
 * yet ({@link #begin}, then {@link #insert}).
 *
 * <p>Void after {@link SessionTable#clear()} or when its session is removed. The table's writer
 * only. Others read beside it as ever: status and state change in one write, and counters may be
 * read between packets and bytes of the packet that is being counted.
 */
public final class SessionRow {
  /** How many longs a tracker may keep for each session. */
  public static final int WORDS = 6;

  /** The state of a protocol that has none. */
  public static final int NO_STATE = 255;

  private static final long LOW_INT = 0xffff_ffffL;

  private final SessionTable table;
  private final long[] begun = new long[SessionRecords.TRACKER_WIDTH];
  private long[] chunk = begun;
  private int at;
  private int slot = SessionTable.NONE;

  SessionRow(final SessionTable table) {
    this.table = table;
  }

  /** Begins a session that is not in the table: all is 0. */
  public void begin() {
    Arrays.fill(begun, 0);
    chunk = begun;
    at = 0;
    slot = SessionTable.NONE;
  }

  /** Puts the begun session into the table and stands at it. */
  public void insert(final TupleView original, final int zone) {
    table.insert(original, zone, this);
  }

  /** Moves to the session in a slot in use. */
  public void moveTo(final int inUse) {
    final SessionRecords records = table.records();
    slot = inUse;
    chunk = records.chunk(inUse);
    at = records.at(inUse);
  }

  /** Takes the session out of the table; the row is void then. */
  public void remove() {
    table.remove(slot);
  }

  /** The slot it stands at, or {@link SessionTable#NONE} for a session that is not in the table. */
  public int slot() {
    return slot;
  }

  /** The protocol of the session, which is in the table. */
  public int protocol() {
    return TupleKey.protocol(chunk[at + SessionRecords.KEY]);
  }

  /** The bits of {@link Status}. */
  public int status() {
    return (int) chunk[at] & 0xffff;
  }

  public void status(final int bits) {
    control(bits, state());
  }

  /** The state of the protocol, {@link #NO_STATE} where it has none. */
  public int state() {
    return (int) (chunk[at] >>> 16) & 0xff;
  }

  public void state(final int number) {
    control(status(), number);
  }

  /** Changes both in one write: whoever reads beside sees them as they were or as they are. */
  private void control(final int status, final int state) {
    final long before = chunk[at];
    final long parts = before & SessionRecords.FLAGS | (long) state << 16 | status & 0xffff;
    final long version = (before & -SessionRecords.VERSION_STEP) + 2 * SessionRecords.VERSION_STEP;
    LongColumn.ELEMENTS.setRelease(chunk, at, version | parts);
  }

  /** When the session expires, in milliseconds since 1970. */
  public long deadlineMillis() {
    return chunk[at + SessionRecords.DEADLINE] >>> 16;
  }

  /**
   * Sets when the session expires, in milliseconds since 1970.
   *
   * @param kind a number of the tracker's for why then, 0 to 65,535
   */
  public void deadlineMillis(final long millis, final int kind) {
    final long before = deadlineMillis();
    final long deadline = Math.clamp(millis, 0, TimingWheel.MAX_MILLIS);
    LongColumn.ELEMENTS.setOpaque(chunk, at + SessionRecords.DEADLINE, deadline << 16 | kind);
    if (slot != SessionTable.NONE && deadline < before) {
      table.reschedule(slot, before);
    }
  }

  /** The number that was given with the deadline. */
  public int deadlineKind() {
    return (int) chunk[at + SessionRecords.DEADLINE] & 0xffff;
  }

  /**
   * Counts one packet.
   *
   * @param direction 0 for the original one, 1 for the reply
   * @param bytes its length from the IP header on
   */
  public void count(final int direction, final int bytes) {
    RowCounters.count(chunk, at, direction, bytes);
  }

  /** The packets counted in a direction, 0 for the original one, 1 for the reply. */
  public long packets(final int direction) {
    return RowCounters.packets(chunk, at, direction);
  }

  /** The bytes counted in a direction, 0 for the original one, 1 for the reply. */
  public long bytes(final int direction) {
    return RowCounters.bytes(chunk, at, direction);
  }

  /** What the tracker keeps, 0 to {@link #WORDS} - 1. */
  public long word(final int number) {
    return chunk[at + column(number)];
  }

  public void word(final int number, final long value) {
    chunk[at + column(number)] = value;
  }

  private static int column(final int number) {
    return number == WORDS - 1 ? SessionRecords.MARK_ID : SessionRecords.WORDS + number;
  }

  /** 32 bits more that the tracker keeps. */
  public int flags() {
    return (int) chunk[at + SessionRecords.BUCKET];
  }

  public void flags(final int bits) {
    final int column = at + SessionRecords.BUCKET;
    chunk[column] = chunk[column] & ~LOW_INT | bits & LOW_INT;
  }

  /** Copies counters and words of the begun session to its record. */
  void copyTo(final long[] record, final int recordAt) {
    record[recordAt + SessionRecords.MARK_ID] = begun[SessionRecords.MARK_ID];
    System.arraycopy(
        begun,
        RowCounters.FIRST,
        record,
        recordAt + RowCounters.FIRST,
        SessionRecords.TRACKER_WIDTH - RowCounters.FIRST);
  }
}
