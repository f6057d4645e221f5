package dev.plimsoll.engine;

import static dev.plimsoll.engine.TrackedTraffic.CLIENT;
import static dev.plimsoll.engine.TrackedTraffic.SERVER;
import static dev.plimsoll.session.HostAddresses.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.helper.HelperKind;
import dev.plimsoll.engine.helper.HelperRule;
import dev.plimsoll.engine.helper.HelperSettings;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelpedSessionsTest {
  private static final long NOW = 1_700_000_000_000L;

  private final SessionTable table = SessionTable.ofTracker(UNKNOWN);
  private final List<String> events = new ArrayList<>();
  private final Tracker tracker =
      new Tracker(
          new TrackerSettings(
              Map.of(),
              new HelperSettings(
                  List.of(
                      HelperRule.usual(HelperKind.TFTP),
                      HelperRule.usual(HelperKind.FTP),
                      HelperRule.usual(HelperKind.SIP)),
                  List.of())),
          table,
          event -> events.add(event.type().word()));

  private Verdict send(final PacketBuilder packet) {
    return tracker.track(packet.at(NOW).packet());
  }

  private static PacketBuilder request() {
    return Packets.udp(CLIENT, 5000, SERVER, 69).payload("\0\1file\0octet\0");
  }

  private static PacketBuilder data() {
    return Packets.udp(SERVER, 6000, CLIENT, 5000).payload("\0\3\0\1data");
  }

  @Test
  void anAnnouncedSessionIsRelated() {
    assertThat(send(request())).isEqualTo(Verdict.NEW);
    assertThat(send(data())).isEqualTo(Verdict.RELATED);
  }

  @Test
  void itIsNewWhereNobodyAnnouncedIt() {
    assertThat(send(data())).isEqualTo(Verdict.NEW);
  }

  @Test
  void theTableNamesHelperAndMaster() {
    send(request());
    send(data());
    final Session session = new Session();
    assertThat(table.get(request().packet().tuple(), 0, session)).isTrue();
    assertThat(session.helper()).isEqualTo("tftp");
    assertThat(session.status() & Status.HELPER).isNotZero();
    assertThat(table.get(data().packet().tuple(), 0, session)).isTrue();
    assertThat(session.master()).hasToString(request().packet().tuple().toString());
    assertThat(session.status() & Status.EXPECTED).isNotZero();
  }

  @Test
  void whatADroppedPacketChangedIsToldWithTheNextOne() {
    final PacketBuilder question =
        Packets.udp(CLIENT, 5060, SERVER, 5060).payload("OPTIONS sip:b SIP/2.0\r\n\r\n");
    final String media = "c=IN IP4 " + SERVER + "\r\nm=audio 80 RTP/AVP 0\r\n";
    final PacketBuilder refused =
        Packets.udp(SERVER, 5060, CLIENT, 5060)
            .payload(
                "INVITE sip:a SIP/2.0\r\nCSeq: 1 INVITE\r\nContent-Length: %d\r\n\r\nv=0\r\n%s"
                    .formatted(media.length() + 5, media));
    assertThat(send(question)).isEqualTo(Verdict.NEW);
    assertThat(send(refused)).isEqualTo(Verdict.DROPPED);
    assertThat(events).containsExactly("new");
    assertThat(send(question)).isEqualTo(Verdict.ESTABLISHED);
    assertThat(send(question)).isEqualTo(Verdict.ESTABLISHED);
    assertThat(events).containsExactly("new", "update");
  }

  @Test
  void ftpsDataConnectionIsRelated() {
    send(Packets.tcp(CLIENT, 5000, SERVER, 21).sequence(100).syn());
    send(Packets.tcp(SERVER, 21, CLIENT, 5000).sequence(500).flags(Packet.SYN).ack(101));
    send(Packets.tcp(CLIENT, 5000, SERVER, 21).sequence(101).ack(501));
    // The kernel reads lines from the second on: the first may be the middle of one.
    send(Packets.tcp(CLIENT, 5000, SERVER, 21).sequence(101).ack(501).payload("USER me\r\n"));
    send(
        Packets.tcp(CLIENT, 5000, SERVER, 21)
            .sequence(110)
            .ack(501)
            .payload("PORT 10,0,0,1,31,64\r\n"));
    assertThat(send(Packets.tcp(SERVER, 20, CLIENT, 8000).sequence(1).syn()))
        .isEqualTo(Verdict.RELATED);
  }
}
