package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.watch.Composition.Kind;
import dev.plimsoll.watch.Composition.Remote;
import dev.plimsoll.watch.Composition.Service;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompositionLookTest {
  private static final long NOW = 1_700_000_000_000L;

  private final SessionTable table = new SessionTable(null, TestSession.HOST);

  @Test
  void anEmptyTableConsistsOfNothing() {
    final Composition composition = Composition.of("own", table, NOW);
    assertThat(composition.sessions()).isZero();
    assertThat(composition.kinds()).isEmpty();
    assertThat(composition.distinctRemotes()).isZero();
  }

  @Test
  void servicesHaveTheirSessionsAndTheirRemotes() {
    for (int i = 0; i < 300; i++) {
      put(Protocol.TCP, TcpState.SYN_SENT, "10.0.0.1", 40_000 + i, "192.0.2." + i % 100, 22);
    }
    put(Protocol.TCP, TcpState.ESTABLISHED, "198.51.100.9", 50_000, "10.0.0.1", 443);
    final Composition composition = Composition.of("own", table, NOW);
    assertThat(composition.services())
        .containsExactly(
            new Service("tcp", "SYN_SENT", "out", 22, 300, 100),
            new Service("tcp", "ESTABLISHED", "in", 443, 1, 1));
    assertThat(composition.kinds())
        .containsExactly(
            new Kind("tcp", "SYN_SENT", "out", 300), new Kind("tcp", "ESTABLISHED", "in", 1));
    assertThat(composition.distinctRemotes()).isEqualTo(101);
    assertThat(composition.remotes().getFirst()).isEqualTo(new Remote("192.0.2.0", 3));
  }

  @Test
  void aSessionWithoutStateOrPortSaysSo() {
    put(Protocol.ICMP, null, "10.0.0.1", 7, "192.0.2.1", 8 << 8);
    assertThat(Composition.of("own", table, NOW).services())
        .containsExactly(
            new Service("icmp", Composition.NO_STATE, "out", Composition.NO_PORT, 1, 1));
  }

  @Test
  void onlyTheLargestServicesAreKept() {
    for (int port = 1; port <= 3 * Composition.MAX_ROWS; port++) {
      put(Protocol.UDP, null, "10.0.0.1", 1_000, "192.0.2.1", port);
    }
    put(Protocol.UDP, null, "10.0.0.1", 1_001, "192.0.2.1", 99);
    final Composition composition = Composition.of("own", table, NOW);
    assertThat(composition.services()).hasSize(Composition.MAX_ROWS);
    assertThat(composition.services().getFirst())
        .isEqualTo(new Service("udp", Composition.NO_STATE, "out", 99, 2, 1));
    assertThat(composition.sessions()).isEqualTo(3 * Composition.MAX_ROWS + 1);
  }

  private void put(
      final int protocol,
      final @Nullable TcpState state,
      final String source,
      final int sourcePort,
      final String destination,
      final int destinationPort) {
    final Session session =
        TestSession.of(protocol, source, sourcePort, destination, destinationPort);
    if (state != null) {
      session.state(state.number());
    }
    session.observedNanos(NOW * 1_000_000);
    session.timeoutMillis(60_000);
    table.put(session);
  }
}
