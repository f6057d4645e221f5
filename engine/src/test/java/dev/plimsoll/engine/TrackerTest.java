package dev.plimsoll.engine;

import static dev.plimsoll.engine.TrackedTraffic.CLIENT;
import static dev.plimsoll.engine.TrackedTraffic.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackerTest {
  private final TrackedTraffic traffic = new TrackedTraffic();

  private static PacketBuilder question() {
    return Packets.udp(CLIENT, 5353, SERVER, 53);
  }

  private static PacketBuilder answer() {
    return Packets.udp(SERVER, 53, CLIENT, 5353);
  }

  @Test
  void theFirstPacketIsNewUntilItIsAnswered() {
    assertThat(traffic.send(question())).isEqualTo(Verdict.NEW);
    assertThat(traffic.send(question())).isEqualTo(Verdict.NEW);
    assertThat(traffic.send(answer())).isEqualTo(Verdict.REPLY);
    assertThat(traffic.send(question())).isEqualTo(Verdict.ESTABLISHED);
  }

  @Test
  void aSessionEndsToTheSecondOfItsTimeout() {
    traffic.send(question());
    traffic.after(29).tracker.advance(traffic.nowMillis());
    assertThat(traffic.table.size()).isEqualTo(1);
    traffic.after(1).tracker.advance(traffic.nowMillis());
    assertThat(traffic.table.size()).isZero();
  }

  @Test
  void udpIsAStreamOnlyAfterTwoSeconds() {
    traffic.send(question());
    traffic.send(answer());
    assertThat(traffic.session().timeoutMillis()).isEqualTo(30_000);
    assertThat(traffic.session().status() & Status.ASSURED).isZero();
    traffic.after(3).send(question());
    assertThat(traffic.session().timeoutMillis()).isEqualTo(120_000);
    assertThat(traffic.session().status() & Status.ASSURED).isNotZero();
  }

  @Test
  void bothDirectionsAreCounted() {
    traffic.send(question().payload(100));
    traffic.send(answer().payload(300));
    traffic.send(answer().payload(300));
    assertThat(traffic.session().originalPackets()).isEqualTo(1);
    assertThat(traffic.session().originalBytes()).isEqualTo(128);
    assertThat(traffic.session().replyPackets()).isEqualTo(2);
    assertThat(traffic.session().replyBytes()).isEqualTo(656);
  }

  @Test
  void eventsAreTheKernels() {
    traffic.send(question());
    traffic.send(answer());
    traffic.after(30).tracker.advance(traffic.nowMillis());
    assertThat(traffic.events).containsExactly("new", "update", "destroy");
  }

  @Test
  void anEchoReplyWithoutARequestIsInvalid() {
    assertThat(traffic.send(Packets.pong(SERVER, CLIENT, 7, 1))).isEqualTo(Verdict.INVALID);
    assertThat(traffic.whyNot(Packets.pong(SERVER, CLIENT, 7, 1)))
        .isEqualTo("no session begins with ICMP type 0");
  }

  @Test
  void anEchoAndItsReplyAreASession() {
    assertThat(traffic.send(Packets.ping(CLIENT, SERVER, 7, 1))).isEqualTo(Verdict.NEW);
    assertThat(traffic.send(Packets.pong(SERVER, CLIENT, 7, 1))).isEqualTo(Verdict.REPLY);
  }

  @Test
  void anErrorAboutASessionIsRelatedToIt() {
    traffic.send(question());
    assertThat(traffic.send(Packets.icmpError("10.0.0.9", CLIENT, 3, 1, question())))
        .isEqualTo(Verdict.RELATED_REPLY);
  }

  @Test
  void anErrorAboutASessionThatGoesElsewhereIsInvalid() {
    traffic.send(question());
    assertThat(traffic.send(Packets.icmpError("10.0.0.9", "10.0.0.3", 3, 1, question())))
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void neighbourDiscoveryIsUntracked() {
    assertThat(traffic.send(Packets.icmp("fe80::1", "fe80::2", 135, 0)))
        .isEqualTo(Verdict.UNTRACKED);
  }

  @Test
  void zonesKeepTheSameTupleApart() {
    final Packet inZone = question().at(traffic.nowMillis()).packet();
    inZone.zone = 7;
    traffic.send(question());
    assertThat(traffic.tracker.track(inZone)).isEqualTo(Verdict.NEW);
    assertThat(traffic.table.size()).isEqualTo(2);
  }

  @Test
  void aFullTableNeverExceedsItsMaximum() {
    final TrackedTraffic full = new TrackedTraffic(Map.of(Sysctl.MAX, 100L));
    for (int port = 1; port <= 1000; port++) {
      full.send(Packets.udp(CLIENT, port, SERVER, 53));
      assertThat(full.table.size()).isLessThanOrEqualTo(100);
    }
    assertThat(full.tracker.statistics().earlyDropped()).isPositive();
  }

  @Test
  void assuredSessionsAreNotPushedOut() {
    final TrackedTraffic full = new TrackedTraffic(Map.of(Sysctl.MAX, 1L));
    full.handshake();
    assertThat(full.send(question())).isEqualTo(Verdict.DROPPED);
    assertThat(full.tracker.statistics().dropped()).isEqualTo(1);
  }

  @Test
  void aBatchIsTrackedInItsOrder() {
    final Packet[] packets = new Packet[200];
    for (int i = 0; i < packets.length; i++) {
      final PacketBuilder builder = i % 2 == 0 ? question() : answer();
      packets[i] = builder.at(traffic.nowMillis()).packet();
    }
    final Verdict[] verdicts = new Verdict[packets.length];
    final int[] next = {0};
    traffic.tracker.track(packets, packets.length, (packet, v) -> verdicts[next[0]++] = v);
    assertThat(verdicts[0]).isEqualTo(Verdict.NEW);
    assertThat(verdicts[1]).isEqualTo(Verdict.REPLY);
    assertThat(verdicts[198]).isEqualTo(Verdict.ESTABLISHED);
  }

  @Test
  void timeThatRunsBackwardsStandsStill() {
    traffic.after(100).send(question());
    traffic.after(-50).send(answer());
    assertThat(traffic.after(50).session().timeoutMillis()).isEqualTo(30_000);
  }
}
