package dev.plimsoll.kernel;

import java.nio.charset.StandardCharsets;

/**
 * Walks through the attributes of one message, where speed does not matter. One that claims more
 * than there is ends the walk.
 */
final class NetlinkAttributes {
  private static final int HEADER = 4;
  private static final int TYPE_MASK = 0x3fff;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int next;

  /**
   * Begins behind the protocol's own header.
   *
   * @param headerBytes its size, such as 4 for nfgenmsg
   */
  NetlinkAttributes(final NetlinkMessages message, final int headerBytes) {
    this(message.bytes(), message.payload() + headerBytes, message.end());
  }

  NetlinkAttributes(final byte[] bytes, final int from, final int end) {
    this.bytes = bytes;
    this.end = end;
    next = from;
  }

  boolean next() {
    at = next;
    if (end - at < HEADER) {
      return false;
    }
    final int length = NetlinkBytes.hostShort(bytes, at);
    if (length < HEADER || length > end - at) {
      return false;
    }
    next = at + NetlinkBytes.align(length);
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  int type() {
    return NetlinkBytes.hostShort(bytes, at + 2) & TYPE_MASK;
  }

  int payload() {
    return at + HEADER;
  }

  int size() {
    return NetlinkBytes.hostShort(bytes, at) - HEADER;
  }

  /** The attributes inside this one. */
  NetlinkAttributes nested() {
    return new NetlinkAttributes(bytes, payload(), payload() + size());
  }

  /** A string without its closing zero byte. */
  String text() {
    int length = size();
    while (length > 0 && bytes[payload() + length - 1] == 0) {
      length--;
    }
    return new String(bytes, payload(), length, StandardCharsets.UTF_8);
  }
}
