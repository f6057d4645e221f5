package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.EventRate;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.SocketCount;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.watch.TableSummary;
import dev.plimsoll.watch.Timeouts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusTextTest {
  private static final HostAddresses HOST = HostAddresses.of(List.of(IpAddress.of("10.0.0.1")));

  private final TableSummary summary = new TableSummary(Timeouts.DEFAULTS);
  private Counters counters = Counters.NONE;
  private long expired;
  private long maximum = 262_144;
  private List<StatusReport.NamespaceEntries> others = List.of();

  private void add(final int count, final TcpState state, final int status) {
    final Session session = new Session();
    session.host(HOST);
    session.state(state.number());
    session.status(status);
    session.timeoutMillis(60_000);
    for (int i = 0; i < count; i++) {
      final Tuple tuple =
          Tuple.of(
              Protocol.TCP, IpAddress.of("10.0.0.1"), i & 0xffff, IpAddress.ipv4(0xc000_0200L), 22);
      session.original().set(tuple);
      session.reply().set(tuple.inverse());
      summary.visit(session);
    }
  }

  private StatusReport report(final Hooks hooks) {
    return new StatusReport(
        new StatusSubject.Namespace(new NetworkNamespace("web", Path.of("/run/netns/web"), 1)),
        0,
        10_000,
        false,
        new TableStatistics(summary.total() + expired, maximum),
        counters,
        hooks,
        summary,
        SessionReader.Way.NETLINK,
        new EventRate(83, 0, 0, 1_000_000_000L),
        summary.total() == 0 ? new SocketCount(12, 2, 3) : null,
        others);
  }

  private String text(final int columns) {
    return new StatusText(report(Hooks.HOOKED), 5, columns, Ink.PLAIN, true).of(null);
  }

  @Test
  void overTheLimitItSaysByHowMuchAndThatOneLookIsNotEnough() {
    add(12_000, TcpState.SYN_SENT, 0);
    assertThat(text(200))
        .contains("12,000 sessions, 120 % of the limit of 10,000")
        .contains("2,000 over the limit now. One look cannot tell")
        .contains("plimsoll status --watch --netns web")
        .contains("plimsoll by remote,dport state:SYN_SENT --netns web");
  }

  @Test
  void theCauseIsTheArithmeticOfRateAndTimeout() {
    add(9_960, TcpState.TIME_WAIT, Status.SEEN_REPLY | Status.ASSURED);
    assertThat(text(200)).contains("83 closes a second for 120 s each would make 9,960");
  }

  @Test
  void nearTheLimitItSaysHowMuchRoomIsLeft() {
    add(9_500, TcpState.ESTABLISHED, Status.SEEN_REPLY | Status.ASSURED);
    assertThat(text(200)).contains("Close to the limit: room for 500 more.");
  }

  @Test
  void belowTheLimitThousandsOfUnansweredSynsAreUnusualAllTheSame() {
    add(5_000, TcpState.SYN_SENT, 0);
    assertThat(text(200))
        .contains("Within the limit: room for 5,000 more. But so many unanswered SYNs are unusual");
  }

  @Test
  void belowTheLimitConnectionsInUseAreNothingUnusual() {
    add(5_000, TcpState.ESTABLISHED, Status.SEEN_REPLY | Status.ASSURED);
    assertThat(text(200)).contains("room for 5,000 more.").doesNotContain("unusual");
  }

  @Test
  void expiredEntriesAreToldWhereTheyMatter() {
    add(100, TcpState.TIME_WAIT, Status.SEEN_REPLY);
    expired = 3_000;
    assertThat(text(200)).contains("3,000 have expired and wait to be removed");
  }

  @Test
  void aFullKernelTableIsAWarningOfItsOwn() {
    add(950, TcpState.ESTABLISHED, Status.SEEN_REPLY);
    maximum = 1_000;
    assertThat(text(200)).contains("95 % of its maximum").contains("drops new connections");
  }

  @Test
  void lossesOfTheKernelAreTold() {
    add(10, TcpState.ESTABLISHED, Status.SEEN_REPLY);
    counters = new Counters(0, 0, 0, 0, 1_234, 5, 0, 0, 0, 0);
    assertThat(text(200)).contains("1,234 packets dropped, 5 sessions dropped early");
  }

  @Test
  void severalNamespacesAreListed() {
    add(10, TcpState.ESTABLISHED, Status.SEEN_REPLY);
    others =
        List.of(
            new StatusReport.NamespaceEntries("web", 10),
            new StatusReport.NamespaceEntries("this host", 3));
    assertThat(text(200)).contains("web 10, this host 3");
  }

  @Test
  void whereNothingIsTrackedSocketsStandIn() {
    final String text = new StatusText(report(Hooks.NOT_HOOKED), 5, 80, Ink.PLAIN, true).of(null);
    assertThat(text)
        .contains("No rule tracks connections here")
        .contains("Your provider may count this server")
        .contains("10 TCP connections and 3 UDP sockets");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 110})
  void noLineIsWiderThanTheTerminal(final int columns) {
    add(12_000, TcpState.SYN_SENT, 0);
    add(300, TcpState.TIME_WAIT, Status.SEEN_REPLY);
    add(300, TcpState.FIN_WAIT, Status.SEEN_REPLY);
    assertThat(text(columns).lines()).allMatch(line -> line.length() <= columns);
  }
}
