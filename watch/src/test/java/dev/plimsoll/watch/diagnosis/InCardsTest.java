package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The signs of what others do to this host, or through it, each with what looks like it. */
class InCardsTest {
  private static final String SOURCE = "203.0.113.9";
  private final Play play = new Play();

  @Test
  void aHundredAmplifiersInAMinuteAreAnAttackAndNinetyNineAreNone() {
    for (int i = 0; i < 99; i++) {
      play.pass(0.5).udpIn(Play.host(i), 123, 40_000 + i);
    }
    assertThat(play.find(Card.AMPLIFIED_IN)).isEmpty();
    play.udpIn(Play.host(99), 123, 41_000);
    final Finding attack = play.find(Card.AMPLIFIED_IN).getFirst();
    assertThat(attack.confidence()).isCloseTo(0.5, within(1e-9));
    assertThat(attack.sessions()).isEqualTo(100);
  }

  @Test
  void answersToOurOwnQuestionsAreNoAttack() {
    for (int i = 0; i < 500; i++) {
      play.answered(play.pass(0.05).udpOut(Play.host(i), 123));
    }
    assertThat(play.find(Card.AMPLIFIED_IN)).isEmpty();
  }

  private void asked(final int questions, final int port, final long bytesBack) {
    for (int i = 0; i < questions; i++) {
      final Session question = play.pass(0.4).udpIn(SOURCE, 1_024 + i, port);
      play.answered(question);
      if (bytesBack > 0) {
        play.bytes(question, 64, bytesBack);
      }
    }
  }

  @Test
  void aHundredQuestionsAMinuteWithLargeAnswersMakeAReflectorAndNinetyNineNone() {
    asked(99, 123, 6_400);
    assertThat(play.find(Card.REFLECTOR)).isEmpty();
    asked(1, 123, 6_400);
    assertThat(play.find(Card.REFLECTOR).getFirst().facts())
        .extracting(Fact::name)
        .contains("bytes_ratio");
  }

  @Test
  void aNameServerWithSmallAnswersIsNoReflector() {
    asked(200, 53, 300);
    assertThat(play.find(Card.REFLECTOR)).isEmpty();
  }

  @Test
  void withoutByteCountersAReflectorIsOnlyGuessed() {
    asked(1_000, 53, 0);
    final Finding guess = play.find(Card.REFLECTOR).getFirst();
    assertThat(guess.confidence()).isEqualTo(0.5);
    assertThat(guess.twins().getFirst().isRuledOut()).isFalse();
    assertThat(play.look().blind()).anyMatch(text -> text.contains("does not count bytes"));
  }

  @Test
  void oneAnswerFromAServiceThatNobodyShouldOfferIsEnough() {
    play.udpIn(SOURCE, 4_000, 11_211);
    assertThat(play.find(Card.REFLECTOR)).isEmpty();
    asked(1, 11_211, 0);
    assertThat(play.find(Card.REFLECTOR)).hasSize(1);
  }

  private void knocks(final int perSecond, final int seconds, final boolean completes) {
    for (int i = 0; i < perSecond * seconds; i++) {
      final Session session = play.pass(i % perSecond == 0 ? 1 : 0).tcpIn(Play.host(i), 443);
      if (completes) {
        play.established(session);
      } else {
        play.answered(session);
      }
    }
    play.pass(1);
  }

  @Test
  void twoHundredAndFiftyHalfOpenOnesASecondAreAFlood() {
    knocks(250, 12, false);
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.findings().getFirst().card()).isEqualTo(Card.SYNFLOOD_IN);
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.ATTACKED);
    assertThat(diagnosis.attackedSessions()).isEqualTo(3_000);
  }

  @Test
  void aCrowdOfVisitorsThatCompleteTheirConnectionsIsNoFlood() {
    knocks(300, 12, true);
    assertThat(play.find(Card.SYNFLOOD_IN)).isEmpty();
  }

  @Test
  void moreThanFiveHundredHalfOpenOnesThatAreAThirdOfTheTableAreAFloodHoweverSlow() {
    for (int i = 0; i < 500; i++) {
      play.answered(play.pass(0.1).tcpIn(Play.host(i), 80));
    }
    assertThat(play.find(Card.SYNFLOOD_IN)).isEmpty();
    play.answered(play.tcpIn(Play.host(600), 80));
    assertThat(play.find(Card.SYNFLOOD_IN)).hasSize(1);
    for (int i = 0; i < 1_200; i++) {
      play.established(play.tcpIn(Play.host(1_000 + i), 443));
    }
    assertThat(play.find(Card.SYNFLOOD_IN)).isEmpty();
  }

  private void holdOpen(final int connections, final long bytes) {
    for (int i = 0; i < connections; i++) {
      play.bytes(play.established(play.tcpIn(SOURCE, 80)), bytes / 2, bytes / 2);
    }
  }

  @Test
  void fiftyOldConnectionsThatSayNothingAreHeldOpenAndFortyNineAreNot() {
    holdOpen(49, 800);
    play.pass(61);
    assertThat(play.find(Card.SLOWLORIS_IN)).isEmpty();
    holdOpen(1, 800);
    assertThat(play.find(Card.SLOWLORIS_IN)).isEmpty();
    play.pass(61);
    assertThat(play.find(Card.SLOWLORIS_IN).getFirst().sessions()).isEqualTo(50);
  }

  @Test
  void websocketsThatTalkAreNotHeldOpen() {
    holdOpen(200, 60_000);
    play.pass(600);
    assertThat(play.find(Card.SLOWLORIS_IN)).isEmpty();
  }

  private void requests(final int perSecond, final int seconds, final boolean isShort) {
    for (int i = 0; i < perSecond * seconds; i++) {
      final Session request = play.established(play.pass(1.0 / perSecond).tcpIn(SOURCE, 443));
      if (isShort) {
        play.closed(request);
      }
    }
  }

  @Test
  void aHundredShortRequestsASecondOfOneSourceAreAFlood() {
    requests(100, 15, true);
    assertThat(play.find(Card.HTTPFLOOD_IN)).hasSize(1);
  }

  @Test
  void fewerThanThreeHundredSlowerRequestsAreNoFlood() {
    requests(15, 19, true);
    assertThat(play.find(Card.HTTPFLOOD_IN)).isEmpty();
    requests(15, 1, true);
    assertThat(play.find(Card.HTTPFLOOD_IN)).hasSize(1);
  }

  @Test
  void aContentNetworkThatKeepsItsConnectionsIsNoFlood() {
    requests(120, 10, false);
    assertThat(play.find(Card.HTTPFLOOD_IN)).isEmpty();
  }

  @Test
  void aLaunchWithManyVisitorsIsNoFlood() {
    for (int i = 0; i < 5_000; i++) {
      play.closed(play.established(play.pass(0.002).tcpIn(Play.host(i), 443)));
    }
    assertThat(play.find(Card.HTTPFLOOD_IN)).isEmpty();
  }

  @Test
  void aPortThatIsUsedToManyRequestsOfThatSourceSeesNoFlood() {
    for (int i = 0; i < 40_000; i++) {
      play.gone(play.closed(play.established(play.pass(0.06).tcpIn(Play.host(i % 50), 443))));
    }
    requests(110, 15, true);
    assertThat(play.find(Card.HTTPFLOOD_IN)).isEmpty();
  }

  @Test
  void fifteenRefusedPortsOfOneSourceAreAScanAndFourteenAreNone() {
    for (int i = 0; i < 14; i++) {
      play.gone(play.pass(1).tcpIn(SOURCE, 1_000 + i));
    }
    assertThat(play.find(Card.SCAN_IN)).isEmpty();
    play.gone(play.tcpIn(SOURCE, 3_000));
    assertThat(play.find(Card.SCAN_IN)).hasSize(1);
  }

  @Test
  void aClientOfManyServicesIsNoScan() {
    for (int i = 0; i < 40; i++) {
      play.established(play.pass(1).tcpIn(SOURCE, 1_000 + i));
    }
    assertThat(play.find(Card.SCAN_IN)).isEmpty();
  }

  private void logIns(final int times, final boolean isShort) {
    for (int i = 0; i < times; i++) {
      final Session session = play.established(play.pass(1.9).tcpIn(SOURCE, 22));
      if (isShort) {
        play.closed(session);
      }
    }
  }

  @Test
  void thirtyShortLogInsAMinuteAreGuessingAndTwentyNineAreNone() {
    logIns(29, true);
    assertThat(play.find(Card.BRUTEFORCE_IN)).isEmpty();
    logIns(1, true);
    assertThat(play.find(Card.BRUTEFORCE_IN)).hasSize(1);
  }

  @Test
  void anOfficeWhosePeopleStayIsNotGuessing() {
    logIns(60, false);
    assertThat(play.find(Card.BRUTEFORCE_IN)).isEmpty();
  }

  private void proxied(final int sessions, final boolean mirrored, final int servers) {
    for (int i = 0; i < sessions; i++) {
      play.established(play.pass(0.05).tcpIn(SOURCE, 3_128));
      if (mirrored) {
        play.established(play.tcpOut(Play.host(i % servers), 443));
      }
    }
  }

  @Test
  void aHundredSessionsOfOneClientThatAreMirroredMakeAnOpenProxyAndNinetyNineNone() {
    proxied(99, true, 80);
    assertThat(play.find(Card.PROXY_OPEN)).isEmpty();
    proxied(1, true, 80);
    assertThat(play.find(Card.PROXY_OPEN)).hasSize(1);
  }

  @Test
  void aDeclaredProxyIsBusy() {
    play.roles.add(Role.PROXY);
    proxied(200, true, 80);
    assertThat(play.find(Card.PROXY_OPEN).getFirst().causeClass()).isEqualTo(CauseClass.BUSY);
  }

  @Test
  void aReverseProxyWithManyClientsAndFewServersIsNoOpenProxy() {
    for (int i = 0; i < 400; i++) {
      play.established(play.pass(0.05).tcpIn(Play.host(i), 443));
      play.established(play.tcpOut(Play.host(60_000 + i % 4), 80));
    }
    assertThat(play.find(Card.PROXY_OPEN)).isEmpty();
  }

  @Test
  void aClientWhoseSessionsAreNotMirroredUsesNoProxy() {
    proxied(200, false, 1);
    play.pass(100);
    for (int i = 0; i < 100; i++) {
      play.established(play.tcpOut(Play.host(i), 443));
    }
    assertThat(play.find(Card.PROXY_OPEN)).isEmpty();
  }

  @Test
  void ourOwnTrafficIsLeftOut() {
    final Play ours =
        new Play(
            new OwnTraffic(
                List.of(22), List.of(new OwnTraffic.Receiver(IpAddress.of(SOURCE), 445))));
    for (int i = 0; i < 100; i++) {
      ours.closed(ours.established(ours.pass(0.5).tcpIn(SOURCE, 22)));
      ours.gone(ours.tcpOut(SOURCE, 445));
    }
    assertThat(ours.look().findings()).isEmpty();
  }
}
