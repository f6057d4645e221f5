package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.FrameSource;
import dev.plimsoll.engine.LinkType;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.Verdict;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The engine as a capture goes through it: in batches, whose sessions are looked up ahead. */
final class BatchedEngine implements FrameSource {
  private static final long HOUR_MILLIS = 3_600_000;

  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final List<byte[]> frames = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final PacketPipeline pipeline;
  private int next;

  BatchedEngine(final TrackerSettings settings) {
    pipeline =
        new PacketPipeline(
            settings,
            settings.value(Sysctl.CHECKSUM) == 0 ? Checksums.NONE : Checksums.ALL,
            new Tracker(settings, table, null),
            (packet, verdict) -> verdicts.add(verdict),
            (millis, sessions, most) -> {},
            HOUR_MILLIS);
  }

  void add(final byte[] frame, final long timeMillis) {
    frames.add(frame);
    times.add(timeMillis);
  }

  /** Lets all frames through; what is dropped has no verdict here, as in {@link Answer}. */
  List<Verdict> verdicts() throws IOException {
    while (pipeline.take(this) > 0) {}
    verdicts.removeIf(verdict -> verdict == Verdict.DROPPED);
    return verdicts;
  }

  /** The sessions afterwards, by their original tuple. */
  static Map<Tuple, Answer.Entry> sessions(final SessionTable table) {
    final Map<Tuple, Answer.Entry> sessions = new HashMap<>();
    table.forEach((final Session session) ->
        sessions.put(Tuple.copyOf(session.original()), Answer.Entry.of(session)));
    return sessions;
  }

  SessionTable table() {
    return table;
  }

  @Override
  public int read(final Frame[] into) {
    int count = 0;
    while (count < into.length && next < frames.size()) {
      final byte[] bytes = frames.get(next);
      final Frame frame = into[count];
      frame.bytes(bytes, 0, bytes.length);
      frame.length(bytes.length);
      frame.linkType(LinkType.ETHERNET);
      frame.timeNanos(times.get(next) * 1_000_000);
      next++;
      count++;
    }
    return count;
  }

  @Override
  public void close() {}
}
