package dev.plimsoll.engine;

/**
 * One frame as it was captured: where its bytes lie, when it came, and what link it came over. A
 * source fills the same frames again and again. Not thread safe.
 */
public final class Frame {
  private byte[] bytes = {};
  private int offset;
  private int captured;
  private int length;
  private int linkType;
  private int interfaceNumber;
  private long timeNanos;
  private long number;
  private long position;

  /** Says where the frame's bytes lie. */
  public void bytes(final byte[] array, final int from, final int count) {
    bytes = array;
    offset = from;
    captured = count;
  }

  /** The array that holds the frame, and other frames too. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the frame begins in {@link #bytes}. */
  public int offset() {
    return offset;
  }

  /** How many of its bytes are there; fewer than {@link #length} if the capture cut it short. */
  public int captured() {
    return captured;
  }

  /** How many bytes the frame had on the wire; at least {@link #captured}. */
  public int length() {
    return length;
  }

  public void length(final int onTheWire) {
    length = onTheWire;
  }

  /** The link's type, one of {@link LinkType}'s numbers or another of the same registry. */
  public int linkType() {
    return linkType;
  }

  public void linkType(final int number) {
    linkType = number;
  }

  /** The interface within its source, from 0. */
  public int interfaceNumber() {
    return interfaceNumber;
  }

  public void interfaceNumber(final int fromZero) {
    interfaceNumber = fromZero;
  }

  /** When it was captured, in nanoseconds since 1970. */
  public long timeNanos() {
    return timeNanos;
  }

  public void timeNanos(final long nanos) {
    timeNanos = nanos;
  }

  /** Its number within the source, from 1, as Wireshark counts. */
  public long number() {
    return number;
  }

  public void number(final long fromOne) {
    number = fromOne;
  }

  /** Where its record begins in its file, in bytes (after decompression); 0 for a live frame. */
  public long position() {
    return position;
  }

  public void position(final long bytesIntoFile) {
    position = bytesIntoFile;
  }
}
