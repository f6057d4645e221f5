package dev.plimsoll.engine.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes captures by hand, in either byte order, and with any mistake that is wanted. */
final class CaptureBuilder {
  static final int MICROSECONDS = 0xa1b2_c3d4;
  static final int NANOSECONDS = 0xa1b2_3c4d;
  static final int ETHERNET = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteOrder order;

  CaptureBuilder(final ByteOrder order) {
    this.order = order;
  }

  /** A pcap file's header. */
  static CaptureBuilder pcap(final ByteOrder order, final int magic, final int linkType) {
    return new CaptureBuilder(order).ints(magic).shorts(2, 4).ints(0, 0, 65_535, linkType);
  }

  /** A pcapng file's first section. */
  static CaptureBuilder pcapng(final ByteOrder order) {
    return new CaptureBuilder(order).section(order);
  }

  CaptureBuilder section(final ByteOrder newOrder) {
    order = newOrder;
    return block(
        PcapngFormat.SECTION,
        new CaptureBuilder(order).ints(0x1a2b_3c4d).shorts(1, 0).ints(-1, -1).bytes());
  }

  /** A record of pcap. */
  CaptureBuilder packet(final int seconds, final int fraction, final byte[] data) {
    return ints(seconds, fraction, data.length, data.length).raw(data);
  }

  CaptureBuilder block(final int type, final byte[] body) {
    final byte[] padded = Arrays.copyOf(body, body.length + 3 & ~3);
    return ints(type, padded.length + 12).raw(padded).ints(padded.length + 12);
  }

  /** An interface of pcapng, with options that are already written. */
  CaptureBuilder interfaceOf(final int linkType, final int snapLength, final byte... options) {
    return block(1, part().shorts(linkType, 0).ints(snapLength).raw(options).bytes());
  }

  /** A packet of pcapng. */
  CaptureBuilder enhanced(final int number, final long ticks, final byte[] data) {
    return block(6, enhancedBody(number, ticks, data.length, data));
  }

  byte[] enhancedBody(final int number, final long ticks, final int captured, final byte[] data) {
    return part()
        .ints(number, (int) (ticks >>> 32), (int) ticks, captured, data.length)
        .raw(data)
        .bytes();
  }

  /** Another one in the same byte order, for parts. */
  CaptureBuilder part() {
    return new CaptureBuilder(order);
  }

  CaptureBuilder ints(final int... values) {
    for (final int value : values) {
      out.writeBytes(ByteBuffer.allocate(4).order(order).putInt(value).array());
    }
    return this;
  }

  CaptureBuilder shorts(final int... values) {
    for (final int value : values) {
      out.writeBytes(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }
    return this;
  }

  CaptureBuilder raw(final byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
