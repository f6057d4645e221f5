package dev.plimsoll.app;

import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.FrameSource;
import dev.plimsoll.kernel.CapturedPacket;
import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.PacketRing;

/** Frames as they pass an interface. It has none left when none came for a moment. */
final class LiveFrames implements FrameSource {
  private static final long WAIT_MILLIS = 100;

  private final PacketRing ring;
  private long number;

  LiveFrames(final PacketRing ring) {
    this.ring = ring;
  }

  @Override
  public int read(final Frame[] frames) throws KernelException {
    if (!ring.await(WAIT_MILLIS)) {
      return 0;
    }
    int count = 0;
    while (count < frames.length && ring.next()) {
      fill(frames[count++], ring.packet());
    }
    return count;
  }

  private void fill(final Frame frame, final CapturedPacket packet) {
    frame.bytes(packet.bytes(), packet.offset(), packet.captured());
    frame.length(packet.length());
    frame.linkType(packet.linkType());
    frame.interfaceNumber(packet.interfaceIndex());
    frame.timeNanos(packet.timeNanos());
    frame.number(++number);
  }

  /** How many packets were lost because they were not taken in time. */
  long dropped() throws KernelException {
    return ring.dropped();
  }

  @Override
  public void close() {
    ring.close();
  }
}
