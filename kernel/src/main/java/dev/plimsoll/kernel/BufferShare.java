package dev.plimsoll.kernel;

/**
 * Divides the memory for receive buffers among sockets whose number is not known beforehand: each
 * gets half of what is left, but no more than its fair share, and no less than a small buffer.
 */
final class BufferShare {
  private static final int LEAST_BYTES = 64 * 1024;

  private final int mostBytes;
  private int leftBytes;

  /**
   * Prepares to divide.
   *
   * @param bytes what all sockets may have together
   * @param sockets how many are expected
   */
  BufferShare(final int bytes, final int sockets) {
    mostBytes = bytes / Math.max(1, sockets);
    leftBytes = bytes;
  }

  /** What the next socket asks for. */
  synchronized int next() {
    final int share = leftBytes < mostBytes ? leftBytes / 2 : mostBytes;
    final int bytes = Math.min(mostBytes, Math.max(LEAST_BYTES, share));
    leftBytes = Math.max(0, leftBytes - bytes);
    return bytes;
  }
}
