package dev.plimsoll.engine.capture;

import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.LinkType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of Wireshark (draft-ietf-opsawg-pcapng): blocks, in sections of their own byte order.
 * Blocks that hold no packet and name no interface are skipped, whatever their length.
 */
final class PcapngFormat implements CaptureFormat {
  /** The type of the block that begins a section; the same in both byte orders. */
  static final int SECTION = 0x0a0d_0d0a;

  private static final int INTERFACE = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int PACKET = 6;

  private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
  private static final int MAJOR = 1;
  private static final int END_OF_OPTIONS = 0;
  private static final int TIME_RESOLUTION = 9;
  private static final int TIME_OFFSET = 14;
  private static final int BINARY = 0x80;
  private static final int MICROSECONDS = 6;

  /** Type and length, which stand at a block's beginning. */
  private static final int HEADER_BYTES = 8;

  /** The length once more, which stands at a block's end. */
  private static final int TRAILER_BYTES = 4;

  private static final int SHORTEST_BLOCK = HEADER_BYTES + TRAILER_BYTES;
  private static final int SECTION_BYTES = SHORTEST_BLOCK + 16;
  private static final int INTERFACE_BYTES = SHORTEST_BLOCK + 8;
  private static final int SIMPLE_PACKET_BYTES = SHORTEST_BLOCK + 4;
  private static final int PACKET_BYTES = SHORTEST_BLOCK + 20;

  private static final String BLOCK = "a block";

  /** More than any machine has, and less than what hurts. */
  private static final int MOST_INTERFACES = 65_536;

  private final CaptureBytes bytes;
  private final List<CapturedInterface> interfaces = new ArrayList<>();
  private long timeNanos;

  /** Begins at the first section's block. */
  PcapngFormat(final CaptureBytes bytes) throws CaptureException {
    this.bytes = bytes;
    beginSection();
  }

  @Override
  public int read(final Frame[] frames) throws CaptureException {
    int count = 0;
    try {
      while (count < frames.length && (count == 0 ? awaitBlock() : isBlockHere())) {
        if (takeBlock(frames[count])) {
          count++;
        }
      }
    } catch (final CaptureException e) {
      // The frames before are good. The position is still there: the next call meets it again.
      if (count == 0) {
        throw e;
      }
    }
    return count;
  }

  /** Takes the block at the position, and says whether it was a packet's. */
  private boolean takeBlock(final Frame frame) throws CaptureException {
    final int type = bytes.intAt(bytes.position);
    switch (type) {
      case PACKET, OLD_PACKET -> takePacket(type, frame);
      case SIMPLE_PACKET -> takeSimplePacket(frame);
      case INTERFACE -> addInterface();
      case SECTION -> beginSection();
      default -> bytes.skip(blockBytes(SHORTEST_BLOCK), BLOCK);
    }
    return type == PACKET || type == OLD_PACKET || type == SIMPLE_PACKET;
  }

  private boolean awaitBlock() throws CaptureException {
    if (bytes.available() == 0 && !bytes.fill(1)) {
      return false;
    }
    bytes.require(SHORTEST_BLOCK, BLOCK);
    return true;
  }

  /** Whether a block can be read without moving away what frames point at. */
  private boolean isBlockHere() throws CaptureException {
    return bytes.available() >= SHORTEST_BLOCK
        // Its length may be in another byte order.
        && bytes.intAt(bytes.position) != SECTION
        && bytes.available() >= blockBytes(SHORTEST_BLOCK);
  }

  /** The length of the block at the position, as its beginning tells. */
  private long blockBytes(final int least) throws CaptureException {
    final long length = Integer.toUnsignedLong(bytes.intAt(bytes.position + 4));
    if (length < least || length % 4 != 0) {
      throw bytes.bad(
          "the block says that it has %,d bytes; it needs at least %d, and a multiple of 4"
              .formatted(length, least));
    }
    return length;
  }

  /** Reads the whole block at the position, and returns its length. */
  private int requireBlock(final int least) throws CaptureException {
    final long length = blockBytes(least);
    if (length > CaptureBytes.LONGEST_RECORD) {
      throw bytes.bad(
          "the block says that it has %,d bytes; one of its kind is read up to %,d"
              .formatted(length, CaptureBytes.LONGEST_RECORD));
    }
    bytes.require((int) length, BLOCK);
    final int atEnd = bytes.intAt(bytes.position + (int) length - TRAILER_BYTES);
    if (atEnd != (int) length) {
      throw bytes.bad(
          "the block says that it has %,d bytes at its beginning, and %,d at its end"
              .formatted(length, Integer.toUnsignedLong(atEnd)));
    }
    return (int) length;
  }

  private void beginSection() throws CaptureException {
    bytes.require(SECTION_BYTES, BLOCK);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    final int magic = bytes.intAt(bytes.position + 8);
    if (magic == Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
      bytes.order(ByteOrder.BIG_ENDIAN);
    } else if (magic != BYTE_ORDER_MAGIC) {
      throw bytes.bad("a section begins here whose byte order cannot be told");
    }
    final int length = requireBlock(SECTION_BYTES);
    final int major = bytes.shortAt(bytes.position + 12);
    if (major != MAJOR) {
      throw bytes.bad("it is of version %d of the pcapng format; only 1 is read".formatted(major));
    }
    interfaces.clear();
    bytes.position += length;
  }

  private void addInterface() throws CaptureException {
    final int length = requireBlock(INTERFACE_BYTES);
    if (interfaces.size() == MOST_INTERFACES) {
      throw bytes.bad("the section has more than %,d interfaces".formatted(MOST_INTERFACES));
    }
    final int at = bytes.position;
    final int end = at + length - TRAILER_BYTES;
    int resolution = MICROSECONDS;
    long offset = 0;
    int option = at + INTERFACE_BYTES - TRAILER_BYTES;
    while (option + 4 <= end && bytes.shortAt(option) != END_OF_OPTIONS) {
      final int size = bytes.shortAt(option + 2);
      final int value = option + 4;
      if (size > end - value) {
        throw bytes.bad("an option of the interface is longer than its block");
      }
      switch (bytes.shortAt(option)) {
        case TIME_RESOLUTION -> resolution = size == 1 ? bytes.block[value] & 0xff : -1;
        case TIME_OFFSET -> offset = size == 8 ? bytes.longAt(value) : Long.MIN_VALUE;
        default -> {}
      }
      option = value + (size + 3 & ~3);
    }
    interfaces.add(
        timed(
            LinkTypes.inRegistry(bytes.shortAt(at + 8)), bytes.intAt(at + 12), resolution, offset));
    bytes.position += length;
  }

  private CapturedInterface timed(
      final int linkType, final int snapLength, final int resolution, final long offset)
      throws CaptureException {
    final boolean binary = (resolution & BINARY) != 0;
    final int exponent = resolution & ~BINARY;
    if (!CapturedInterface.isResolution(binary, exponent) || !CapturedInterface.isOffset(offset)) {
      throw bytes.bad("the interface counts time in a way that cannot be read");
    }
    return new CapturedInterface(linkType, snapLength, binary, exponent, offset);
  }

  private void takePacket(final int type, final Frame frame) throws CaptureException {
    final int length = requireBlock(PACKET_BYTES);
    final int at = bytes.position;
    final int number = type == PACKET ? bytes.intAt(at + 8) : bytes.shortAt(at + 8);
    final CapturedInterface from = interfaceOf(number);
    final long ticks =
        Integer.toUnsignedLong(bytes.intAt(at + 12)) << 32
            | Integer.toUnsignedLong(bytes.intAt(at + 16));
    final int captured = checkFits(bytes.intAt(at + 20), length - PACKET_BYTES);
    final long nanos = from.nanos(ticks);
    if (nanos == Long.MIN_VALUE) {
      throw bytes.badPacket("its time is after the year 2262");
    }
    timeNanos = nanos;
    frame.bytes(bytes.block, at + PACKET_BYTES - TRAILER_BYTES, captured);
    frame.length(CaptureBytes.length(captured, bytes.intAt(at + 24)));
    finish(frame, number, from, length);
  }

  // It has no time of its own, so it gets that of the packet before.
  private void takeSimplePacket(final Frame frame) throws CaptureException {
    final int length = requireBlock(SIMPLE_PACKET_BYTES);
    final int at = bytes.position;
    final CapturedInterface from = interfaceOf(0);
    final int told = bytes.intAt(at + 8);
    // 0 is no limit: one less is the greatest number.
    final int snapped =
        Integer.compareUnsigned(told - 1, from.snapLength() - 1) < 0 ? told : from.snapLength();
    final int captured = checkFits(snapped, length - SIMPLE_PACKET_BYTES);
    frame.bytes(bytes.block, at + SIMPLE_PACKET_BYTES - TRAILER_BYTES, captured);
    frame.length(CaptureBytes.length(captured, told));
    finish(frame, 0, from, length);
  }

  private CapturedInterface interfaceOf(final int number) throws CaptureException {
    if (number < 0 || number >= interfaces.size()) {
      throw bytes.badPacket(
          "it came over interface %d, and the section has named %d until here"
              .formatted(Integer.toUnsignedLong(number), interfaces.size()));
    }
    final CapturedInterface found = interfaces.get(number);
    if (!LinkType.isDecoded(found.linkType())) {
      throw bytes.badPacket(LinkTypes.unknown(found.linkType()));
    }
    return found;
  }

  private int checkFits(final int captured, final int room) throws CaptureException {
    if (Integer.compareUnsigned(captured, CaptureBytes.LONGEST_PACKET) > 0) {
      throw bytes.packetTooLong(captured);
    }
    if (captured > room) {
      throw bytes.badPacket(
          "the packet claims %,d bytes, and its block has room for %,d".formatted(captured, room));
    }
    return captured;
  }

  private void finish(
      final Frame frame, final int number, final CapturedInterface from, final int length) {
    frame.linkType(from.linkType());
    frame.interfaceNumber(number);
    frame.timeNanos(timeNanos);
    frame.position(bytes.offset());
    bytes.countPacket();
    bytes.position += length;
  }
}
