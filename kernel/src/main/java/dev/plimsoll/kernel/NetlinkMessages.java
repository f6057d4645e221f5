package dev.plimsoll.kernel;

/**
 * Walks through the messages of a received block. A message that claims more than the block holds
 * ends the walk and is told by {@link #isTruncated}.
 *
 * <pre>{@code
 * messages.reset(block, length);
 * while (messages.next()) {
 *   switch (messages.type()) { … }
 * }
 * }</pre>
 */
final class NetlinkMessages {
  static final int NOOP = 1;
  static final int ERROR = 2;
  static final int DONE = 3;
  static final int OVERRUN = 4;
  static final int HEADER = 16;

  private byte[] bytes = new byte[0];
  private int limit;
  private int start;
  private int next;
  private int end;
  private boolean truncated;

  void reset(final byte[] block, final int length) {
    bytes = block;
    limit = length;
    start = 0;
    next = 0;
    end = 0;
    truncated = false;
  }

  boolean next() {
    start = next;
    if (limit - start < HEADER) {
      truncated |= start < limit;
      return false;
    }
    final int length = NetlinkBytes.hostInt(bytes, start);
    if (length < HEADER || length > limit - start) {
      truncated = true;
      return false;
    }
    end = start + length;
    // The last message may lack its padding.
    next = start + Math.min(NetlinkBytes.align(length), limit - start);
    return true;
  }

  boolean isTruncated() {
    return truncated;
  }

  byte[] bytes() {
    return bytes;
  }

  int type() {
    return NetlinkBytes.hostShort(bytes, start + 4);
  }

  int flags() {
    return NetlinkBytes.hostShort(bytes, start + 6);
  }

  int sequence() {
    return NetlinkBytes.hostInt(bytes, start + 8);
  }

  int portId() {
    return NetlinkBytes.hostInt(bytes, start + 12);
  }

  /** Where the message's content begins. */
  int payload() {
    return start + HEADER;
  }

  /** Where the message ends. */
  int end() {
    return end;
  }

  /**
   * The error that an ERROR or DONE message carries.
   *
   * @return a positive error number, or 0 for success
   */
  int error() {
    return end - payload() < 4 ? 0 : -NetlinkBytes.hostInt(bytes, payload());
  }
}
