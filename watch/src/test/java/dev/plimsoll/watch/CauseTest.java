package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.watch.Cause.Kind;
import dev.plimsoll.watch.Cause.Part;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTest {
  private TableSummary summary = new TableSummary(Timeouts.DEFAULTS);

  @Test
  void unansweredSyns() {
    add(10_000, TestSession.tcp(TcpState.SYN_SENT, false));
    assertThat(cause().kind()).isEqualTo(Kind.UNANSWERED_SYNS);
    assertThat(cause().sentence())
        .isEqualTo(
            "Most are unanswered SYNs: 83 new ones a second for 120 s each would make 10,000.");
  }

  @Test
  void halfOpenConnections() {
    add(600, TestSession.tcp(TcpState.SYN_RECV, true));
    assertThat(cause().sentence())
        .isEqualTo(
            "Most are half-open connections: 10 new ones a second for 60 s each would make 600.");
  }

  @Test
  void closedConnections() {
    add(10_000, TestSession.tcp(TcpState.TIME_WAIT, true));
    assertThat(cause().sentence())
        .isEqualTo(
            "Most are closed connections: 83 closes a second for 120 s each would make 10,000.");
  }

  @Test
  void closedConnectionsOfSeveralStatesAreKeptForTheMeanOfTheirTimeouts() {
    add(600, TestSession.tcp(TcpState.TIME_WAIT, true));
    add(300, TestSession.tcp(TcpState.LAST_ACK, true));
    assertThat(cause().perSecond()).isCloseTo(15, within(1e-9));
    assertThat(cause().sentence())
        .isEqualTo("Most are closed connections: 15 closes a second for 60 s each would make 900.");
  }

  @Test
  void oneWayUdp() {
    add(10_000, TestSession.udp(0));
    assertThat(cause().sentence())
        .isEqualTo("Most are one-way UDP: 333 new ones a second for 30 s each would make 10,000.");
  }

  @Test
  void shortUdpExchanges() {
    add(90, TestSession.udp(Status.SEEN_REPLY));
    assertThat(cause().sentence())
        .isEqualTo(
            "Most are short UDP exchanges: 3.0 new ones a second for 30 s each would make 90.");
  }

  @Test
  void udpStreams() {
    add(10_000, TestSession.udp(Status.SEEN_REPLY | Status.ASSURED));
    assertThat(cause().sentence())
        .isEqualTo("Most are UDP streams: 83 new ones a second for 120 s each would make 10,000.");
  }

  @Test
  void leakedConnections() {
    addEstablished(8_000, 430_000);
    addEstablished(2_000, 400_000);
    addEstablished(0, 300_000);
    add(1, TestSession.udp(0));
    assertThat(cause().kind()).isEqualTo(Kind.CONNECTIONS_IN_USE);
    addEstablished(11_000, 300_000);
    assertThat(cause().kind()).isEqualTo(Kind.LEAKED_CONNECTIONS);
  }

  @Test
  void leakedConnectionsTellHowSeldomOneLeaks() {
    addEstablished(2_000, 400_000);
    addEstablished(8_000, 300_000);
    assertThat(cause().sentence())
        .isEqualTo(
            "Most are established connections that nobody uses: of 10,000, 10,000 are idle for more"
                + " than an hour, 8,000 for more than a day. One leaked connection every 43 seconds"
                + " for 432,000 s (5 days) each would make 10,000.");
  }

  @Test
  void connectionsInUse() {
    addEstablished(90, 431_999);
    addEstablished(10, 100_000);
    assertThat(cause().sentence())
        .isEqualTo(
            "Most are established connections in use: of 100, 10 are idle for more than an hour,"
                + " 10 for more than a day.");
  }

  @Test
  void pings() {
    add(300, TestSession.of(Protocol.ICMP, "10.0.0.1", 1, "192.0.2.1", 8 << 8));
    assertThat(cause().sentence())
        .isEqualTo("Most are pings: 10 new ones a second for 30 s each would make 300.");
  }

  @Test
  void otherProtocols() {
    add(3, TestSession.of(Protocol.GRE, "10.0.0.1", 0, "192.0.2.1", 0));
    assertThat(cause().sentence()).isEqualTo("Most are of protocols other than TCP, UDP and ICMP.");
  }

  @Test
  void noClassDominatesAMix() {
    add(40, TestSession.tcp(TcpState.TIME_WAIT, true));
    add(35, TestSession.udp(0));
    add(25, TestSession.tcp(TcpState.SYN_SENT, false));
    assertThat(cause().kind()).isEqualTo(Kind.MIXED);
    assertThat(cause().sessions()).isEqualTo(100);
    assertThat(cause().parts())
        .containsExactly(
            new Part(Kind.CLOSED_CONNECTIONS, 40),
            new Part(Kind.ONE_WAY_UDP, 35),
            new Part(Kind.UNANSWERED_SYNS, 25));
    assertThat(cause().sentence())
        .isEqualTo(
            "No single cause: closed connections 40 %, one-way UDP 35 %, unanswered SYNs 25 %.");
  }

  @Test
  void exactlyHalfIsNotMost() {
    add(50, TestSession.tcp(TcpState.TIME_WAIT, true));
    add(50, TestSession.udp(0));
    assertThat(cause().kind()).isEqualTo(Kind.MIXED);
    add(1, TestSession.udp(0));
    assertThat(cause().kind()).isEqualTo(Kind.ONE_WAY_UDP);
  }

  @Test
  void nothing() {
    assertThat(cause().kind()).isEqualTo(Kind.NOTHING);
    assertThat(cause().sentence()).isEqualTo("There are no sessions.");
  }

  @Test
  void theOperatorsTimeoutsChangeTheSentence() {
    summary = new TableSummary(Timeouts.ofSysctls(Map.of("tcp_timeout_time_wait", 30L)));
    add(9_000, TestSession.tcp(TcpState.TIME_WAIT, true));
    assertThat(cause().sentence())
        .isEqualTo(
            "Most are closed connections: 300 closes a second for 30 s each would make 9,000.");
  }

  @Test
  void aTimeoutOfZeroIsTakenAsASecond() {
    summary = new TableSummary(Timeouts.ofSysctls(Map.of("udp_timeout", 0L)));
    add(50, TestSession.udp(0));
    assertThat(cause().perSecond()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({
    "SYN_SENT, 120",
    "SYN_RECV, 60",
    "ESTABLISHED, 432000",
    "FIN_WAIT, 120",
    "CLOSE_WAIT, 60",
    "LAST_ACK, 30",
    "TIME_WAIT, 120",
    "CLOSE, 10"
  })
  void theDefaultTimeoutsAreTheKernels(final TcpState state, final int seconds) {
    assertThat(Timeouts.DEFAULTS.tcpSeconds(state)).isEqualTo(seconds);
  }

  @Test
  void everyTimeoutIsReadFromItsSysctl() {
    final Timeouts timeouts =
        Timeouts.ofSysctls(
            Map.of(
                "tcp_timeout_unacknowledged", 1L,
                "tcp_timeout_max_retrans", 2L,
                "udp_timeout", 3L,
                "udp_timeout_stream", 4L,
                "icmp_timeout", 5L));
    assertThat(timeouts).isEqualTo(new Timeouts(Timeouts.DEFAULTS.tcpSeconds(), 1, 2, 3, 4, 5));
  }

  private void addEstablished(final int count, final long leftSeconds) {
    final Session session = TestSession.tcp(TcpState.ESTABLISHED, true);
    session.timeoutMillis(leftSeconds * 1000);
    add(count, session);
  }

  private void add(final int count, final Session session) {
    for (int i = 0; i < count; i++) {
      summary.visit(session);
    }
  }

  private Cause cause() {
    return Cause.of(summary);
  }
}
