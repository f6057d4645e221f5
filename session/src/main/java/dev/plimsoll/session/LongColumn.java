package dev.plimsoll.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Rows of a fixed number of longs, numbered from 0, in chunks of {@link #CHUNK_ROWS} rows. A chunk
 * is made when the first of its rows is written; a row that was never written reads as zeros.
 * Growing makes one chunk and moves none, so it takes microseconds at any size.
 *
 * <p>One thread writes. Others may read at any time; what they see of a row in writing is for the
 * owner to settle by versions, which is also why nothing here is volatile: a reader comes to a row
 * by a number that it got with acquire ordering, after the row's chunk was there.
 */
final class LongColumn {
  static final int CHUNK_ROWS = 1 << 9;

  /** Access to the elements of a chunk with a memory order. */
  static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int CHUNK_SHIFT = Integer.numberOfTrailingZeros(CHUNK_ROWS);
  private static final int MAX_WIDTH = 19;
  private static final int FIRST_CHUNKS = 4;

  // Stands in for every chunk that is not there, so that no reader needs to ask.
  private static final long[] ZEROS = new long[CHUNK_ROWS * MAX_WIDTH];

  private final int width;
  private long[][] chunks = new long[FIRST_CHUNKS][];
  private int chunkCount;

  /**
   * Makes an empty column.
   *
   * @param width longs a row, 1 to 19
   */
  LongColumn(final int width) {
    assert width > 0 && width <= MAX_WIDTH;
    this.width = width;
    Arrays.fill(chunks, ZEROS);
  }

  /** The chunk that holds the row, for reading. */
  long[] chunk(final int row) {
    final long[][] known = chunks;
    final int number = row >>> CHUNK_SHIFT;
    return number < known.length ? known[number] : ZEROS;
  }

  /** Where the row begins in its chunk. */
  int at(final int row) {
    return (row & CHUNK_ROWS - 1) * width;
  }

  /** The chunk that holds the row, for writing; made if need be. */
  long[] writableChunk(final int row) {
    final long[] chunk = chunk(row);
    return isThere(chunk) ? chunk : newChunk(row >>> CHUNK_SHIFT);
  }

  /** Whether the row's chunk was made. */
  boolean holds(final int row) {
    return isThere(chunk(row));
  }

  @SuppressWarnings("ReferenceEquality") // ZEROS is this one array, not any array of zeros.
  private static boolean isThere(final long[] chunk) {
    return chunk != ZEROS;
  }

  private long[] newChunk(final int number) {
    final int before = chunks.length;
    final long[] chunk = new long[CHUNK_ROWS * width];
    if (number < before) {
      chunks[number] = chunk;
    } else {
      final long[][] more = Arrays.copyOf(chunks, Math.max(number + 1, before * 2));
      Arrays.fill(more, before, more.length, ZEROS);
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
    return 16 + 4L * chunks.length + chunkCount * (16 + 8L * CHUNK_ROWS * width);
  }
}
