package dev.plimsoll.engine.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of one capture, seen through blocks that slide over them. Readers look at {@link
 * #block} from {@link #position} up to {@link #limit}, and move the position. Not thread safe.
 */
final class CaptureBytes implements Closeable {
  /** The most that {@link #fill} can be asked for; no longer record is ever read. */
  static final int LONGEST_RECORD = 512 * 1024;

  /** What a packet may hold at most, as in libpcap (MAXIMUM_SNAPLEN). */
  static final int LONGEST_PACKET = 256 * 1024;

  /** Large enough that the cost of a single read is not seen. */
  static final int BLOCK_BYTES = 1024 * 1024;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  byte[] block;
  int position;
  int limit;

  private final String name;
  private final InputStream input;
  private final BlockRing blocks;

  /** Where in the capture the block begins. */
  private long base;

  private boolean bigEndian;

  /** The packets that were read. */
  private long packets;

  CaptureBytes(final String name, final InputStream input, final BlockRing blocks) {
    this.name = name;
    this.input = input;
    this.blocks = blocks;
    block = blocks.free();
  }

  void order(final ByteOrder order) {
    bigEndian = order == ByteOrder.BIG_ENDIAN;
  }

  /** The four bytes from an index of the block on, in the capture's order. */
  int intAt(final int index) {
    final int value = (int) INTS.get(block, index);
    return bigEndian ? Integer.reverseBytes(value) : value;
  }

  /** The two bytes from an index of the block on, without sign, in the capture's order. */
  int shortAt(final int index) {
    final short value = (short) SHORTS.get(block, index);
    return (bigEndian ? Short.reverseBytes(value) : value) & 0xffff;
  }

  /** The eight bytes from an index of the block on, in the capture's order. */
  long longAt(final int index) {
    final long first = Integer.toUnsignedLong(intAt(index));
    final long second = Integer.toUnsignedLong(intAt(index + 4));
    return bigEndian ? first << 32 | second : second << 32 | first;
  }

  /** How many bytes lie in the block from the position on. */
  int available() {
    return limit - position;
  }

  /** Where in the capture the position is, in bytes. */
  long offset() {
    return base + position;
  }

  /** Counts a packet that was read whole. */
  void countPacket() {
    packets++;
  }

  /**
   * Reads on until so many bytes lie in the block from the position on. What lies before the
   * position is given up; frames that were handed out keep their block.
   *
   * @param count at most {@link #LONGEST_RECORD}
   * @return false if the capture ends before
   */
  boolean fill(final int count) throws CaptureException {
    final int kept = available();
    final byte[] next = blocks.free();
    System.arraycopy(block, position, next, 0, kept);
    block = next;
    base += position;
    position = 0;
    limit = kept;
    while (limit < count) {
      final int got = read();
      if (got < 0) {
        return false;
      }
      limit += got;
    }
    return true;
  }

  /**
   * As {@link #fill}, where the capture may not end.
   *
   * @param what is read, for the message
   */
  void require(final int count, final String what) throws CaptureException {
    if (available() < count && !fill(count)) {
      throw bad(cutShort(what, count, available()));
    }
  }

  /** As {@link #require}, of the next packet. */
  void requirePacket(final int count) throws CaptureException {
    if (available() < count && !fill(count)) {
      throw badPacket(cutShort("a packet", count, available()));
    }
  }

  /** Moves on by as much as it takes, and keeps nothing of it. */
  void skip(final long count, final String what) throws CaptureException {
    final long start = offset();
    long left = count;
    while (left > available()) {
      left -= available();
      position = limit;
      if (!fill(1)) {
        throw new CaptureException(name, start, 0, cutShort(what, count, count - left));
      }
    }
    position += (int) left;
  }

  private int read() throws CaptureException {
    try {
      return input.read(block, limit, block.length - limit);
    } catch (final IOException e) {
      // The packet that it breaks off in is lost.
      throw new CaptureException(name, base + limit, packets + 1, Compression.problem(e), e);
    }
  }

  private static String cutShort(final String what, final long wanted, final long there) {
    return "the file ends in the middle of %s: %,d of its %,d bytes are there"
        .formatted(what, there, wanted);
  }

  CaptureException packetTooLong(final int captured) {
    return badPacket(
        "the packet claims %,d bytes, more than the %,d that a packet can have"
            .formatted(Integer.toUnsignedLong(captured), LONGEST_PACKET));
  }

  /**
   * The length of a packet on the wire.
   *
   * @param told what the record tells, without sign; some writers tell less than they captured
   */
  static int length(final int captured, final int told) {
    return told < 0 ? Integer.MAX_VALUE : Math.max(captured, told);
  }

  /** The record of the next packet, at the position, is not as it has to be. */
  CaptureException badPacket(final String problem) {
    return new CaptureException(name, offset(), packets + 1, problem);
  }

  /** What is at the position is not as it has to be. */
  CaptureException bad(final String problem) {
    return new CaptureException(name, offset(), 0, problem);
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
