package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.Defragmenter;
import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.LinkType;
import dev.plimsoll.engine.Packet;
import dev.plimsoll.engine.PacketDecoder;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.TrackerStatistics;
import dev.plimsoll.engine.Verdict;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine, fed with frames of our own; it begins with an empty table. */
final class EngineTracker {
  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final List<Answer.Event> events = new ArrayList<>();
  private final Tracker tracker;
  private final PacketDecoder decoder;
  private final Defragmenter defragmenter;
  private final Frame frame = new Frame();
  private final Packet packet = new Packet();
  private final Packet reassembled = new Packet();
  private final Session session = new Session();

  EngineTracker(final TrackerSettings settings) {
    tracker =
        new Tracker(
            settings, table, event -> events.add(Answer.Event.of(event.type(), event.session())));
    decoder =
        new PacketDecoder(settings.value(Sysctl.CHECKSUM) == 0 ? Checksums.NONE : Checksums.ALL);
    defragmenter = new Defragmenter(decoder, settings);
    frame.linkType(LinkType.ETHERNET);
  }

  /**
   * Lets the engine take a frame.
   *
   * @param tuple the session to look at afterwards, or null for none
   */
  Answer track(final byte[] bytes, final @Nullable Tuple tuple, final long timeMillis) {
    return track(bytes, tuple, timeMillis, 0);
  }

  /** The same for a packet of a zone; the session is looked for there. */
  Answer track(
      final byte[] bytes, final @Nullable Tuple tuple, final long timeMillis, final int zone) {
    events.clear();
    packet.zone(zone);
    frame.bytes(bytes, 0, bytes.length);
    frame.length(bytes.length);
    frame.timeNanos(timeMillis * 1_000_000);
    final Packet whole =
        switch (decoder.decode(frame, packet)) {
          case PACKET -> packet;
          case FRAGMENT -> defragmenter.add(packet, reassembled) ? reassembled : null;
          case IGNORED -> null;
        };
    final Verdict verdict = whole == null ? null : tracker.track(whole);
    return new Answer(
        verdict == Verdict.DROPPED ? null : verdict,
        List.copyOf(events),
        tuple == null ? null : session(tuple, zone),
        whole != null && verdict == Verdict.INVALID ? whole.why() : "");
  }

  Answer.@Nullable Entry session(final Tuple tuple) {
    return session(tuple, 0);
  }

  private Answer.@Nullable Entry session(final Tuple tuple, final int zone) {
    return table.get(tuple, zone, session) ? Answer.Entry.of(session) : null;
  }

  /** Gives a session another timeout from now on. */
  void timeout(final Tuple tuple, final long millis) {
    final int slot = table.find(tuple, 0);
    if (slot != SessionTable.NONE) {
      table.deadlineMillis(slot, table.timeMillis() + millis);
    }
  }

  TrackerStatistics statistics() {
    return tracker.statistics();
  }

  SessionTable table() {
    return table;
  }
}
