package dev.plimsoll.session;

import java.util.Arrays;

/**
 * Many stacks of slots in one pool of memory: 4 bytes a slot, and up to a block of 128 bytes for
 * each stack in use. A slot has a place, by which it can be taken out from the middle: the top of
 * its stack moves there. Taking a slot from the top, or looking at several, touches nothing that
 * belongs to the slots themselves. Not thread safe.
 *
 * <p>A stack is a list of blocks, each of which begins with the number of the block below it.
 */
final class SlotStacks {
  private static final int BLOCK_SHIFT = 5;
  private static final int BLOCK = 1 << BLOCK_SHIFT;

  /** The blocks of an array; growing makes one more. */
  private static final int CHUNK_SHIFT = 14;

  private static final int CHUNK = 1 << CHUNK_SHIFT;
  private static final int FIRST_CHUNK = 1 << 8;

  private int[][] chunks = {new int[FIRST_CHUNK]};

  /** The place of the top of each stack; 0 for an empty one. */
  private final int[] tops;

  private int freeBlock;

  // Block 0 is none, so that no place is 0.
  private int blocks = 1;

  SlotStacks(final int count) {
    tops = new int[count];
  }

  boolean isEmpty(final int stack) {
    return tops[stack] == 0;
  }

  /** The slot on top of a stack that is not empty. */
  int top(final int stack) {
    return at(tops[stack]);
  }

  /** How many slots of a stack that is not empty lie in the block of its top. */
  int near(final int stack) {
    return tops[stack] & BLOCK - 1;
  }

  /** A slot near the top: 0 is the top, {@link #near} - 1 the last one. */
  int nearTop(final int stack, final int below) {
    return at(tops[stack] - below);
  }

  /**
   * Puts a slot on top.
   *
   * @return its place, above 0
   */
  int push(final int stack, final int slot) {
    final int top = tops[stack];
    int place = top + 1;
    if ((place & BLOCK - 1) <= 1) {
      final int block = takeBlock();
      at(block << BLOCK_SHIFT, top >>> BLOCK_SHIFT);
      place = block << BLOCK_SHIFT | 1;
    }
    at(place, slot);
    tops[stack] = place;
    return place;
  }

  /** Takes the top off a stack that is not empty. */
  void pop(final int stack) {
    final int top = tops[stack];
    if ((top & BLOCK - 1) > 1) {
      tops[stack] = top - 1;
      return;
    }
    final int block = top >>> BLOCK_SHIFT;
    final int below = at(block << BLOCK_SHIFT);
    tops[stack] = below == 0 ? 0 : below << BLOCK_SHIFT | BLOCK - 1;
    at(block << BLOCK_SHIFT, freeBlock);
    freeBlock = block;
  }

  /**
   * Takes the slot at a place out.
   *
   * @return the slot that lies at the place now, or 0 if it was the top that went
   */
  int takeOut(final int stack, final int place) {
    final int top = tops[stack];
    final int moved = top == place ? 0 : at(top);
    if (moved != 0) {
      at(place, moved);
    }
    pop(stack);
    return moved;
  }

  /** The memory of all arrays. */
  long memoryBytes() {
    long bytes = 16 + 4L * tops.length + 16 + 4L * chunks.length;
    for (final int[] chunk : chunks) {
      bytes += 16 + 4L * chunk.length;
    }
    return bytes;
  }

  private int takeBlock() {
    final int free = freeBlock;
    if (free != 0) {
      freeBlock = at(free << BLOCK_SHIFT);
      return free;
    }
    final int block = blocks++;
    final int end = blocks << BLOCK_SHIFT;
    final int chunk = end - 1 >>> CHUNK_SHIFT;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunk + 1);
      chunks[chunk] = new int[CHUNK];
    } else if (end - (chunk << CHUNK_SHIFT) > chunks[chunk].length) {
      chunks[chunk] = Arrays.copyOf(chunks[chunk], chunks[chunk].length * 2);
    }
    return block;
  }

  private int at(final int place) {
    return chunks[place >>> CHUNK_SHIFT][place & CHUNK - 1];
  }

  private void at(final int place, final int value) {
    chunks[place >>> CHUNK_SHIFT][place & CHUNK - 1] = value;
  }
}
