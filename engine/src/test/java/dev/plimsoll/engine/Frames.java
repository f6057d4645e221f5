package dev.plimsoll.engine;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames for tests. */
final class Frames {
  private Frames() {}

  /** An Ethernet frame with a payload of a type. */
  static byte[] ethernet(final int type, final byte[] payload) {
    final ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
    out.put(HexFormat.of().parseHex("020000000002020000000001"));
    return out.putShort((short) type).put(payload).array();
  }

  /** Bytes of a header, in hexadecimal with spaces as you like, before a payload. */
  static byte[] behind(final String header, final byte[] payload) {
    final byte[] first = HexFormat.of().parseHex(header.replace(" ", ""));
    return ByteBuffer.allocate(first.length + payload.length).put(first).put(payload).array();
  }

  /** A frame as it was captured, whole. It begins a little into its array. */
  static Frame frame(final int linkType, final byte[] bytes, final long timeNanos) {
    return snapped(linkType, bytes, bytes.length, timeNanos);
  }

  /** A frame of which only so many bytes were captured. */
  static Frame snapped(
      final int linkType, final byte[] bytes, final int captured, final long timeNanos) {
    final int before = 3;
    final byte[] array = new byte[before + captured];
    System.arraycopy(bytes, 0, array, before, captured);
    final Frame frame = new Frame();
    frame.bytes(array, before, captured);
    frame.length(bytes.length);
    frame.linkType(linkType);
    frame.timeNanos(timeNanos);
    frame.number(1);
    return frame;
  }
}
