package dev.plimsoll.engine;

import static dev.plimsoll.engine.TrackedTraffic.client;
import static dev.plimsoll.engine.TrackedTraffic.server;
import static dev.plimsoll.session.TcpState.CLOSE;
import static dev.plimsoll.session.TcpState.ESTABLISHED;
import static dev.plimsoll.session.TcpState.SYN_RECV;
import static dev.plimsoll.session.TcpState.SYN_SENT;
import static dev.plimsoll.session.TcpState.TIME_WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TcpTrackerTest {
  private final TrackedTraffic traffic = new TrackedTraffic();

  private TcpState state() {
    return Objects.requireNonNull(TcpState.of(traffic.session().state()));
  }

  private long timeoutSeconds() {
    return traffic.session().timeoutMillis() / 1000;
  }

  @Test
  void aHandshakeGoesThroughItsStatesAndIsAssuredWithTheLastAck() {
    traffic.send(client().sequence(1000).syn());
    assertThat(state()).isEqualTo(SYN_SENT);
    assertThat(timeoutSeconds()).isEqualTo(120);
    traffic.send(server().sequence(5000).flags(Packet.SYN).ack(1001));
    assertThat(state()).isEqualTo(SYN_RECV);
    assertThat(timeoutSeconds()).isEqualTo(60);
    traffic.send(client().sequence(1001).ack(5001));
    assertThat(state()).isEqualTo(ESTABLISHED);
    assertThat(timeoutSeconds()).isEqualTo(432_000);
    assertThat(traffic.session().status())
        .isEqualTo(Status.CONFIRMED | Status.SEEN_REPLY | Status.ASSURED);
  }

  @Test
  void eventsTellTheStateOnlyWhenItChanges() {
    traffic.handshake();
    traffic.send(client().sequence(1001).ack(5001).payload(10));
    assertThat(traffic.events).containsExactly("new 1", "update 2", "update 3");
  }

  @Test
  void dataThatIsNotAcknowledgedShortensTheTime() {
    traffic.handshake().send(client().sequence(1001).ack(5001).payload(10));
    assertThat(timeoutSeconds()).isEqualTo(300);
    traffic.send(server().sequence(5001).ack(1011));
    assertThat(timeoutSeconds()).isEqualTo(432_000);
  }

  @Test
  void aCloseByBothSidesEndsInTimeWait() {
    closeByBothSides();
    assertThat(state()).isEqualTo(TIME_WAIT);
    assertThat(timeoutSeconds()).isEqualTo(120);
  }

  private void closeByBothSides() {
    traffic.handshake();
    traffic.send(client().sequence(1001).flags(Packet.FIN).ack(5001));
    traffic.send(server().sequence(5001).flags(Packet.FIN).ack(1002));
    traffic.send(client().sequence(1002).ack(5002));
  }

  @Test
  void aSynAfterTheCloseBeginsANewSession() {
    closeByBothSides();
    assertThat(traffic.send(client().sequence(90_000).syn())).isEqualTo(Verdict.NEW);
    assertThat(state()).isEqualTo(SYN_SENT);
    assertThat(traffic.session().replyPackets()).isZero();
  }

  @Test
  void aRefusedSynLeavesNoSession() {
    traffic.send(client().sequence(1000).syn());
    final Verdict verdict = traffic.send(server().sequence(0).flags(Packet.RST).ack(1001));
    assertThat(verdict).isEqualTo(Verdict.REPLY);
    assertThat(traffic.table.size()).isZero();
  }

  @Test
  void aResetWithTheNumberExpectedCloses() {
    traffic.handshake().send(client().sequence(1001).flags(Packet.RST));
    assertThat(state()).isEqualTo(CLOSE);
    assertThat(timeoutSeconds()).isEqualTo(10);
  }

  @Test
  void aResetFromBeforeIsInvalid() {
    traffic.handshake();
    assertThat(traffic.whyNot(client().sequence(990).flags(Packet.RST)))
        .isEqualTo("a RST with seq 990, 11 before what was acknowledged");
    assertThat(state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void aSynThatIsSentAgainDoesNotRenewTheTime() {
    traffic.send(client().sequence(1000).syn());
    traffic.after(20).send(client().sequence(1000).syn());
    assertThat(timeoutSeconds()).isEqualTo(100);
    assertThat(traffic.session().originalPackets()).isEqualTo(1);
  }

  @Test
  void dataFarBeyondTheWindowIsInvalidAndSaysByHowMuch() {
    traffic.handshake();
    assertThat(traffic.whyNot(client().sequence(201_001).ack(5001).payload(100)))
        .isEqualTo("seq 201001 is beyond the window by 135760");
  }

  @Test
  void anAckForDataNeverSentIsInvalid() {
    traffic.handshake();
    assertThat(traffic.whyNot(client().sequence(1001).ack(6001)))
        .isEqualTo("ack 6001 is for data not seen yet, by 1000");
  }

  @Test
  void aConnectionMayBePickedUpInItsMiddle() {
    assertThat(traffic.send(client().sequence(7000).ack(9000).payload(5))).isEqualTo(Verdict.NEW);
    assertThat(state()).isEqualTo(ESTABLISHED);
    assertThat(timeoutSeconds()).isEqualTo(300);
  }

  @Test
  void withoutLooseOnlyASynBegins() {
    final TrackedTraffic strict = new TrackedTraffic(Map.of(Sysctl.TCP_LOOSE, 0L));
    assertThat(strict.whyNot(client().sequence(7000).ack(9000)))
        .isEqualTo("tcp_loose is off: a session begins with a SYN only");
  }

  @Test
  void repeatedAcksShortenTheTime() {
    traffic.handshake();
    for (int i = 0; i < 4; i++) {
      traffic.send(client().sequence(1001).ack(5001));
    }
    assertThat(timeoutSeconds()).isEqualTo(300);
  }

  @Test
  void aSynAckForAnIgnoredSynBringsTheTrackerBackInStep() {
    traffic.handshake();
    traffic.send(client().sequence(70_000).syn());
    assertThat(state()).isEqualTo(ESTABLISHED);
    traffic.send(server().sequence(80_000).flags(Packet.SYN).ack(70_001));
    assertThat(state()).isEqualTo(SYN_RECV);
    traffic.send(client().sequence(70_001).ack(80_001));
    assertThat(state()).isEqualTo(ESTABLISHED);
  }
}
