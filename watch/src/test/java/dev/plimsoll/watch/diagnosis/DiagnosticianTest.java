package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.diagnosis.card.Cards;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How findings become a verdict. */
class DiagnosticianTest {
  private final Play play = new Play();

  private void scan() {
    for (int i = 0; i < 250; i++) {
      play.gone(play.pass(0.2).tcpOut(Play.host(i), 445));
    }
    play.tcpOut(Play.host(1), 445);
  }

  private void mail() {
    for (int i = 0; i < 150; i++) {
      play.established(play.pass(0.2).tcpOut(Play.host(i), 25));
    }
  }

  private static Suspect suspect(final List<HostSign> signs) {
    return new Suspect(
        4_711,
        "kworkerds",
        "/tmp/.x/kworkerds",
        List.of("./kworkerds"),
        "www-data",
        0,
        null,
        null,
        1,
        0.1,
        signs);
  }

  private void ownedBy(final HostSign... signs) {
    play.owned(sessions -> new Attribution(List.of(suspect(List.of(signs))), 1, 1, List.of()));
  }

  @Test
  void thereIsADetectorForEachCardInItsOrder() {
    assertThat(Cards.ALL.stream().map(Detector::card)).containsExactly(Card.values());
  }

  @Test
  void twoIndependentSignsAreACompromise() {
    scan();
    mail();
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.COMPROMISED);
    assertThat(diagnosis.confidence()).isGreaterThan(0.9);
    assertThat(diagnosis.reasons()).hasSize(3);
    assertThat(diagnosis.considered())
        .extracting(Considered::causeClass)
        .containsExactly(CauseClass.ATTACKED, CauseClass.MISCONFIGURED, CauseClass.BUSY);
  }

  @Test
  void twoSignsThatBothMayBeHarmlessAreNoCompromise() {
    for (int i = 0; i < 27; i++) {
      play.closed(play.established(play.pass(900).tcpOut("203.0.113.66", 8_443)));
    }
    mail();
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.findings()).extracting(Finding::card).contains(Card.SPAM_OUT, Card.BEACON);
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.UNKNOWN);
    assertThat(diagnosis.reasons().getFirst()).contains("mail burst", "regular calls home");
  }

  @Test
  void oneSignAloneIsSuspiciousButNoCompromise() {
    scan();
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.UNKNOWN);
    assertThat(diagnosis.reasons().getFirst()).startsWith("suspicious, but one sign alone");
    assertThat(diagnosis.considered().getFirst().reason()).contains("one sign alone");
  }

  @Test
  void twoSignsOfOneBehaviourAreOne() {
    scan();
    for (int i = 0; i < 200; i++) {
      play.gone(play.pass(0.1).tcpOut("203.0.113.9", 1_000 + i));
    }
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.findings())
        .extracting(Finding::card)
        .contains(Card.SCAN_HORIZONTAL_OUT, Card.SCAN_VERTICAL_OUT);
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.UNKNOWN);
  }

  @Test
  void mailToDeadServersIsNotAScanBesides() {
    for (int i = 0; i < 300; i++) {
      play.pass(0.2).tcpOut(Play.host(i), 25);
    }
    assertThat(play.look().causeClass()).isEqualTo(CauseClass.UNKNOWN);
  }

  @Test
  void oneSignAndEvidenceAgainstAProcessAreACompromise() {
    scan();
    ownedBy(HostSign.DELETED_EXECUTABLE);
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.COMPROMISED);
    assertThat(diagnosis.reasons().getFirst()).contains("deleted");
  }

  @Test
  void whatHonestProgramsLookLikeTooIsNoEvidence() {
    scan();
    ownedBy(HostSign.STATIC_PROGRAM, HostSign.MANY_TO_ONE_REMOTE);
    assertThat(play.look().causeClass()).isEqualTo(CauseClass.UNKNOWN);
  }

  @Test
  void aRelativeStartIsEvidenceOnlyBesideAnotherSign() {
    scan();
    ownedBy(HostSign.RELATIVE_START);
    assertThat(play.look().causeClass()).isEqualTo(CauseClass.UNKNOWN);
    ownedBy(HostSign.RELATIVE_START, HostSign.STATIC_PROGRAM);
    assertThat(play.look().causeClass()).isEqualTo(CauseClass.COMPROMISED);
  }

  @Test
  void evidenceWithoutASignIsNoCompromise() {
    for (int i = 0; i < 300; i++) {
      play.established(play.pass(0.1).tcpOut(Play.host(i), 443));
    }
    ownedBy(HostSign.DELETED_EXECUTABLE);
    assertThat(play.look().causeClass()).isEqualTo(CauseClass.BUSY);
  }

  private void attack() {
    for (int i = 0; i < 4_000; i++) {
      play.answered(play.pass(0.003).tcpIn(Play.host(10_000 + i), 443));
    }
  }

  @Test
  void anAttackIsSubtractedAndBlamesNobody() {
    attack();
    for (int i = 0; i < 300; i++) {
      play.established(play.tcpOut(Play.host(i), 443));
    }
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.ATTACKED);
    assertThat(diagnosis.attackedSessions()).isEqualTo(4_000);
    assertThat(diagnosis.sessions()).isEqualTo(4_300);
    // Of the rest all are pages.
    assertThat(diagnosis.findings()).anyMatch(f -> f.card() == Card.PEAK_BENIGN);
  }

  @Test
  void anAttackDoesNotShieldWhatTheHostDoesItself() {
    attack();
    scan();
    mail();
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.COMPROMISED);
    assertThat(diagnosis.considered().getFirst().reason()).contains("excuses nothing");
  }

  @Test
  void beingScannedDoesNotExplainATableFullOfSomethingElse() {
    for (int i = 0; i < 500; i++) {
      play.gone(play.pass(0.01).tcpIn("203.0.113.9", 1_000 + i));
    }
    for (int i = 0; i < 2_000; i++) {
      play.closed(play.established(play.tcpOut(Play.host(1), 3_306)));
    }
    assertThat(play.look().causeClass()).isEqualTo(CauseClass.MISCONFIGURED);
  }

  @Test
  void anEmptyTableIsUnknown() {
    final Diagnosis diagnosis = play.look();
    assertThat(diagnosis.causeClass()).isEqualTo(CauseClass.UNKNOWN);
    assertThat(diagnosis.findings()).isEmpty();
  }

  @Test
  void answeredSessionsWithoutAnySignAreABusyHost() {
    for (int i = 0; i < 500; i++) {
      play.established(play.tcpIn(Play.host(i), 443));
    }
    assertThat(play.look().causeClass()).isEqualTo(CauseClass.BUSY);
  }

  @Test
  void everyFilterShowsTheSessionsThatItsFindingCounts() {
    scan();
    mail();
    attack();
    for (final Finding finding : play.look().findings()) {
      final SessionFilter filter = Attacked.parsed(finding.filter());
      final long[] shown = {0};
      play.table.forEach(play.nowMillis(), session -> shown[0] += filter.matches(session) ? 1 : 0);
      assertThat(shown[0]).as(finding.filter()).isEqualTo(finding.sessions());
    }
  }

  @Test
  void aContainersScanBehindOurNatIsOurs() {
    for (int i = 0; i < 60; i++) {
      final Session session = play.began(6, "172.17.0.2", 40_000 + i, Play.host(i), 23);
      final IpAddress own = IpAddress.of("10.0.0.1");
      session.reply().destination(own.family(), own.high(), own.low());
      play.pass(1).there(session, 119);
    }
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT).getFirst().sessions()).isEqualTo(60);
  }

  @Test
  void whoGuessesAtAContainerBehindOurAddressIsNamed() {
    final IpAddress container = IpAddress.of("172.17.0.2");
    for (int i = 0; i < 40; i++) {
      final Session session = play.pass(1).tcpIn("203.0.113.9", 22);
      session.reply().source(container.family(), container.high(), container.low());
      play.closed(play.established(session));
    }
    final Finding guessing = play.find(Card.BRUTEFORCE_IN).getFirst();
    assertThat(guessing.filter()).contains("direction:in,forwarded");
    assertThat(guessing.sessions()).isEqualTo(40);
    assertThat(guessing.remotes()).containsExactly("203.0.113.9");
  }

  @Test
  void forwardedSessionsOfWhichNeitherEndIsKnownToBeAGuestAreSaidNotJudged() {
    for (int i = 0; i < 300; i++) {
      play.began(6, "203.0.113.9", 40_000 + i, Play.host(i), 23);
    }
    assertThat(play.look().findings()).isEmpty();
    assertThat(play.look().blind()).anyMatch(text -> text.contains("300 forwarded sessions"));
  }

  @Test
  void whatCannotBeSeenIsSaid() {
    play.established(play.tcpIn(Play.host(1), 443));
    play.circumstances = Circumstances.ofCapture();
    assertThat(play.look().blind()).anyMatch(text -> text.startsWith("A capture shows nothing"));
    play.circumstances =
        new Circumstances(
            Circumstances.UNKNOWN.timeouts(),
            Circumstances.UNKNOWN.ceiling(),
            1,
            0.5,
            3,
            true,
            false);
    assertThat(play.look().blind()).anyMatch(text -> text.startsWith("Events were lost 3 times"));
  }

  @Test
  void aThresholdThatIsSetCounts() {
    play.thresholds = Map.of("scan.horizontal.out.warn_hosts", 260.0);
    scan();
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).isEmpty();
  }

  @Test
  void everyCardHasThresholdsOfItsOwnName() {
    assertThat(Arrays.stream(Threshold.values()).map(Threshold::key))
        .allMatch(
            key -> Arrays.stream(Card.values()).anyMatch(card -> key.startsWith(card.id() + ".")))
        .doesNotHaveDuplicates();
  }

  private static Finding heard(final Card card, final String subject, final double confidence) {
    return new Finding(
        card,
        card.causeClass(),
        confidence,
        Play.START_MILLIS - 7_200_000,
        subject,
        List.of(new Fact("calls", 60, "called 60 times")),
        "proto:tcp dport:445",
        3,
        List.of("192.0.2.1"),
        List.of());
  }

  @Test
  void whatALongerWatchFoundIsWeighedTogetherWithWhatIsSeenNow() {
    scan();
    assertThat(play.look().causeClass()).isNotEqualTo(CauseClass.COMPROMISED);
    final Diagnosis both =
        play.look(new LongerWatch(1_000, List.of(heard(Card.BEACON, "192.0.2.1 tcp port 9", 0.9))));
    assertThat(both.causeClass()).isEqualTo(CauseClass.COMPROMISED);
    assertThat(both.sinceMillis()).isEqualTo(1_000);
    assertThat(both.blind()).noneMatch(blind -> blind.contains("only been heard"));
  }

  @Test
  void ofTheSameFindingTheSurerOneCounts() {
    scan();
    final Finding own = play.find(Card.SCAN_HORIZONTAL_OUT).getFirst();
    for (final double confidence : new double[] {0.1, 0.999}) {
      final Diagnosis both =
          play.look(new LongerWatch(1_000, List.of(heard(own.card(), own.subject(), confidence))));
      assertThat(both.findings())
          .filteredOn(finding -> finding.card() == own.card())
          .singleElement()
          .extracting(Finding::confidence)
          .isEqualTo(Math.max(own.confidence(), confidence));
    }
  }

  @Test
  void aLongerWatchThatFoundNothingExcusesNothing() {
    scan();
    assertThat(play.look(new LongerWatch(1_000, List.of())).findings())
        .isEqualTo(play.look().findings());
  }
}
