package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The signs of what this host does to others, each with what looks like it. */
class OutCardsTest {
  private final Play play = new Play();

  private void refusedAt(final int hosts, final int port) {
    for (int i = 0; i < hosts; i++) {
      play.gone(play.pass(1).tcpOut(Play.host(i), port));
    }
  }

  @Test
  void fiftyHostsThatRefuseAreAScanThoughNoSessionIsLeft() {
    refusedAt(50, 445);
    final Finding scan = play.find(Card.SCAN_HORIZONTAL_OUT).getFirst();
    assertThat(scan.confidence()).isCloseTo(0.5, within(1e-9));
    assertThat(scan.sessions()).isZero();
    assertThat(scan.sinceMillis()).isBetween(Play.START_MILLIS - 5_000, Play.START_MILLIS + 30_000);
    assertThat(scan.facts().getFirst().words())
        .isEqualTo("50 hosts were called at tcp port 445 in 5 minutes");
  }

  @Test
  void fortyNineHostsAreNoScan() {
    refusedAt(49, 445);
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).isEmpty();
  }

  @Test
  void twoHundredAndFiftyHostsAreAStrongSign() {
    refusedAt(250, 23);
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT).getFirst().confidence())
        .isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void aScanOfSilentHostsIsSeenByItsUnansweredSessions() {
    for (int i = 0; i < 60; i++) {
      play.pass(1).tcpOut(Play.host(i), 6379);
    }
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT).getFirst().sessions()).isEqualTo(60);
  }

  @Test
  void whatWasThereBeforeTheFirstEventIsCountedByTheTimeThatItHasLeft() {
    final Play before = new Play();
    for (int i = 0; i < 60; i++) {
      before.tcpOut(Play.host(i), 6379);
    }
    before.pass(100);
    final Features late = new Features(Play.HOST, FeatureLimits.SMALL);
    late.table(before.table, before.circumstances.timeouts(), before.nowMillis());
    final Tally port = late.look(before.nowMillis()).outPorts().getFirst();
    assertThat(port.sum(Measure.PARTNERS, 60)).isZero();
    assertThat(port.sum(Measure.PARTNERS, 300)).isEqualTo(60);
  }

  @Test
  void aScanThatIsSixMinutesOldIsOver() {
    refusedAt(60, 445);
    play.pass(360).tcpOut(Play.host(1), 443);
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).isEmpty();
  }

  @Test
  void aCrawlerThatIsAnsweredIsNoScan() {
    for (int i = 0; i < 1_000; i++) {
      final Session page = play.pass(0.1).tcpOut(Play.host(i), 443);
      if (i % 2 == 0) {
        play.established(page);
      }
    }
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).isEmpty();
  }

  @Test
  void oneDeadHostThatIsTriedAgainAndAgainIsNoScan() {
    for (int i = 0; i < 60; i++) {
      play.established(play.pass(1).tcpOut(Play.host(i), 443));
      for (int k = 0; k < 20; k++) {
        play.tcpOut(Play.host(1_000), 443);
      }
    }
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).isEmpty();
  }

  @Test
  void aHashTableOfPeersThatHaveGoneIsNoScan() {
    for (int i = 0; i < 300; i++) {
      final int port = i % 3 == 0 ? 6881 : 10_000 + i;
      play.pass(0.5).began(Protocol.UDP, "10.0.0.1", 51_413, Play.host(i), port);
    }
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).isEmpty();
  }

  @Test
  void peersThatAreCalledByTcpTooAreNoScan() {
    for (int i = 0; i < 300; i++) {
      final int port = i % 3 == 0 ? 6881 : 10_000 + i;
      play.pass(0.5).began(Protocol.UDP, "10.0.0.1", 51_413, Play.host(i), port);
      play.tcpOut(Play.host(i), port);
    }
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).isEmpty();
  }

  @Test
  void aScanBesidePeersIsAScan() {
    for (int i = 0; i < 300; i++) {
      play.pass(0.5).began(Protocol.UDP, "10.0.0.1", 51_413, Play.host(i), 10_000 + i);
      play.tcpOut(Play.host(i), 37_215);
    }
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).hasSize(1);
  }

  @Test
  void declaredMonitoringMayCallManyHosts() {
    play.roles.add(Role.MONITORING);
    refusedAt(60, 443);
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT).getFirst().causeClass())
        .isEqualTo(CauseClass.BUSY);
  }

  @Test
  void fifteenRefusingPortsOfOneHostAreAScanAndFourteenAreNone() {
    for (int i = 0; i < 14; i++) {
      play.gone(play.pass(1).tcpOut("203.0.113.9", 1_000 + i));
    }
    assertThat(play.find(Card.SCAN_VERTICAL_OUT)).isEmpty();
    play.gone(play.tcpOut("203.0.113.9", 2_000));
    assertThat(play.find(Card.SCAN_VERTICAL_OUT).getFirst().remotes())
        .containsExactly("203.0.113.9");
  }

  @Test
  void passiveTransfersThatAreAnsweredAreNoScan() {
    for (int i = 0; i < 40; i++) {
      play.established(play.pass(1).tcpOut("203.0.113.9", 50_000 + i));
    }
    assertThat(play.find(Card.SCAN_VERTICAL_OUT)).isEmpty();
  }

  private void shortLogIn(final String remote) {
    final Session session = play.established(play.pass(1).tcpOut(remote, 22));
    play.pass(3).closed(session);
  }

  @Test
  void thirtyHostsWithShortLogInsAreGuessingAndTwentyNineAreNone() {
    for (int i = 0; i < 29; i++) {
      shortLogIn(Play.host(i));
    }
    assertThat(play.find(Card.BRUTEFORCE_OUT)).isEmpty();
    shortLogIn(Play.host(29));
    assertThat(play.find(Card.BRUTEFORCE_OUT).getFirst().confidence()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void sixtyShortLogInsAtOneHostAreGuessingAndFiftyNineAreNone() {
    for (int i = 0; i < 59; i++) {
      shortLogIn("203.0.113.9");
    }
    assertThat(play.find(Card.BRUTEFORCE_OUT)).isEmpty();
    shortLogIn("203.0.113.9");
    assertThat(play.find(Card.BRUTEFORCE_OUT).getFirst().subject())
        .isEqualTo("203.0.113.9 tcp port 22");
  }

  @Test
  void anApplicationWithoutAPoolDoesNotGuessAtItsOwnDatabase() {
    for (int i = 0; i < 200; i++) {
      play.closed(play.established(play.pass(0.5).tcpOut("192.168.0.6", 3_306)));
    }
    assertThat(play.find(Card.BRUTEFORCE_OUT)).isEmpty();
  }

  @Test
  void shortConnectionsToADatabaseOfOthersAreGuessing() {
    for (int i = 0; i < 200; i++) {
      play.closed(play.established(play.pass(0.5).tcpOut("203.0.113.9", 3_306)));
    }
    assertThat(play.find(Card.BRUTEFORCE_OUT)).isNotEmpty();
  }

  @Test
  void whoBreaksOffTheHandshakeScansAndGuessesNothing() {
    for (int i = 0; i < 40; i++) {
      play.gone(play.answered(play.pass(1).tcpOut(Play.host(i), 22)));
    }
    assertThat(play.find(Card.BRUTEFORCE_OUT)).isEmpty();
  }

  @Test
  void refusedLogInsCountThoughTheyVanish() {
    for (int i = 0; i < 60; i++) {
      play.gone(play.pass(1).tcpOut("203.0.113.9", 3_389));
    }
    assertThat(play.find(Card.BRUTEFORCE_OUT)).hasSize(1);
  }

  @Test
  void ansibleOnTwoHundredHostsIsNoGuessing() {
    for (int i = 0; i < 200; i++) {
      play.established(play.pass(0.5).tcpOut(Play.host(i), 22));
    }
    assertThat(play.look().findings().stream().map(Finding::causeClass))
        .doesNotContain(CauseClass.COMPROMISED);
  }

  @Test
  void gitPushesAreNoGuessing() {
    for (int i = 0; i < 25; i++) {
      shortLogIn("203.0.113.22");
    }
    assertThat(play.look().findings()).isEmpty();
  }

  private void mail(final int servers) {
    for (int i = 0; i < servers; i++) {
      play.established(play.pass(1).tcpOut(Play.host(i), i % 2 == 0 ? 25 : 587));
    }
  }

  @Test
  void thirtyMailServersAreABurstAndTwentyNineAreNone() {
    mail(29);
    assertThat(play.find(Card.SPAM_OUT)).isEmpty();
    play.tcpOut(Play.host(500), 25);
    assertThat(play.find(Card.SPAM_OUT)).hasSize(1);
  }

  @Test
  void aDeclaredMailServerMayCallTenTimesAsMany() {
    play.roles.add(Role.MAIL_SERVER);
    mail(299);
    assertThat(play.find(Card.SPAM_OUT)).isEmpty();
    play.tcpOut(Play.host(500), 25);
    assertThat(play.find(Card.SPAM_OUT).getFirst().causeClass()).isEqualTo(CauseClass.BUSY);
  }

  private List<Session> atRate(final int perSecond, final int seconds, final int protocol) {
    final List<Session> begun = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < perSecond; i++) {
        final int port = protocol == Protocol.TCP ? 80 : 1_024 + begun.size() * 7 % 60_000;
        begun.add(play.out(protocol, "203.0.113.9", port));
      }
      play.pass(1);
    }
    return begun;
  }

  @Test
  void twoHundredUnansweredConnectionsASecondForTenSecondsAreAFlood() {
    atRate(200, 10, Protocol.TCP);
    assertThat(play.find(Card.SYNFLOOD_OUT).getFirst().remotes()).containsExactly("203.0.113.9");
  }

  @Test
  void fewerOrForAShorterTimeAreNoFlood() {
    atRate(199, 20, Protocol.TCP);
    assertThat(play.find(Card.SYNFLOOD_OUT)).isEmpty();
    play.pass(600);
    atRate(220, 8, Protocol.TCP);
    assertThat(play.find(Card.SYNFLOOD_OUT)).isEmpty();
  }

  @Test
  void aLoadTestThatIsAnsweredIsNoFlood() {
    for (int i = 0; i < 4_000; i++) {
      play.established(play.pass(0.004).tcpOut("203.0.113.9", 80));
    }
    assertThat(play.find(Card.SYNFLOOD_OUT)).isEmpty();
  }

  @Test
  void threeHundredUnansweredUdpSessionsASecondAreAFloodAndNoScan() {
    atRate(300, 12, Protocol.UDP);
    assertThat(play.find(Card.UDPFLOOD_OUT)).hasSize(1);
    assertThat(play.find(Card.SCAN_VERTICAL_OUT)).isEmpty();
  }

  @Test
  void fewerUdpSessionsAreNoFlood() {
    atRate(299, 20, Protocol.UDP);
    assertThat(play.find(Card.UDPFLOOD_OUT)).isEmpty();
  }

  @Test
  void udpThatIsAnsweredIsNoFlood() {
    for (int i = 0; i < 6_000; i++) {
      play.answered(play.pass(0.002).udpOut("203.0.113.9", 1_024 + i));
    }
    assertThat(play.find(Card.UDPFLOOD_OUT)).isEmpty();
  }

  @Test
  void fiveThousandUnansweredPacketsASecondInOneSessionAreAFlood() {
    final Session session = play.udpOut("203.0.113.9", 80);
    play.pass(10);
    session.originalCounters(49_999, 50_000_000);
    session.replyCounters(0, 0);
    play.there(session, 30);
    assertThat(play.find(Card.UDPFLOOD_OUT)).isEmpty();
    session.originalCounters(50_000, 50_000_000);
    play.there(session, 30);
    assertThat(play.find(Card.UDPFLOOD_OUT)).hasSize(1);
  }

  @Test
  void oneUdpPortWithFiveHundredHostsAtManyPortsIsPeerToPeer() {
    for (int i = 0; i < 499; i++) {
      play.pass(0.5).began(Protocol.UDP, "10.0.0.1", 51_413, Play.host(i), 10_000 + i);
    }
    assertThat(play.find(Card.P2P)).isEmpty();
    play.began(Protocol.UDP, "10.0.0.1", 51_413, Play.host(500), 4_242);
    assertThat(play.find(Card.P2P).getFirst().causeClass()).isEqualTo(CauseClass.BUSY);
  }

  @Test
  void aNameServerThatAsksManyHostsAtOnePortIsNotPeerToPeer() {
    for (int i = 0; i < 900; i++) {
      play.answered(play.pass(0.1).began(Protocol.UDP, "10.0.0.1", 5_353, Play.host(i), 53));
    }
    assertThat(play.find(Card.P2P)).isEmpty();
  }

  private void callEvery(final double seconds, final int times, final double jitter) {
    for (int i = 0; i < times; i++) {
      play.pass(seconds + (i % 2 == 0 ? jitter : -jitter) * (1 + i % 5));
      play.closed(play.established(play.tcpOut("203.0.113.66", 8_443)));
    }
  }

  @Test
  void evenCallsForSixHoursAreABeacon() {
    callEvery(900, 27, 2);
    final Finding beacon = play.find(Card.BEACON).getFirst();
    assertThat(beacon.confidence()).isGreaterThanOrEqualTo(0.5);
    assertThat(beacon.facts().get(1).words()).startsWith("one every 15 minutes");
  }

  @Test
  void evenCallsForLessThanSixHoursAreNoBeaconYet() {
    callEvery(600, 30, 2);
    assertThat(play.find(Card.BEACON)).isEmpty();
  }

  @Test
  void theFirstOfTwentyFourCallsCountsToo() {
    callEvery(950, 23, 0);
    assertThat(play.find(Card.BEACON)).isEmpty();
    callEvery(950, 1, 0);
    assertThat(play.find(Card.BEACON)).hasSize(1);
  }

  @Test
  void unevenCallsAreNoBeacon() {
    for (int i = 0; i < 60; i++) {
      play.pass(30 + (i * 7919 % 23) * (i * 7919 % 23) * 5);
      play.established(play.tcpOut("203.0.113.66", 8_443));
    }
    assertThat(play.find(Card.BEACON)).isEmpty();
  }

  @Test
  void aClockThatIsAskedAtEvenGapsIsNoBeacon() {
    for (int i = 0; i < 40; i++) {
      play.answered(play.pass(1_024).udpOut("203.0.113.123", 123));
    }
    assertThat(play.find(Card.BEACON)).isEmpty();
  }
}
