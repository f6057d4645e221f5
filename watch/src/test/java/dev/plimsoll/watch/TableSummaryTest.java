package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Direction;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableSummaryTest {
  private final TableSummary summary = new TableSummary(Timeouts.DEFAULTS);

  @Test
  void anEmptyTableIsAllZero() {
    assertThat(summary.total()).isZero();
    assertThat(summary.protocols()).isEmpty();
    assertThat(summary.topRemotes(5)).isEmpty();
  }

  @Test
  void everySessionIsCountedByWhatItIs() {
    summary.visit(TestSession.tcp(TcpState.ESTABLISHED, true));
    summary.visit(TestSession.tcp(TcpState.ESTABLISHED, true));
    summary.visit(TestSession.tcp(TcpState.SYN_SENT, false));
    summary.visit(TestSession.udp(Status.SEEN_REPLY));
    summary.visit(TestSession.of(Protocol.ICMPV6, "2001:db8::9", 1, "2001:db8::1", 128 << 8));
    assertThat(summary.total()).isEqualTo(5);
    assertThat(summary.ipv4()).isEqualTo(4);
    assertThat(summary.ipv6()).isEqualTo(1);
    assertThat(summary.unreplied()).isEqualTo(2);
    assertThat(summary.assured()).isEqualTo(2);
    assertThat(summary.ofProtocol(Protocol.TCP)).isEqualTo(3);
    assertThat(summary.ofTcpState(TcpState.SYN_SENT)).isEqualTo(1);
    assertThat(summary.ofDirection(Direction.OUT)).isEqualTo(4);
    assertThat(summary.protocols())
        .containsExactly(
            new GroupCount(List.of("tcp"), 3, 0.6),
            new GroupCount(List.of("udp"), 1, 0.2),
            new GroupCount(List.of("icmpv6"), 1, 0.2));
    assertThat(summary.tcpStates())
        .containsExactly(
            new GroupCount(List.of("ESTABLISHED"), 2, 0.4),
            new GroupCount(List.of("SYN_SENT"), 1, 0.2));
    assertThat(summary.directions())
        .containsExactly(
            new GroupCount(List.of("out"), 4, 0.8), new GroupCount(List.of("in"), 1, 0.2));
  }

  @Test
  void localSessionsHaveNoRemote() {
    summary.visit(TestSession.of(Protocol.TCP, "127.0.0.1", 1, "127.0.0.1", 5432));
    summary.visit(TestSession.of(Protocol.TCP, "10.0.0.1", 1, "10.0.0.1", 5432));
    summary.visit(TestSession.udp(0));
    assertThat(summary.ofDirection(Direction.LOCAL)).isEqualTo(2);
    assertThat(summary.distinctRemotes()).isEqualTo(1);
    assertThat(summary.topRemotes(5))
        .containsExactly(new GroupCount(List.of("192.0.2.53"), 1, 1.0));
  }

  @Test
  void theServicePortIsTheServersInBothDirections() {
    summary.visit(TestSession.of(Protocol.TCP, "10.0.0.1", 50_000, "192.0.2.1", 443));
    summary.visit(TestSession.of(Protocol.TCP, "192.0.2.1", 50_000, "10.0.0.1", 443));
    summary.visit(TestSession.of(Protocol.ICMP, "192.0.2.1", 443, "10.0.0.1", 8 << 8));
    assertThat(summary.topServicePorts(5))
        .containsExactlyInAnyOrder(
            new GroupCount(List.of("443", "tcp", "out"), 1, 0.5),
            new GroupCount(List.of("443", "tcp", "in"), 1, 0.5));
  }

  @Test
  void translatedSessionsAreCountedAsNat() {
    final Session masqueraded = TestSession.udp(0);
    masqueraded.reply().destination(Family.IPV4, 0, 1);
    summary.visit(masqueraded);
    summary.visit(TestSession.udp(0));
    assertThat(summary.nat()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0, 0", "2, 0, 1, 0", "6, 0, 0, 1"})
  void udpIsOneWayOrAnsweredOrAStream(
      final int status, final long oneWay, final long answered, final long streams) {
    summary.visit(TestSession.udp(status));
    assertThat(summary.udpUnreplied()).isEqualTo(oneWay);
    assertThat(summary.udpAnswered()).isEqualTo(answered);
    assertThat(summary.udpStreams()).isEqualTo(streams);
  }

  @ParameterizedTest
  @CsvSource({
    "432000, 0, 0",
    "428400, 0, 0",
    "428399, 1, 0",
    "345600, 1, 0",
    "345599, 1, 1",
    "301, 1, 1",
    // The kernel's shorter timeout for data that nobody acknowledged: it may just have been busy.
    "300, 0, 0",
    // An entry from before the timeout was shortened.
    "500000, 0, 0"
  })
  void idleTimeIsTheTimeoutMinusTheTimeLeft(
      final long leftSeconds, final long hour, final long day) {
    final Session session = TestSession.tcp(TcpState.ESTABLISHED, true);
    session.timeoutMillis(leftSeconds * 1000);
    summary.visit(session);
    assertThat(summary.idleOverHour()).isEqualTo(hour);
    assertThat(summary.idleOverDay()).isEqualTo(day);
  }

  @Test
  void aStateThatWeDoNotKnowIsCountedInTheTotalOnly() {
    final Session session = TestSession.tcp(TcpState.ESTABLISHED, true);
    session.state(14);
    summary.visit(session);
    session.state(Session.ABSENT);
    summary.visit(session);
    assertThat(summary.total()).isEqualTo(2);
    assertThat(summary.tcpStates()).isEmpty();
  }
}
