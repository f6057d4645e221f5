package dev.plimsoll.engine;

import static dev.plimsoll.session.HostAddresses.UNKNOWN;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A tracker with a client and a server that talk through it, for tests. */
final class TrackedTraffic {
  static final String CLIENT = "10.0.0.1";
  static final String SERVER = "10.0.0.2";

  final List<String> events = new ArrayList<>();
  final SessionTable table = SessionTable.ofTracker(UNKNOWN);
  final Tracker tracker;
  private long millis = 1_700_000_000_000L;

  TrackedTraffic() {
    this(Map.of());
  }

  TrackedTraffic(final Map<Sysctl, Long> settings) {
    tracker = new Tracker(new TrackerSettings(settings), table, this::note);
  }

  private void note(final SessionEvent event) {
    final Session session = event.session();
    events.add(event.type().word() + (session.state() < 0 ? "" : " " + session.state()));
  }

  TrackedTraffic after(final long seconds) {
    millis += seconds * 1000;
    return this;
  }

  long nowMillis() {
    return millis;
  }

  Verdict send(final PacketBuilder packet) {
    return tracker.track(packet.at(millis).packet());
  }

  /** Why the tracker finds the packet invalid. */
  String whyNot(final PacketBuilder builder) {
    final Packet packet = builder.at(millis).packet();
    tracker.track(packet);
    return packet.why();
  }

  static PacketBuilder client() {
    return Packets.tcp(CLIENT, 40_000, SERVER, 80);
  }

  static PacketBuilder server() {
    return Packets.tcp(SERVER, 80, CLIENT, 40_000);
  }

  /** SYN, SYN/ACK, ACK: client at 1001, server at 5001. */
  TrackedTraffic handshake() {
    send(client().sequence(1000).syn());
    send(server().sequence(5000).flags(Packet.SYN).ack(1001));
    send(client().sequence(1001).ack(5001));
    return this;
  }

  /** The only session there is. */
  Session session() {
    final List<Session> all = new ArrayList<>();
    tracker.advance(millis);
    table.forEach(millis, session -> all.add(session.copy()));
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " sessions");
    }
    return all.get(0);
  }
}
