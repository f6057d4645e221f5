package dev.plimsoll.engine;

import java.io.IOException;
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

  private final PacketReader reader;
  private final Tracker tracker;
  private final VerdictSink sink;
  private final CountListener counts;
  private final long intervalMillis;
  private final PacketBatch batch = new PacketBatch();
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
    reader = new PacketReader(settings, checksums);
    this.tracker = tracker;
    this.sink = sink;
    this.counts = counts;
    this.intervalMillis = intervalMillis;
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
    if (isStopped) {
      return 0;
    }
    reader.read(source, batch);
    return take(batch);
  }

  /**
   * Has a source read ahead, by a thread of its own. From then on this pipeline takes from it only.
   *
   * @param source whose frames last ({@link FrameSource#lasting})
   */
  public ReadAhead readAhead(final FrameSource source) {
    return new ReadAhead(source, reader);
  }

  /** As {@link #take(FrameSource)}, of a source that is read ahead. */
  public int take(final ReadAhead ahead) throws IOException {
    return isStopped ? 0 : take(ahead.next());
  }

  private int take(final PacketBatch taken) {
    track(taken.packets, taken.count);
    frameCount += taken.frames;
    ignored += taken.ignored;
    return taken.frames;
  }

  private void track(final Packet[] packets, final int count) {
    int from = 0;
    int end = count;
    for (int i = 0; i < end; i++) {
      final long millis = packets[i].timeNanos / 1_000_000;
      if (firstMillis == NEVER) {
        firstMillis = millis;
        lastMillis = millis;
        nextMomentMillis = Math.floorDiv(millis, intervalMillis) * intervalMillis + intervalMillis;
        stopMillis = stopByFirst.applyAsLong(millis);
      }
      if (millis > stopMillis) {
        isStopped = true;
        end = i;
        break;
      }
      if (millis >= nextMomentMillis) {
        track(packets, from, i);
        from = i;
        tellUpTo(millis);
      }
      lastMillis = Math.max(lastMillis, millis);
    }
    track(packets, from, end);
  }

  private void track(final Packet[] packets, final int from, final int end) {
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
