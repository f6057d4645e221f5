package dev.plimsoll.lab.differential;

import dev.plimsoll.session.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Frames in the order in which a tracker sees them, and the pauses between them. */
final class Exchange {
  private final List<Step> steps = new ArrayList<>();
  private int pauseMillis;

  /**
   * One frame.
   *
   * @param pauseMillis how long nothing happens before it
   */
  record Step(byte[] frame, int pauseMillis) {}

  List<Step> steps() {
    return steps;
  }

  Exchange frame(final byte[] frame) {
    steps.add(new Step(frame, pauseMillis));
    pauseMillis = 0;
    return this;
  }

  /** A packet with nothing special about its IP header. */
  Exchange packet(
      final IpAddress source,
      final IpAddress destination,
      final int protocol,
      final byte[] transport) {
    return frame(Wire.frame(source, destination, protocol, transport));
  }

  Exchange pause(final int millis) {
    pauseMillis += millis;
    return this;
  }

  byte[] last() {
    return steps.getLast().frame();
  }
}
