package dev.plimsoll.engine.capture;

import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.LinkType;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The format of libpcap and tcpdump (pcap-savefile(5)): a header, then records. Both byte orders,
 * micro- and nanoseconds, and Alexey Kuznetsov's variant with longer records.
 */
final class PcapFormat implements CaptureFormat {
  private static final int MICROSECONDS = 0xa1b2_c3d4;
  private static final int NANOSECONDS = 0xa1b2_3c4d;
  private static final int MODIFIED = 0xa1b2_cd34;

  private static final int FILE_HEADER_BYTES = 24;
  private static final int RECORD_HEADER_BYTES = 16;
  private static final int MODIFIED_RECORD_HEADER_BYTES = 24;
  private static final int MAJOR = 2;
  private static final int MINOR = 4;

  /** Above are the length of a checksum behind each frame, and reserved bits. */
  private static final int LINK_TYPE_MASK = 0xffff;

  private final CaptureBytes bytes;
  private final int recordHeaderBytes;
  private final int nanosPerUnit;
  private final int linkType;

  /** Reads the header. */
  PcapFormat(final CaptureBytes bytes, final ByteOrder order) throws CaptureException {
    this.bytes = bytes;
    bytes.order(order);
    bytes.require(FILE_HEADER_BYTES, "the file's header");
    final int magic = bytes.intAt(bytes.position);
    recordHeaderBytes = magic == MODIFIED ? MODIFIED_RECORD_HEADER_BYTES : RECORD_HEADER_BYTES;
    nanosPerUnit = magic == NANOSECONDS ? 1 : 1000;
    final int major = bytes.shortAt(bytes.position + 4);
    final int minor = bytes.shortAt(bytes.position + 6);
    if (major != MAJOR || minor != MINOR) {
      throw bytes.bad(
          "it is of version %d.%d of the pcap format; only 2.4, of 1998, is read"
              .formatted(major, minor));
    }
    linkType = LinkTypes.inRegistry(bytes.intAt(bytes.position + 20) & LINK_TYPE_MASK);
    if (!LinkType.isDecoded(linkType)) {
      throw bytes.bad(LinkTypes.unknown(linkType));
    }
    bytes.position += FILE_HEADER_BYTES;
  }

  /**
   * The byte order of a capture in this format.
   *
   * @param magic its first four bytes, read as little-endian
   * @return null if it is in another format
   */
  static @Nullable ByteOrder orderOf(final int magic) {
    if (isMagic(magic)) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    return isMagic(Integer.reverseBytes(magic)) ? ByteOrder.BIG_ENDIAN : null;
  }

  private static boolean isMagic(final int value) {
    return value == MICROSECONDS || value == NANOSECONDS || value == MODIFIED;
  }

  @Override
  public int read(final Frame[] frames) throws CaptureException {
    if (!awaitRecord()) {
      return 0;
    }
    int count = 0;
    do {
      take(frames[count++]);
    } while (count < frames.length && isRecordHere());
    return count;
  }

  // A record that is not as it has to be is not here: the next call meets it.
  private boolean isRecordHere() {
    if (bytes.available() < recordHeaderBytes) {
      return false;
    }
    final long captured = Integer.toUnsignedLong(bytes.intAt(bytes.position + 8));
    return captured <= CaptureBytes.LONGEST_PACKET
        && captured <= bytes.available() - recordHeaderBytes;
  }

  private boolean awaitRecord() throws CaptureException {
    if (bytes.available() == 0 && !bytes.fill(1)) {
      return false;
    }
    bytes.requirePacket(recordHeaderBytes);
    bytes.requirePacket(recordHeaderBytes + captured());
    return true;
  }

  /** How many bytes of its packet the record at the position holds. */
  private int captured() throws CaptureException {
    final int captured = bytes.intAt(bytes.position + 8);
    if (Integer.compareUnsigned(captured, CaptureBytes.LONGEST_PACKET) > 0) {
      throw bytes.packetTooLong(captured);
    }
    return captured;
  }

  private void take(final Frame frame) {
    final int at = bytes.position;
    final int captured = bytes.intAt(at + 8);
    final long seconds = Integer.toUnsignedLong(bytes.intAt(at));
    final long fraction = Integer.toUnsignedLong(bytes.intAt(at + 4));
    frame.bytes(bytes.block, at + recordHeaderBytes, captured);
    frame.length(CaptureBytes.length(captured, bytes.intAt(at + 12)));
    frame.linkType(linkType);
    frame.interfaceNumber(0);
    frame.timeNanos(seconds * 1_000_000_000 + fraction * nanosPerUnit);
    frame.position(bytes.offset());
    bytes.countPacket();
    bytes.position = at + recordHeaderBytes + captured;
  }
}
