package dev.plimsoll.lab.play;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is said in one session, packet by packet, each with the time since the one before. Between a
 * packet and its answer lies half a round trip of 2 to 120 ms. Not thread safe.
 */
final class Course {
  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int PSH = 0x08;
  static final int ACK = 0x10;
  static final int DATAGRAM = 0;
  private static final int SEGMENT = 1_400;
  private static final int[] REPEAT_SECONDS = {1, 2, 4, 8, 16, 32};

  /**
   * A packet.
   *
   * @param flags TCP's, or {@link #DATAGRAM}
   */
  record Step(long afterMicros, boolean toServer, int flags, int data) {}

  private final boolean isTcp;
  private final long halfTripMicros;
  private final List<Step> steps = new ArrayList<>();
  private long pauseMicros;

  private Course(final boolean isTcp, final SplittableRandom random) {
    this.isTcp = isTcp;
    halfTripMicros = random.nextLong(1_000, 60_000);
  }

  static Course tcp(final SplittableRandom random) {
    return new Course(true, random);
  }

  static Course udp(final SplittableRandom random) {
    return new Course(false, random);
  }

  boolean isTcp() {
    return isTcp;
  }

  List<Step> steps() {
    return steps;
  }

  private Course say(final boolean toServer, final int flags, final int data) {
    final boolean first = steps.isEmpty();
    final boolean same = !first && steps.getLast().toServer() == toServer;
    steps.add(
        new Step((first ? 0 : same ? 20 : halfTripMicros) + pauseMicros, toServer, flags, data));
    pauseMicros = 0;
    return this;
  }

  /** Nothing is said for so long. */
  Course pause(final double seconds) {
    pauseMicros += Math.round(seconds * 1e6);
    return this;
  }

  /** TCP: the handshake. */
  Course open() {
    return say(true, SYN, 0).say(false, SYN | ACK, 0).say(true, ACK, 0);
  }

  /** TCP: a request and its reply, both acknowledged. */
  Course asked(final int request, final int reply) {
    carried(true, request);
    return carried(false, reply);
  }

  /** TCP: data one way, in segments, each two of which are acknowledged. */
  Course carried(final boolean toServer, final int bytes) {
    int segments = 0;
    for (int left = bytes; left > 0; left -= SEGMENT) {
      say(toServer, PSH | ACK, Math.min(left, SEGMENT));
      if (++segments % 2 == 0 && left > SEGMENT) {
        say(!toServer, ACK, 0);
      }
    }
    return say(!toServer, ACK, 0);
  }

  /** TCP: the client closes. */
  Course close() {
    return say(true, FIN | ACK, 0).say(false, FIN | ACK, 0).say(true, ACK, 0);
  }

  /** TCP: the server closes. */
  Course closedByServer() {
    return say(false, FIN | ACK, 0).say(true, FIN | ACK, 0).say(false, ACK, 0);
  }

  /** TCP: the port is closed. */
  Course refused() {
    return say(true, SYN, 0).say(false, RST | ACK, 0);
  }

  /** TCP: the port is open, which is all that a scanner wants to know. */
  Course probed() {
    return say(true, SYN, 0).say(false, SYN | ACK, 0).say(true, RST, 0);
  }

  /** TCP: nobody is there; the client asks so many times more, as Linux does. */
  Course silent(final int repeats) {
    say(true, SYN, 0);
    for (int i = 0; i < repeats; i++) {
      pause(REPEAT_SECONDS[i]).say(true, SYN, 0);
    }
    return this;
  }

  /** TCP: a SYN with a forged sender: the server answers, and nobody says more. */
  Course halfOpen() {
    return say(true, SYN, 0).say(false, SYN | ACK, 0).pause(1).say(false, SYN | ACK, 0);
  }

  /** TCP: only what the client says passes here, and not its SYN. */
  Course oneWay(final int packets) {
    for (int i = 0; i < packets; i++) {
      say(true, i == 0 ? ACK : PSH | ACK, i == 0 ? 0 : 200).pause(0.5);
    }
    return this;
  }

  /** UDP: the client says something. */
  Course question(final int bytes) {
    return say(true, DATAGRAM, bytes);
  }

  /** UDP: the server says something. */
  Course answer(final int bytes) {
    return say(false, DATAGRAM, bytes);
  }
}
