package dev.plimsoll.engine;

import dev.plimsoll.session.TupleBuffer;

/**
 * One IP packet, decoded: the tuple that names its direction, what its protocol's tracker needs,
 * and where the rest of it lies. Filled again and again; what it points at is good until its source
 * is read again. Not thread safe.
 *
 * <p>All lengths are those that the headers tell. What the capture holds of the packet ends at
 * {@link #end}, which may be earlier: then the packet was snapped.
 */
public final class Packet {
  /** TCP's flags as in its header's fourteenth byte. */
  public static final int FIN = 1;

  public static final int SYN = 2;
  public static final int RST = 4;
  public static final int PSH = 8;
  public static final int ACK = 16;
  public static final int URG = 32;

  final TupleBuffer tuple = new TupleBuffer();

  /**
   * Of an ICMP error: the tuple of the packet that it is about, as that packet had it; {@link
   * #hasInner} says whether there is one.
   */
  final TupleBuffer inner = new TupleBuffer();

  boolean hasInner;

  byte[] bytes = {};

  /** Where the IP header begins in {@link #bytes}. */
  int network;

  /** Where the header of the protocol begins; at most {@link #end}. */
  int transport;

  /** Where what was captured of the packet ends; link trailers do not count. */
  int end;

  /** The whole packet's length from the IP header on, as the IP header tells. */
  int length;

  /** Time to live, or hop limit. */
  int timeToLive;

  /** How much of {@link #length} is left from {@link #transport} on, the snapped part too. */
  int transportLength;

  // TCP
  int sequence;
  int acknowledgment;
  int window;
  int flags;
  int headerLength;

  /** The zone whose sessions it belongs to. */
  int zone;

  long timeNanos;
  long number;

  /** The hash of tuple and zone, once the tracker has taken it. */
  int hash;

  Reason reason = Reason.NONE;

  /** Whether the session's state is told as changed, even if it is the same after the packet. */
  boolean tellsState;

  private long first;
  private long second;

  /** Forgets what only some packets have. */
  void reset() {
    hasInner = false;
    reason = Reason.NONE;
    transportLength = 0;
    sequence = 0;
    acknowledgment = 0;
    window = 0;
    flags = 0;
    headerLength = 0;
  }

  /** Says where the IP headers end, once length and end are known. */
  void transport(final int at) {
    transport = Math.min(at, end);
    transportLength = Math.max(network + length - at, 0);
  }

  /** Says why the packet is invalid, with the numbers of the reason's sentence. */
  void invalid(final Reason why, final long firstNumber, final long secondNumber) {
    reason = why;
    first = firstNumber;
    second = secondNumber;
  }

  void invalid(final Reason why) {
    invalid(why, 0, 0);
  }

  /** Whether all of it was captured. */
  boolean isWhole() {
    return end - network >= length;
  }

  /** The tuple that names its direction. */
  public TupleBuffer tuple() {
    return tuple;
  }

  /**
   * Puts it into a zone, as a rule with {@code ct zone set} does: after it is decoded, before it is
   * put together with other fragments and tracked. It stays there whatever is decoded into it.
   *
   * @param number 0 to 65,535
   */
  public void zone(final int number) {
    zone = number;
  }

  /** When it was captured, in nanoseconds since 1970. */
  public long timeNanos() {
    return timeNanos;
  }

  /** The number of its frame, from 1; of a reassembled packet that of its last fragment. */
  public long number() {
    return number;
  }

  /** Its length from the IP header on, in bytes. */
  public int length() {
    return length;
  }

  /** TCP's flags, 0 for other protocols. */
  public int flags() {
    return flags;
  }

  /** Why it is invalid, or {@link Reason#NONE}. */
  public Reason reason() {
    return reason;
  }

  /** Why it is invalid, as a sentence with its numbers; empty if it is not. */
  public String why() {
    return reason.sentence(first, second);
  }
}
