package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** What a diagnosis has to do with alerts. */
class FindingAlertTest {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Diagnoses past = new Diagnoses();
  private final Story story = new Story(AlertRule.DEFAULT, past).count(4_310);

  private static Diagnosis compromised(final long time) {
    return Diagnoses.compromised(time, 0.9);
  }

  /** Time passes, in which the host is diagnosed every 15 seconds. */
  private static Story pass(
      final Story story,
      final Diagnoses past,
      final Duration duration,
      final LongFunction<Diagnosis> diagnosis) {
    for (long end = story.time() + duration.toMillis(); story.time() < end; ) {
      past.newest = diagnosis.apply(story.time());
      story.pass(BETWEEN_LOOKS);
    }
    return story;
  }

  private Story pass(final Duration duration, final LongFunction<Diagnosis> diagnosis) {
    return pass(story, past, duration, diagnosis);
  }

  private Story look(final LongFunction<Diagnosis> diagnosis) {
    return pass(BETWEEN_LOOKS, diagnosis);
  }

  private Story look(final double confidence) {
    return look(time -> Diagnoses.compromised(time, confidence));
  }

  @Test
  void aCompromiseIsToldAtTheSecondLook() {
    assertThat(look(FindingAlertTest::compromised).told()).isEmpty();
    assertThat(look(FindingAlertTest::compromised).words()).containsExactly("finding begins");
  }

  @Test
  void manyReadingsOfOneDiagnosisAreOneLook() {
    assertThat(look(FindingAlertTest::compromised).pass(Duration.ofMinutes(9)).told()).isEmpty();
  }

  @Test
  void twoLooksThatAreNotInARowAreNotTold() {
    look(FindingAlertTest::compromised);
    look(Diagnoses::nothing);
    assertThat(look(FindingAlertTest::compromised).told()).isEmpty();
  }

  @Test
  void lessConfidenceBetweenTwoLooksBreaksTheRow() {
    look(0.9);
    look(0.7);
    assertThat(look(0.9).told()).isEmpty();
  }

  @Test
  void tooLittleConfidenceIsNotTold() {
    assertThat(pass(MINUTE, time -> Diagnoses.compromised(time, 0.79)).told()).isEmpty();
  }

  @Test
  void theConfidenceCanBeSet() {
    final AlertRule rule =
        new AlertRule(Set.of(Kind.FINDING), List.of(), Map.of(), Duration.ofMinutes(5), 0.7);
    final Story other = new Story(rule, past);
    pass(other, past, MINUTE, time -> Diagnoses.compromised(time, 0.7));
    assertThat(other.words()).containsExactly("finding begins");
  }

  @Test
  void anotherClassIsNotTold() {
    assertThat(
            pass(
                    MINUTE,
                    time -> Diagnoses.of(time, CauseClass.ATTACKED, 1, "tcp port 80", List.of()))
                .told())
        .isEmpty();
  }

  @Test
  void whoDoesNotAskForFindingsIsToldNone() {
    final AlertRule rule =
        new AlertRule(Set.of(Kind.SUSTAINED), List.of(), Map.of(), Duration.ofMinutes(5));
    assertThat(pass(new Story(rule, past), past, MINUTE, FindingAlertTest::compromised).told())
        .isEmpty();
  }

  @Test
  void confidenceThatTremblesEndsNothing() {
    pass(MINUTE, FindingAlertTest::compromised);
    pass(Duration.ofMinutes(10), time -> Diagnoses.compromised(time, 0.6));
    assertThat(story.words()).containsExactly("finding begins");
  }

  @Test
  void itIsOverOnceWhenItHasBeenGoneForLongEnough() {
    pass(MINUTE, FindingAlertTest::compromised);
    pass(Duration.ofMinutes(5), Diagnoses::nothing);
    assertThat(story.words()).as("too early").containsExactly("finding begins");
    pass(Duration.ofMinutes(5), Diagnoses::nothing);
    assertThat(story.words()).containsExactly("finding begins", "finding over");
    assertThat(story.state()).isEqualTo(AlertState.NONE);
  }

  @Test
  void itIsRepeatedAtGrowingSteps() {
    pass(Duration.ofHours(6), FindingAlertTest::compromised);
    final List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < story.times().size(); i++) {
      gaps.add(story.times().get(i).minus(story.times().get(i - 1)));
    }
    assertThat(gaps)
        .containsExactly(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4));
  }

  @Test
  void withoutADiagnosisNothingEnds() {
    pass(MINUTE, FindingAlertTest::compromised);
    past.newest = null;
    assertThat(story.pass(Duration.ofHours(1)).words()).containsExactly("finding begins");
  }

  @Test
  void aDiagnosisThatIsOldSaysNothing() {
    pass(MINUTE, FindingAlertTest::compromised);
    look(Diagnoses::nothing);
    assertThat(story.sleep(Duration.ofMinutes(11)).pass(Duration.ofHours(1)).words())
        .containsExactly("finding begins");
  }

  @Test
  void aRestartTellsItNotAgain() {
    pass(MINUTE, FindingAlertTest::compromised);
    story.restart();
    pass(MINUTE, FindingAlertTest::compromised);
    assertThat(story.words()).containsExactly("finding begins");
  }

  @Test
  void itTellsWhatWasFoundAndHowToLookFurther() {
    final Alert alert = pass(MINUTE, FindingAlertTest::compromised).last();
    assertThat(alert.title())
        .isEqualTo("web1: looks compromised: port scan of many hosts (tcp port 22)");
    assertThat(alert.facts())
        .containsExactly(
            "7,412 remotes on tcp port 22 in 5 minutes, 98 % of them did not" + " answer.",
            "The program of qvxkzjwp (pid 4711) lies in /tmp and was deleted while it runs.",
            "11,900 of 18,120 sessions are its own.");
    assertThat(alert.command()).isEqualTo("plimsoll diagnose");
    assertThat(Severity.of(alert.kind())).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aSustainedOverloadTellsItsDiagnosisFirst() {
    story.count(18_120);
    pass(
        Duration.ofMinutes(26),
        time ->
            Diagnoses.of(
                time, CauseClass.MISCONFIGURED, 0.7, "", List.of("9,000 dead connections")));
    assertThat(story.words()).containsExactly("sustained begins", "sustained goes-on");
    assertThat(story.told())
        .allSatisfy(alert ->
            assertThat(alert.facts())
                .hasSize(2)
                .startsWith("Looks misconfigured: 9,000 dead connections."));
    assertThat(story.last().facts().get(1)).startsWith("18,120 sessions, 81 % over the limit");
  }

  @Test
  void anOverloadThatNothingExplainsIsToldAsWithoutADiagnosis() {
    story.count(18_120);
    pass(Duration.ofMinutes(10), Diagnoses::nothing);
    assertThat(story.last().facts().getFirst()).startsWith("18,120 sessions, 81 % over the limit");
  }

  @Test
  void aHostileNameBreaksNoFormat() {
    final String hostile =
        "x\u001b]0;owned\u0007\r\nSubject: fine\u2028\u202egpj.exe\ud800</b><!channel> @everyone"
            + "\u0085 \"},{\"".repeat(100);
    pass(
        MINUTE,
        time -> Diagnoses.of(time, CauseClass.COMPROMISED, 1, hostile, List.of(hostile, hostile)));
    final Alert alert = story.last();
    final List<Alert> alerts = List.of(alert);

    assertThat(alert.facts())
        .allSatisfy(fact -> assertThat(fact).hasSizeLessThan(350).doesNotContainPattern("\\p{C}"));
    assertThat(AlertLetter.subject(alerts)).doesNotContainPattern("\\p{C}");
    // Without a cut there would be lines of their own, such as a false "What changed:".
    assertThat(new AlertLetter(ZoneOffset.UTC).text(alerts).lines())
        .hasSize(3 + alert.facts().size() + 3);
    assertThat(new String(AlertJson.message(alerts), UTF_8).strip().lines()).hasSize(1);
    assertThat(new String(RemoteSyslogChannel.message(alert), UTF_8).lines()).hasSize(1);
  }

  @Test
  void aHostileNameMentionsNobodyInAChat() throws Exception {
    pass(
        MINUTE,
        time ->
            Diagnoses.of(
                time, CauseClass.COMPROMISED, 1, "", List.of("the process @all <!channel>")));
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      Channel.to(
              new Receiver.Slack(new Secret.Value(receiver.url())),
              ZoneOffset.UTC,
              InstantSource.system())
          .send(List.of(story.last()));
      assertThat(receiver.requests().getFirst().text())
          .contains("The process @\u200ball &lt;!channel&gt;");
    }
  }

  @Test
  void whileNobodyCountsNoFindingBegins() {
    for (int i = 0; i < 10; i++) {
      past.newest = Diagnoses.compromised(story.time(), 0.9);
      story.tell(story.trouble("The kernel refused the question"));
    }
    assertThat(story.words()).doesNotContain("finding begins");
  }
}
