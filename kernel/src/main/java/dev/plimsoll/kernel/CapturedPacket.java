package dev.plimsoll.kernel;

/**
 * A packet that was captured live: a view of the ring's block, filled anew for each packet. What it
 * points at stays until the ring waits again.
 */
public final class CapturedPacket {
  /** What a packet begins with, by its number in capture files (LINKTYPE_ETHERNET). */
  public static final int ETHERNET = 1;

  /** It begins with the IP header (LINKTYPE_RAW). */
  public static final int RAW_IP = 101;

  final byte[] bytes;
  int offset;
  int captured;
  int length;
  int linkType;
  int interfaceIndex;
  long timeNanos;

  CapturedPacket(final byte[] bytes) {
    this.bytes = bytes;
  }

  /** The array that it lies in, with others. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where it begins in {@link #bytes}. */
  public int offset() {
    return offset;
  }

  /** How many of its bytes are there. */
  public int captured() {
    return captured;
  }

  /** How many bytes it had on the wire. */
  public int length() {
    return length;
  }

  /** {@link #ETHERNET} or {@link #RAW_IP}. */
  public int linkType() {
    return linkType;
  }

  /** The number of the interface that it passed, in its network namespace. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  /** When the kernel took it, in nanoseconds since 1970. */
  public long timeNanos() {
    return timeNanos;
  }
}
