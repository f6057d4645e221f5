package dev.plimsoll.kernel;

/**
 * Divides the memory for receive buffers among sockets whose number is not known beforehand: each
 * gets half of what is left, but no more than its fair share, and no less than a small buffer.
 */
final class BufferShare {
  private static final int LEAST_BYTES = 64 * 1024;

  private final int mostBytes;

  /** Below 0 if small buffers were given beyond the whole. */
  private long leftBytes;

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
    final long share = leftBytes < mostBytes ? leftBytes / 2 : mostBytes;
    final int bytes = (int) Math.min(mostBytes, Math.max(LEAST_BYTES, share));
    leftBytes -= bytes;
    return bytes;
  }

  /** A socket that asked for so much is closed, or was never opened. */
  synchronized void giveBack(final int bytes) {
    leftBytes += bytes;
  }
}
