package dev.plimsoll.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * The way of frames through decoder, defragmenter and tracker, in batches. One thread.
 *
 * <p>At regular moments of the packets' time the count of sessions is told, as it is at that very
 * moment: what is due by then has ended, and the packets after it have not come.
 */
public final class PacketPipeline {
  /** No time: nothing has come yet. */
  public static final long NEVER = Long.MIN_VALUE;

  // Where a capture's clock jumps, by mistake or in a set of files, nobody wants each moment.
  private static final long MOST_MOMENTS_AT_ONCE = 1_000_000;

  private final PacketDecoder decoder;
  private final Defragmenter defragmenter;
  private final Tracker tracker;
  private final VerdictSink sink;
  private final CountListener counts;
  private final long intervalMillis;
  private final Frame[] frames = new Frame[Tracker.BATCH];
  private final Packet[] packets = new Packet[Tracker.BATCH];
  private Packet spare = new Packet();
  private int waiting;
  private long firstMillis = NEVER;
  private long lastMillis = NEVER;
  private long nextMomentMillis;
  private int most;
  private long frameCount;
  private long ignored;
  private LongUnaryOperator stopByFirst = first -> Long.MAX_VALUE;
  private long stopMillis = Long.MAX_VALUE;
  private boolean isStopped;

  /**
   * Lays a pipeline.
   *
   * @param intervalMillis how often the count is told, in milliseconds of the packets' time
   */
  public PacketPipeline(
      final TrackerSettings settings,
      final Checksums checksums,
      final Tracker tracker,
      final VerdictSink sink,
      final CountListener counts,
      final long intervalMillis) {
    decoder = new PacketDecoder(checksums);
    defragmenter = new Defragmenter(decoder, settings);
    this.tracker = tracker;
    this.sink = sink;
    this.counts = counts;
    this.intervalMillis = intervalMillis;
    Arrays.setAll(frames, i -> new Frame());
    Arrays.setAll(packets, i -> new Packet());
  }

  /**
   * Says that no packet later than a moment is to be tracked. To be called before the first frame.
   *
   * @param momentByFirst the moment by the time of the first packet, both in milliseconds since
   *     1970
   */
  public void stopAfter(final LongUnaryOperator momentByFirst) {
    stopByFirst = momentByFirst;
  }

  /** The last moment of which packets are tracked, in milliseconds since 1970. */
  public long stopMillis() {
    return stopMillis;
  }

  /**
   * Takes the next frames of a source.
   *
   * @return how many there were; 0 if there are none left, or after the time to stop
   */
  public int take(final FrameSource source) throws IOException {
    final int count = isStopped ? 0 : source.read(frames);
    for (int i = 0; i < count; i++) {
      decode(frames[i]);
    }
    track();
    frameCount += count;
    return count;
  }

  private void decode(final Frame frame) {
    final Packet packet = packets[waiting];
    switch (decoder.decode(frame, packet)) {
      case PACKET -> waiting++;
      case FRAGMENT -> {
        // What is put together takes the fragment's place.
        packets[waiting] = spare;
        spare = packet;
        if (defragmenter.add(packet, packets[waiting])) {
          waiting++;
        }
      }
      case IGNORED -> ignored++;
    }
  }

  private void track() {
    int from = 0;
    for (int i = 0; i < waiting; i++) {
      final long millis = packets[i].timeNanos / 1_000_000;
      if (firstMillis == NEVER) {
        firstMillis = millis;
        lastMillis = millis;
        nextMomentMillis = Math.floorDiv(millis, intervalMillis) * intervalMillis + intervalMillis;
        stopMillis = stopByFirst.applyAsLong(millis);
      }
      if (millis > stopMillis) {
        isStopped = true;
        waiting = i;
        break;
      }
      if (millis >= nextMomentMillis) {
        track(from, i);
        from = i;
        tellUpTo(millis);
      }
      lastMillis = Math.max(lastMillis, millis);
    }
    track(from, waiting);
    waiting = 0;
  }

  private void track(final int from, final int end) {
    tracker.track(packets, from, end, sink);
    most = Math.max(most, tracker.table().size());
  }

  /** Tells the counts of all moments up to a time. */
  private void tellUpTo(final long millis) {
    if ((millis - nextMomentMillis) / intervalMillis > MOST_MOMENTS_AT_ONCE) {
      tell(nextMomentMillis);
      nextMomentMillis = millis / intervalMillis * intervalMillis;
    }
    while (nextMomentMillis <= millis) {
      tell(nextMomentMillis);
      nextMomentMillis += intervalMillis;
    }
  }

  private void tell(final long momentMillis) {
    tracker.advance(momentMillis);
    final int size = tracker.table().size();
    counts.count(momentMillis, size, Math.max(most, size));
    most = size;
  }

  /** Moves the packets' clock on to a time, and tells the counts up to it. */
  public void advance(final long toMillis) {
    if (firstMillis != NEVER && toMillis > lastMillis) {
      tellUpTo(toMillis);
      tracker.advance(toMillis);
      lastMillis = toMillis;
    }
  }

  /** Frames taken so far. */
  public long frameCount() {
    return frameCount;
  }

  /** Frames that hold nothing that is tracked. */
  public long ignored() {
    return ignored;
  }

  /** The time of the first packet in milliseconds since 1970, or {@link #NEVER}. */
  public long firstMillis() {
    return firstMillis;
  }

  /** The newest time in milliseconds since 1970, or {@link #NEVER}. */
  public long lastMillis() {
    return lastMillis;
  }
}
