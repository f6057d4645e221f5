package dev.plimsoll.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one reading of a source gave: the packets to be tracked, and what else there was. */
final class PacketBatch {
  /** The most packets of a batch. */
  static final int SIZE = 256;

  final Packet[] packets = new Packet[SIZE];

  /** How many of {@link #packets} are there. */
  int count;

  /** How many frames they came from; 0 if none were left. */
  int frames;

  /** How many of the frames hold nothing that is tracked. */
  int ignored;

  /** Why the source cannot be read on, or null. */
  @Nullable Throwable failure;

  private Packet spare = new Packet();

  PacketBatch() {
    Arrays.setAll(packets, i -> new Packet());
  }

  void clear() {
    count = 0;
    frames = 0;
    ignored = 0;
    failure = null;
  }

  /** The packet to be filled next. */
  Packet next() {
    return packets[count];
  }

  /** Lays the packet that was just filled aside, so that another can take its place. */
  Packet layAside() {
    final Packet filled = packets[count];
    packets[count] = spare;
    spare = filled;
    return filled;
  }
}
