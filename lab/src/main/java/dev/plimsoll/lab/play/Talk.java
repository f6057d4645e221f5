package dev.plimsoll.lab.play;

import dev.plimsoll.lab.capture.Endpoints;
import dev.plimsoll.lab.capture.FrameBuilder;
import dev.plimsoll.lab.play.Course.Step;
import java.util.List;
import java.util.SplittableRandom;

/** A session on stage: follows its course, a frame at a time. Not thread safe. */
final class Talk implements Comparable<Talk> {
  private static final int TCP_CHECKSUM_AT = 16;
  private static final int UDP_CHECKSUM_AT = 6;
  private static final int WINDOW = 64_240;

  private final long number;
  private final Endpoints between;
  private final boolean isTcp;
  private final List<Step> steps;
  private long nextMicros;
  private int clientSequence;
  private int serverSequence;
  private int at;

  Talk(
      final long number,
      final Endpoints between,
      final Course course,
      final long startMicros,
      final SplittableRandom random) {
    this.number = number;
    this.between = between;
    isTcp = course.isTcp();
    steps = course.steps();
    nextMicros = startMicros + steps.getFirst().afterMicros();
    clientSequence = random.nextInt();
    serverSequence = random.nextInt();
  }

  long nextMicros() {
    return nextMicros;
  }

  boolean isOver() {
    return at == steps.size();
  }

  /** Writes the next packet, and gives its frame's length. */
  int next(final FrameBuilder into) {
    final Step step = steps.get(at++);
    if (!isOver()) {
      nextMicros += steps.get(at).afterMicros();
    }
    final boolean toServer = step.toServer();
    into.begin(between, toServer, isTcp ? FrameBuilder.TCP : FrameBuilder.UDP);
    into.put16(toServer ? between.clientPort() : between.serverPort());
    into.put16(toServer ? between.serverPort() : between.clientPort());
    if (!isTcp) {
      into.put32(0);
      into.putData(step.data());
      return into.finish(UDP_CHECKSUM_AT);
    }
    final boolean isSyn = (step.flags() & Course.SYN) != 0;
    // A SYN that is said again has the number of the first one.
    final int back = isSyn && isRepeated(step) ? 1 : 0;
    into.put32((toServer ? clientSequence : serverSequence) - back);
    final boolean hasAck = (step.flags() & Course.ACK) != 0;
    into.put32(hasAck ? toServer ? serverSequence : clientSequence : 0);
    into.put8((isSyn ? 6 : 5) << 4);
    into.put8(step.flags());
    into.put16(WINDOW);
    into.put32(0);
    if (isSyn) {
      into.put32(0x0204_05b4); // a segment of 1460 bytes at most
    }
    into.putData(step.data());
    final int used =
        step.data() + (back == 0 && (step.flags() & (Course.SYN | Course.FIN)) != 0 ? 1 : 0);
    if (toServer) {
      clientSequence += used;
    } else {
      serverSequence += used;
    }
    return into.finish(TCP_CHECKSUM_AT);
  }

  private boolean isRepeated(final Step step) {
    for (int i = 0; i < at - 1; i++) {
      final Step before = steps.get(i);
      if (before.toServer() == step.toServer() && before.flags() == step.flags()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int compareTo(final Talk other) {
    final int byTime = Long.compare(nextMicros, other.nextMicros);
    return byTime != 0 ? byTime : Long.compare(number, other.number);
  }

  // The identity: two talks are never the same.
  @Override
  public boolean equals(final Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
