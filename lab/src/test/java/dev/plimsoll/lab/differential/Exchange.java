package dev.plimsoll.lab.differential;

import dev.plimsoll.session.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Frames in the order in which a tracker sees them, and the pauses between them. */
final class Exchange {
  private final List<Step> steps = new ArrayList<>();
  private int pauseMillis;

  /** One frame, and how long nothing happens before it. */
  static final class Step {
    private final byte[] frame;
    private final int pauseMillis;

    Step(final byte[] frame, final int pauseMillis) {
      this.frame = frame;
      this.pauseMillis = pauseMillis;
    }

    byte[] frame() {
      return frame;
    }

    int pauseMillis() {
      return pauseMillis;
    }
  }

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

  /** The last frame. */
  byte[] last() {
    return steps.getLast().frame();
  }
}
