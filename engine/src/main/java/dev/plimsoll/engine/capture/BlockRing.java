package dev.plimsoll.engine.capture;

/**
 * The blocks of memory that a capture is read into, one after the other, so that frames of earlier
 * blocks stay where they are while it is read on. Not thread safe.
 */
final class BlockRing {
  private final byte[][] blocks;
  private int current;
  private boolean isHandedOut;

  /**
   * Makes a ring.
   *
   * @param count how many blocks of {@link CaptureBytes#BLOCK_BYTES}; each is made when it is
   *     needed
   */
  BlockRing(final int count) {
    blocks = new byte[count][];
  }

  /** A block that no frame that was handed out points at: the same one as long as none was. */
  byte[] free() {
    if (isHandedOut) {
      current = (current + 1) % blocks.length;
      isHandedOut = false;
    }
    if (blocks[current] == null) {
      blocks[current] = new byte[CaptureBytes.BLOCK_BYTES];
    }
    return blocks[current];
  }

  /** Frames were handed out that point at the current block. */
  void handedOut() {
    isHandedOut = true;
  }

  /** How often frames can be handed out until a block is used anew. */
  int lasting() {
    return blocks.length - 1;
  }
}
