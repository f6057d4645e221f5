package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleBuffer;
import dev.plimsoll.session.TupleView;

/**
 * What a helper sees of a packet: its tuple and the bytes behind the header of TCP or UDP. Filled
 * again and again; not thread safe.
 */
public final class Payload {
  private final TupleBuffer tuple = new TupleBuffer();
  private int zone;
  private int direction;
  private boolean answered;
  private byte[] bytes = {};
  private int from;
  private int captured;
  private int size;
  private int sequence;

  /**
   * Says which packet it is.
   *
   * @param ofPacket the tuple that names the packet's direction
   * @param ofDirection 0 for the original one, 1 for the reply
   * @param wasAnswered whether there were packets of both directions, this one included
   */
  public void packet(
      final TupleView ofPacket,
      final int inZone,
      final int ofDirection,
      final boolean wasAnswered) {
    tuple.set(ofPacket);
    zone = inZone;
    direction = ofDirection;
    answered = wasAnswered;
  }

  /**
   * Says where the bytes are.
   *
   * @param count how many of them were captured, from 0 to onTheWire
   * @param tcpSequence the sequence number of the first one, 0 for UDP
   */
  public void bytes(
      final byte[] array,
      final int first,
      final int count,
      final int onTheWire,
      final int tcpSequence) {
    bytes = array;
    from = first;
    captured = count;
    size = onTheWire;
    sequence = tcpSequence;
  }

  int zone() {
    return zone;
  }

  /** 0 for the original direction, 1 for the reply. */
  int direction() {
    return direction;
  }

  /** Whether there were packets of both directions, this one included. */
  boolean isAnswered() {
    return answered;
  }

  /** The packet's own tuple. */
  TupleView tuple() {
    return tuple;
  }

  /** The tuple of the original direction. */
  Tuple original() {
    final Tuple own = Tuple.copyOf(tuple);
    return direction == 0 ? own : own.inverse();
  }

  /** The session, as the master of what is announced in this packet. */
  Expectation.Master master(final int slot, final HelperKind helper) {
    return new Expectation.Master(slot, original(), zone, helper);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the bytes begin in {@link #bytes}. */
  int from() {
    return from;
  }

  /** How many bytes the packet carried. */
  int size() {
    return size;
  }

  int sequence() {
    return sequence;
  }

  /** Whether the capture has the first so many bytes. */
  boolean has(final int count) {
    return captured >= count;
  }

  /** Whether the capture has all of them. */
  boolean isWhole() {
    return captured == size;
  }

  /** A byte, from 0 to 255. */
  int uint8(final int at) {
    return bytes[from + at] & 0xff;
  }

  int uint16(final int at) {
    return uint8(at) << 8 | uint8(at + 1);
  }

  int int32(final int at) {
    return uint16(at) << 16 | uint16(at + 2);
  }
}
