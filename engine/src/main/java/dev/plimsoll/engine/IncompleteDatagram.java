package dev.plimsoll.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fragments of one datagram that have come so far (inet_frag_queue_insert in
 * net/ipv4/inet_fragment.c). Not thread safe.
 */
final class IncompleteDatagram {
  /** What names a datagram; its protocol is 0 for IPv6, where it does not count. */
  record Key(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int identification,
      int protocol,
      int zone) {}

  /** What comes of a fragment. */
  enum Fit {
    NEW,
    DUPLICATE,
    OVERLAP
  }

  /** Part of the datagram; it may hold fewer bytes than it stands for, if it was snapped. */
  private static final class Piece {
    private final int offset;
    private final int length;
    private final byte[] captured;

    Piece(final int offset, final int length, final byte[] captured) {
      this.offset = offset;
      this.length = length;
      this.captured = captured;
    }
  }

  private final Key key;
  private final List<Piece> pieces = new ArrayList<>();
  // Where pieces follow each other without a gap: start and end of each run, in order.
  private int[] runs = new int[4];
  private int runCount;
  private int received;
  private byte[] header = {};
  private boolean hasFirst;

  // What is kept of it by those who have it wait.
  long deadlineNanos;
  long charged;

  /** The number of its last fragment among all of its source. */
  int sourceCount;

  /** How long its data is, as far as is known; all of it once {@link #lastSeen}. */
  int length;

  boolean lastSeen;

  /** A bit for each value of the ECN field that its fragments have. */
  int congestionMarks;

  IncompleteDatagram(final Key key) {
    this.key = key;
  }

  Key key() {
    return key;
  }

  int fragments() {
    return pieces.size();
  }

  /** The headers before the fragment header, of the first fragment. */
  byte[] header() {
    return header;
  }

  void header(final byte[] ofFirst) {
    header = ofFirst;
    hasFirst = true;
  }

  boolean isComplete() {
    return hasFirst && lastSeen && received == length;
  }

  /** Forgets all fragments. */
  void clear() {
    pieces.clear();
    runCount = 0;
    received = 0;
    header = new byte[0];
    hasFirst = false;
    length = 0;
    lastSeen = false;
    congestionMarks = 0;
  }

  /**
   * Takes what a fragment holds, if it fits.
   *
   * <p>As in the kernel, runs grow only at the end of the last one: a fragment that lies across two
   * that touch is no duplicate but an overlap.
   *
   * @param captured how many of its bytes are there, at most {@code end - offset}
   */
  Fit insert(
      final int offset, final int end, final byte[] bytes, final int from, final int captured) {
    final int last = runCount == 0 ? 0 : runs[2 * runCount - 1];
    if (runCount == 0 || end > last) {
      if (offset < last) {
        return Fit.OVERLAP;
      }
      if (runCount > 0 && offset == last) {
        runs[2 * runCount - 1] = end;
      } else {
        insertRun(runCount, offset, end);
      }
    } else {
      final int at = firstEndingBehind(offset);
      if (runs[2 * at] < end) {
        final boolean inside = runs[2 * at] <= offset && end <= runs[2 * at + 1];
        return inside ? Fit.DUPLICATE : Fit.OVERLAP;
      }
      insertRun(at, offset, end);
    }
    pieces.add(new Piece(offset, end - offset, Arrays.copyOfRange(bytes, from, from + captured)));
    received += end - offset;
    return Fit.NEW;
  }

  private int firstEndingBehind(final int offset) {
    int low = 0;
    int high = runCount - 1;
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (runs[2 * middle + 1] <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void insertRun(final int at, final int start, final int end) {
    if (2 * runCount == runs.length) {
      runs = Arrays.copyOf(runs, 2 * runs.length);
    }
    System.arraycopy(runs, 2 * at, runs, 2 * at + 2, 2 * (runCount - at));
    runs[2 * at] = start;
    runs[2 * at + 1] = end;
    runCount++;
  }

  /**
   * Puts the pieces together.
   *
   * @return how many bytes, from the first on, were captured
   */
  int copyTo(final byte[] target, final int at) {
    int captured = length;
    for (final Piece piece : pieces) {
      System.arraycopy(piece.captured, 0, target, at + piece.offset, piece.captured.length);
      if (piece.captured.length < piece.length) {
        captured = Math.min(captured, piece.offset + piece.captured.length);
      }
    }
    return captured;
  }
}
