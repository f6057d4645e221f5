package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.process.ProcessFactsSample;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Tuple;
import org.junit.jupiter.api.Test;

class RecentOwnersTest {
  private static final int NOW = 1_000;
  private final RecentOwners recent = new RecentOwners();

  private static Tuple to(final String remote, final int remotePort, final int localPort) {
    return Tuple.of(
        Protocol.TCP, IpAddress.of("192.0.2.10"), localPort, IpAddress.of(remote), remotePort);
  }

  private RecentOwners.Known process(final long pid) {
    return recent.note(ProcessFactsSample.process(pid, "x"), 0);
  }

  @Test
  void whoHadASocketIsKnownForFiveMinutes() {
    final RecentOwners.Known scanner = process(10);
    recent.saw(scanner, to("203.0.113.9", 22, 40_000), true, NOW);
    assertThat(recent.ofSocket(to("203.0.113.9", 22, 40_000), NOW + 300)).isSameAs(scanner);
    assertThat(recent.ofSocket(to("203.0.113.9", 22, 40_000), NOW + 301)).isNull();
    assertThat(recent.ofSocket(to("203.0.113.9", 22, 40_001), NOW)).isNull();
  }

  @Test
  void whoAloneConnectsToAPortIsLikelyToHaveDoneSoBefore() {
    final RecentOwners.Known scanner = process(10);
    recent.saw(scanner, to("203.0.113.9", 22, 40_000), true, NOW);
    assertThat(recent.ofDestination(to("203.0.113.77", 22, 50_000), NOW)).isSameAs(scanner);
    assertThat(recent.ofDestination(to("203.0.113.77", 23, 50_000), NOW)).isNull();
  }

  @Test
  void theRemoteItselfSaysMoreThanThePort() {
    final RecentOwners.Known scanner = process(10);
    final RecentOwners.Known admin = process(11);
    for (int i = 0; i < 20; i++) {
      recent.saw(scanner, to("203.0.113." + i, 22, 40_000 + i), true, NOW);
    }
    recent.saw(admin, to("198.51.100.1", 22, 41_000), true, NOW);
    assertThat(recent.ofDestination(to("198.51.100.1", 22, 50_000), NOW)).isSameAs(admin);
    assertThat(recent.ofDestination(to("203.0.113.200", 22, 50_000), NOW)).isSameAs(scanner);
  }

  @Test
  void whereSeveralGoNobodyIsLikely() {
    final RecentOwners.Known one = process(10);
    final RecentOwners.Known two = process(11);
    for (int i = 0; i < 20; i++) {
      recent.saw(i % 2 == 0 ? one : two, to("203.0.113." + i, 443, 40_000 + i), true, NOW);
    }
    assertThat(recent.ofDestination(to("203.0.113.200", 443, 50_000), NOW)).isNull();
  }

  @Test
  void theSameSocketSeenAgainDoesNotCountTwice() {
    final RecentOwners.Known pool = process(10);
    final RecentOwners.Known scanner = process(11);
    for (int look = 0; look < 100; look++) {
      recent.saw(pool, to("203.0.113.9", 443, 40_000), true, NOW + look);
    }
    for (int i = 0; i < 8; i++) {
      recent.saw(scanner, to("198.51.100." + i, 443, 41_000 + i), true, NOW + 100);
    }
    assertThat(recent.ofDestination(to("198.51.100.99", 443, 50_000), NOW + 100)).isSameAs(scanner);
  }

  @Test
  void aLongRunningProcessIsKnownAfterThousandsOfShortOnes() {
    final RecentOwners.Known server = process(10);
    for (int i = 0; i < 10 * RecentOwners.MOST_PROCESSES; i++) {
      process(10);
      recent.saw(process(1_000 + i), to("203.0.113.9", 80, 1_024 + i), true, NOW);
    }
    recent.saw(server, to("203.0.113.9", 22, 40_000), true, NOW);
    assertThat(recent.ofSocket(to("203.0.113.9", 22, 40_000), NOW)).isSameAs(server);
  }

  @Test
  void aForgottenProcessIsNotTakenForAnother() {
    recent.saw(process(10), to("203.0.113.9", 22, 40_000), true, NOW);
    for (int i = 0; i < RecentOwners.MOST_PROCESSES; i++) {
      process(1_000 + i);
    }
    assertThat(recent.ofSocket(to("203.0.113.9", 22, 40_000), NOW)).isNull();
  }

  @Test
  void whatUnseenProcessesConnectToIsNotTakenForTheOneSeen() {
    recent.saw(process(10), to("203.0.113.1", 443, 40_000), true, NOW);
    for (int i = 0; i < 3; i++) {
      recent.sawUnseen(to("198.51.100.9", 443, 41_000 + i), true, NOW);
    }
    assertThat(recent.ofDestination(to("198.51.100.77", 443, 50_000), NOW)).isNull();
    assertThat(recent.ofDestination(to("198.51.100.9", 443, 50_000), NOW)).isNull();
    assertThat(recent.ofSocket(to("198.51.100.9", 443, 41_000), NOW)).isNull();
  }
}
