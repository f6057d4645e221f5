package dev.plimsoll.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Rows of a fixed number of longs, numbered from 0, in chunks of so many rows. A chunk is made when
 * the first of its rows is written; a row that was never written reads as zeros. Growing makes one
 * chunk and moves none, so it takes microseconds at any size.
 *
 * <p>One thread writes. Others may read at any time; what they see of a row in writing is for the
 * owner to settle by versions, which is also why nothing here is volatile: a reader comes to a row
 * by a number that it got with acquire ordering, after the row's chunk was there.
 */
final class LongColumn {
  /** The rows of a chunk where memory counts most. */
  static final int CHUNK_ROWS = 1 << 9;

  /** Access to the elements of a chunk with a memory order. */
  static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int MAX_WIDTH = 18;
  private static final int FIRST_CHUNKS = 4;

  private static final long[] ZEROS = new long[CHUNK_ROWS * MAX_WIDTH];

  private final int width;
  private final int shift;
  private final int mask;

  // Stands in for every chunk that is not there, so that no reader needs to ask.
  private final long[] zeros;
  private long[][] chunks = new long[FIRST_CHUNKS][];
  private int chunkCount;

  /**
   * Makes an empty column.
   *
   * @param width longs a row, 1 to 18
   */
  LongColumn(final int width) {
    this(width, CHUNK_ROWS);
  }

  /**
   * Makes an empty column with chunks of a size of its own.
   *
   * @param chunkRows a power of two; in larger chunks a row is found faster, as there are fewer
   */
  LongColumn(final int width, final int chunkRows) {
    assert width > 0 && width <= MAX_WIDTH && Integer.bitCount(chunkRows) == 1;
    this.width = width;
    shift = Integer.numberOfTrailingZeros(chunkRows);
    mask = chunkRows - 1;
    zeros = chunkRows == CHUNK_ROWS ? ZEROS : new long[chunkRows * width];
    Arrays.fill(chunks, zeros);
  }

  /** The chunk that holds the row, for reading. */
  long[] chunk(final int row) {
    final long[][] known = chunks;
    final int number = row >>> shift;
    return number < known.length ? known[number] : zeros;
  }

  /** Where the row begins in its chunk. */
  int at(final int row) {
    return (row & mask) * width;
  }

  /** The chunk that holds the row, for writing; made if need be. */
  long[] writableChunk(final int row) {
    final long[] chunk = chunk(row);
    return isThere(chunk) ? chunk : newChunk(row >>> shift);
  }

  /** Whether the row's chunk was made. */
  boolean holds(final int row) {
    return isThere(chunk(row));
  }

  @SuppressWarnings("ReferenceEquality") // it is this one array, not any array of zeros.
  private boolean isThere(final long[] chunk) {
    return chunk != zeros;
  }

  private long[] newChunk(final int number) {
    final int before = chunks.length;
    final long[] chunk = new long[(mask + 1) * width];
    if (number < before) {
      chunks[number] = chunk;
    } else {
      final long[][] more = Arrays.copyOf(chunks, Math.max(number + 1, before * 2));
      Arrays.fill(more, before, more.length, zeros);
      more[number] = chunk;
      // A reader of an old row may come by the new array at once, and must not find it empty.
      VarHandle.releaseFence();
      chunks = more;
    }
    chunkCount++;
    return chunk;
  }

  /** The memory of all arrays, with headers of 16 bytes and references of 4. */
  long memoryBytes() {
    return 16 + 4L * chunks.length + chunkCount * (16 + 8L * (mask + 1) * width);
  }
}
