package dev.plimsoll.lab.capture;

import java.util.SplittableRandom;

/**
 * A connection that writes itself, a packet at a time. Ordered by the time of its next packet, and
 * by number where that is the same.
 */
abstract sealed class GeneratedConnection implements Comparable<GeneratedConnection> {
  /** The packets of a handshake, a close, and one request with its answer, all acknowledged. */
  static final int SHORTEST_TCP = 10;

  static final int SHORTEST_STREAM = 4;

  private final int number;
  final SplittableRandom random;
  final Endpoints between;
  final int packets;
  private final int roundTripMicros;
  private long nextMicros;

  /** How many packets were written. */
  int step;

  private GeneratedConnection(
      final int number,
      final Endpoints between,
      final long startMicros,
      final int packets,
      final SplittableRandom random) {
    this.number = number;
    this.between = between;
    this.nextMicros = startMicros;
    this.packets = packets;
    this.random = random;
    this.roundTripMicros = random.nextInt(200, 80_000);
  }

  /** When its next packet is due, in microseconds since 1970. */
  final long nextMicros() {
    return nextMicros;
  }

  /**
   * Writes the next packet.
   *
   * @return its frame's length
   */
  final int next(final FrameBuilder into) {
    final int length = write(into);
    step++;
    nextMicros += roundTripMicros / 2 + (step % 4 == 3 ? thinkingMicros() : 0);
    return length;
  }

  // After the handshake and between requests.
  private long thinkingMicros() {
    return (long) (-1e6 * meanPauseSeconds() * Math.log(1 - random.nextDouble()));
  }

  double meanPauseSeconds() {
    return 1;
  }

  final boolean isOver() {
    return step == packets;
  }

  abstract int write(FrameBuilder into);

  @Override
  public final int compareTo(final GeneratedConnection other) {
    final int byTime = Long.compare(nextMicros, other.nextMicros);
    return byTime != 0 ? byTime : Integer.compare(number, other.number);
  }

  // The identity: two connections are never the same.
  @Override
  public final boolean equals(final Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return number;
  }

  /**
   * Handshake, requests and answers, each acknowledged, and a close; or a SYN without an answer; or
   * a client that one day is gone without a word, so that nobody closes.
   */
  static final class Tcp extends GeneratedConnection {
    private static final int FIN_ACK = 0x11;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final int PSH_ACK = 0x18;
    private static final int HANDSHAKE = 3;
    private static final int CLOSE = 3;
    private static final int CHECKSUM_AT = 16;

    private final double meanPauseSeconds;
    private final boolean isClosed;
    private int clientSequence;
    private int serverSequence;
    private int clock;

    Tcp(
        final int number,
        final Endpoints between,
        final long startMicros,
        final int packets,
        final SplittableRandom random) {
      this(number, between, startMicros, packets, random, 1, true);
    }

    Tcp(
        final int number,
        final Endpoints between,
        final long startMicros,
        final int packets,
        final SplittableRandom random,
        final double meanPauseSeconds,
        final boolean isClosed) {
      super(number, between, startMicros, packets, random);
      this.meanPauseSeconds = meanPauseSeconds;
      this.isClosed = isClosed;
      clientSequence = random.nextInt();
      serverSequence = random.nextInt();
      clock = random.nextInt();
    }

    @Override
    double meanPauseSeconds() {
      return meanPauseSeconds;
    }

    @Override
    int write(final FrameBuilder into) {
      final int toClose = isClosed ? step - (packets - CLOSE) : -1;
      if (step < HANDSHAKE) {
        return switch (step) {
          case 0 -> segment(into, true, SYN, 0);
          case 1 -> segment(into, false, SYN_ACK, 0);
          default -> segment(into, true, ACK, 0);
        };
      }
      if (toClose >= 0) {
        return segment(into, toClose != 1, toClose == 2 ? ACK : FIN_ACK, 0);
      }
      final int data = 20 + random.nextInt(100);
      return switch ((step - HANDSHAKE) % 4) {
        case 0 -> segment(into, true, PSH_ACK, data);
        case 1 -> segment(into, false, ACK, 0);
        case 2 -> segment(into, false, PSH_ACK, data);
        default -> segment(into, true, ACK, 0);
      };
    }

    private int segment(
        final FrameBuilder into, final boolean toServer, final int flags, final int data) {
      final boolean isSyn = (flags & SYN) != 0;
      into.begin(between, toServer, FrameBuilder.TCP);
      into.put16(toServer ? between.clientPort() : between.serverPort());
      into.put16(toServer ? between.serverPort() : between.clientPort());
      into.put32(toServer ? clientSequence : serverSequence);
      into.put32((flags & ACK) == 0 ? 0 : toServer ? serverSequence : clientSequence);
      into.put8((isSyn ? 10 : 8) << 4);
      into.put8(flags);
      into.put16(isSyn ? 64_240 : 502);
      into.put32(0);
      putOptions(into, isSyn, flags);
      into.putData(data);
      final int used = data + (flags == ACK || flags == PSH_ACK ? 0 : 1);
      if (toServer) {
        clientSequence += used;
      } else {
        serverSequence += used;
      }
      return into.finish(CHECKSUM_AT);
    }

    private void putOptions(final FrameBuilder into, final boolean isSyn, final int flags) {
      if (isSyn) {
        into.put32(0x0204_05b4); // a segment of 1460 bytes at most
        into.put16(0x0402); // selective acknowledgments
      } else {
        into.put16(0x0101);
      }
      into.put16(0x080a); // timestamps
      into.put32(++clock);
      into.put32(flags == SYN ? 0 : clock - 1);
      if (isSyn) {
        into.put32(0x0103_0307); // a window in units of 128 bytes
      }
    }
  }

  /** A question and an answer to port 53, or a stream of datagrams to and fro. */
  static final class Udp extends GeneratedConnection {
    private static final int CHECKSUM_AT = 6;

    Udp(
        final int number,
        final Endpoints between,
        final long startMicros,
        final int packets,
        final SplittableRandom random) {
      super(number, between, startMicros, packets, random);
    }

    @Override
    int write(final FrameBuilder into) {
      final boolean toServer = step % 2 == 0;
      into.begin(between, toServer, FrameBuilder.UDP);
      into.put16(toServer ? between.clientPort() : between.serverPort());
      into.put16(toServer ? between.serverPort() : between.clientPort());
      into.put32(0);
      if (between.serverPort() == 53) {
        putDns(into, toServer);
      } else {
        into.putData(20 + random.nextInt(100));
      }
      return into.finish(CHECKSUM_AT);
    }

    /** The address of a.example, asked for and told. */
    private void putDns(final FrameBuilder into, final boolean isQuestion) {
      into.put16(between.clientPort());
      into.put16(isQuestion ? 0x0100 : 0x8180);
      into.put16(1);
      into.put16(isQuestion ? 0 : 1);
      into.put32(0);
      into.put16(0x0161);
      into.put8(7);
      into.put32(0x6578_616d);
      into.put16(0x706c);
      into.put16(0x6500);
      into.put32(0x0001_0001);
      if (!isQuestion) {
        into.put16(0xc00c);
        into.put32(0x0001_0001);
        into.put32(300);
        into.put16(4);
        into.put32(between.serverIpv4());
      }
    }
  }

  /** Echo requests and their replies. */
  static final class Echo extends GeneratedConnection {
    private static final int CHECKSUM_AT = 2;
    private static final int DATA_BYTES = 56;

    Echo(
        final int number,
        final Endpoints between,
        final long startMicros,
        final int packets,
        final SplittableRandom random) {
      super(number, between, startMicros, packets, random);
    }

    @Override
    int write(final FrameBuilder into) {
      final boolean isRequest = step % 2 == 0;
      final boolean isIpv6 = between.isIpv6();
      into.begin(between, isRequest, isIpv6 ? FrameBuilder.ICMPV6 : FrameBuilder.ICMP);
      into.put8(isIpv6 ? isRequest ? 128 : 129 : isRequest ? 8 : 0);
      into.put8(0);
      into.put16(0);
      into.put16(between.clientPort());
      into.put16(step / 2 + 1);
      into.putData(DATA_BYTES);
      return into.finish(CHECKSUM_AT);
    }
  }
}
