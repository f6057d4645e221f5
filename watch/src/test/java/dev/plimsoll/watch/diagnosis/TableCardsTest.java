package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The signs that stand in the table itself, each with what looks like it. */
class TableCardsTest {
  private static final long FIVE_DAYS = 432_000;
  private final Play play = new Play();

  private void names(final int perMinute, final int resolvers) {
    for (int i = 0; i < perMinute * 2; i++) {
      play.answered(play.pass(60.0 / perMinute).udpOut(Play.host(i % resolvers), 53));
    }
  }

  @Test
  void aThousandNamesAMinuteAreHeavyAndNineHundredAreNot() {
    // More than names, so that their share of the table does not matter.
    for (int i = 0; i < 9_000; i++) {
      play.established(play.tcpIn(Play.host(i), 443));
    }
    names(900, 2);
    assertThat(play.find(Card.DNS_HEAVY)).isEmpty();
    names(1_050, 2);
    assertThat(play.find(Card.DNS_HEAVY)).hasSize(1);
  }

  @Test
  void aResolverThatAsksManyServersIsNotHeavy() {
    names(3_000, 500);
    assertThat(play.find(Card.DNS_HEAVY)).isEmpty();
  }

  private void idle(final int sessions, final double hours) {
    for (int i = 0; i < sessions; i++) {
      play.there(play.established(play.tcpIn(Play.host(i), 993)), FIVE_DAYS - hours * 3_600);
    }
  }

  @Test
  void moreThanHalfIdleForMoreThanAnHourIsStaleAndLessIsNot() {
    idle(101, 1.1);
    idle(0, 0);
    for (int i = 0; i < 102; i++) {
      play.established(play.tcpOut(Play.host(5_000 + i), 443));
    }
    assertThat(play.find(Card.STALE_ESTABLISHED)).isEmpty();
    play.gone(play.established(play.began(Protocol.TCP, "10.0.0.1", 1, "198.51.100.1", 443)));
    for (int i = 0; i < 2; i++) {
      play.there(play.established(play.tcpIn(Play.host(9_000 + i), 993)), FIVE_DAYS - 7_200);
    }
    final Finding stale = play.find(Card.STALE_ESTABLISHED).getFirst();
    assertThat(stale.sessions()).isEqualTo(103);
    assertThat(stale.twins()).noneMatch(Twin::isRuledOut);
  }

  @Test
  void idleConnectionsThatAProcessHasOpenAreNotStale() {
    idle(300, 5);
    play.owned(sessions -> new Attribution(List.of(), sessions.size(), sessions.size(), List.of()));
    assertThat(play.find(Card.STALE_ESTABLISHED)).isEmpty();
    play.owned(sessions -> new Attribution(List.of(), sessions.size(), 0, List.of()));
    assertThat(play.find(Card.STALE_ESTABLISHED).getFirst().twins()).allMatch(Twin::isRuledOut);
  }

  private void closed(final int sessions, final int ends) {
    for (int i = 0; i < sessions; i++) {
      play.closed(play.established(play.tcpOut(Play.host(i % ends), 3_306)));
    }
  }

  @Test
  void mostlyClosedConnectionsToADatabaseAreAPileUpAndHalfIsNone() {
    for (int i = 0; i < 600; i++) {
      play.established(play.tcpIn(Play.host(1_000 + i), 8_080));
    }
    closed(600, 2);
    assertThat(play.find(Card.TIMEWAIT_PILEUP)).isEmpty();
    closed(2, 2);
    assertThat(play.find(Card.TIMEWAIT_PILEUP)).hasSize(1);
  }

  @Test
  void aWebServerWhoseManyVisitorsComeOnceHasNoPileUp() {
    for (int i = 0; i < 3_000; i++) {
      play.closed(play.established(play.tcpIn(Play.host(i), 443)));
    }
    assertThat(play.find(Card.TIMEWAIT_PILEUP)).isEmpty();
  }

  @Test
  void aFifthOfOneWayUdpToADeadHostIsALeakAndLessIsNone() {
    for (int i = 0; i < 400; i++) {
      play.established(play.tcpIn(Play.host(i), 443));
    }
    for (int i = 0; i < 99; i++) {
      play.pass(0.2).udpOut("203.0.113.9", 514);
    }
    assertThat(play.find(Card.UNREPLIED_LEAK)).isEmpty();
    play.udpOut("203.0.113.9", 514);
    assertThat(play.find(Card.UNREPLIED_LEAK).getFirst().sessions()).isEqualTo(100);
  }

  @Test
  void establishedButNeverAnsweredIsALeak() {
    for (int i = 0; i < 150; i++) {
      final Session session = play.tcpOut(Play.host(i), 443);
      session.state(TcpState.ESTABLISHED.number());
      play.there(session, 300);
    }
    assertThat(play.find(Card.UNREPLIED_LEAK)).hasSize(1);
  }

  private Session held(final int port, final double seconds) {
    final Session session = play.established(play.tcpOut("203.0.113.9", port));
    play.pass(seconds);
    return session;
  }

  @Test
  void aLongConnectionToAChatIsAHintAndAShortOneIsNone() {
    held(6_667, 599);
    assertThat(play.find(Card.C2_PORT)).isEmpty();
    play.pass(1);
    final Finding hint = play.find(Card.C2_PORT).getFirst();
    assertThat(hint.confidence()).isEqualTo(0.5);
    assertThat(hint.twins()).containsExactly(new Twin("people on IRC", ""));
  }

  @Test
  void aQuietHourAtARarePortIsAHintAndALoudOneIsNone() {
    final Session session = held(31_337, 3_600);
    play.bytes(session, 100_000, 1);
    assertThat(play.find(Card.C2_PORT)).isEmpty();
    play.bytes(session, 50_000, 50_000);
    assertThat(play.find(Card.C2_PORT)).hasSize(1);
  }

  @Test
  void aPoolAndBusyProcessorsForTenMinutesAreAMiner() {
    play.cpu(0.95);
    held(3_333, 599);
    assertThat(play.find(Card.MINER)).isEmpty();
    play.pass(1);
    assertThat(play.find(Card.MINER).getFirst().confidence()).isGreaterThanOrEqualTo(0.5);
  }

  @Test
  void aServiceAtAPoolsPortWhoseProcessorsAreIdleIsNoMiner() {
    play.cpu(0.2);
    held(4_444, 4_000);
    assertThat(play.find(Card.MINER)).isEmpty();
  }

  @Test
  void aProcessThatKeepsAProcessorBusyIsAMinerThoughTheHostIsIdle() {
    ownedByOneThatUses(0.97);
    held(4_444, 4_000);
    assertThat(play.find(Card.MINER).getFirst().facts())
        .extracting(Fact::words)
        .contains("its process keeps 97 % of a processor busy");
  }

  @Test
  void anIdleProcessAtAPoolsPortIsNoMiner() {
    ownedByOneThatUses(0.02);
    held(4_444, 4_000);
    assertThat(play.find(Card.MINER)).isEmpty();
  }

  private void ownedByOneThatUses(final double cpuShare) {
    final Suspect suspect =
        new Suspect(
            7, "xmrig", "/opt/x", List.of(), "www-data", 0, null, null, 1, cpuShare, List.of());
    play.owned(sessions -> new Attribution(List.of(suspect), 1, 1, List.of()));
  }

  @Test
  void withoutKnowledgeOfTheProcessorsAMinerIsBelowTheFirstThreshold() {
    held(4_444, 4_000);
    assertThat(play.find(Card.MINER).getFirst().confidence()).isLessThan(0.5);
    assertThat(play.look().causeClass()).isNotEqualTo(CauseClass.COMPROMISED);
  }

  @Test
  void aConnectionToATorRelayIsToldAsBusy() {
    assertThat(play.find(Card.TOR)).isEmpty();
    held(9_001, 5);
    final Finding tor = play.find(Card.TOR).getFirst();
    assertThat(tor.causeClass()).isEqualTo(CauseClass.BUSY);
    assertThat(tor.sessions()).isEqualTo(1);
  }

  private void pages(final int answered, final int silent) {
    for (int i = 0; i < answered; i++) {
      play.established(play.pass(0.1).tcpOut(Play.host(i), 443));
    }
    for (int i = 0; i < silent; i++) {
      play.pass(0.1).tcpOut(Play.host(5_000 + i), 443);
    }
  }

  @Test
  void twoHundredAnsweredPagesAreABenignPeakAndFewerAreNone() {
    pages(199, 0);
    assertThat(play.find(Card.PEAK_BENIGN)).isEmpty();
    pages(1, 0);
    assertThat(play.look().causeClass()).isEqualTo(CauseClass.BUSY);
  }

  @Test
  void aPeakOfWhichATenthIsSilentIsNotCalledBenign() {
    pages(270, 30);
    assertThat(play.find(Card.PEAK_BENIGN)).isEmpty();
  }

  @Test
  void moreThanNineTenthsOfTheCeilingIsFullAndNineTenthsIsNot() {
    play.ceiling(900, 1_000, 0);
    assertThat(play.find(Card.TABLE_FULL)).isEmpty();
    play.ceiling(901, 1_000, 0);
    assertThat(play.find(Card.TABLE_FULL)).hasSize(1);
  }

  @Test
  void anyLossIsFull() {
    play.ceiling(10, 1_000, 1);
    assertThat(play.find(Card.TABLE_FULL).getFirst().confidence()).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void sevenTenthsOfTheLocalPortsToOneServiceAreExhausted() {
    final int enough = (int) Math.ceil(0.7 * Circumstances.DEFAULT_SOURCE_PORTS);
    for (int i = 0; i < enough - 1; i++) {
      taken(i);
    }
    assertThat(play.find(Card.PORTS_EXHAUSTED)).isEmpty();
    taken(enough);
    assertThat(play.find(Card.PORTS_EXHAUSTED).getFirst().sessions()).isEqualTo(enough);
  }

  private void taken(final int number) {
    final Session session =
        play.pass(0.01).began(Protocol.TCP, "10.0.0.1", 32_768 + number, "203.0.113.9", 8_080);
    session.status(Status.CONFIRMED | Status.SEEN_REPLY | Status.ASSURED);
    play.closed(session);
  }
}
