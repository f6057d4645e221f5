package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Composition.Service;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.alert.Alert.Kind;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertJudgeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Duration minutes(final long minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void aQuietServerIsNotTold() {
    assertThat(Story.quiet().pass(minutes(60)).told()).isEmpty();
  }

  @Test
  void aSustainedOverloadIsToldWhenItIsJudgedSustained() {
    final Story story = Story.quiet().count(18_120).pass(minutes(10));
    assertThat(story.words())
        .containsExactly("brief-peak begins", "sustained begins", "brief-peak over");
    assertThat(story.times().get(1)).isEqualTo(minutes(20));
  }

  @Test
  void aSustainedOverloadIsRepeatedAtGrowingSteps() {
    final Story story = new Story(AlertRule.DEFAULT, Story.NO_PAST).count(18_120);
    story.pass(Duration.ofDays(3));
    final List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < story.times().size(); i++) {
      gaps.add(story.times().get(i).minus(story.times().get(i - 1)));
    }
    assertThat(gaps)
        .containsExactly(
            minutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(1));
  }

  @Test
  void recoveryIsToldOnce() {
    final Story story = new Story(AlertRule.DEFAULT, Story.NO_PAST).count(18_120);
    story.pass(minutes(20)).count(4_000).pass(minutes(120));
    assertThat(story.words()).containsExactly("sustained begins", "sustained over");
    assertThat(story.state()).isEqualTo(AlertState.NONE);
  }

  @Test
  void aBriefPeakIsToldOnlyWhenAskedFor() {
    final Story story = new Story(AlertRule.DEFAULT, Story.NO_PAST).count(4_000).pass(minutes(11));
    story.count(12_000).pass(minutes(4)).count(4_000).pass(minutes(30));
    assertThat(story.told()).isEmpty();
  }

  @Test
  void aBriefPeakIsOverAfterItWasAwayForLongEnough() {
    final Story story = Story.quiet().count(12_000).pass(minutes(4)).count(4_000);
    story.pass(minutes(5));
    assertThat(story.words()).containsExactly("brief-peak begins");
    story.pass(minutes(1));
    assertThat(story.words()).containsExactly("brief-peak begins", "brief-peak over");
    assertThat(story.last().title())
        .isEqualTo("web1: the peak is over after 9:00, 4,000 sessions now");
  }

  @Test
  void aCountThatTremblesAroundTheLimitIsOnePeak() {
    final Story story = Story.quiet();
    for (int i = 0; i < 8; i++) {
      story.count(10_100).pass(SECOND.multipliedBy(20)).count(9_500).pass(minutes(1));
    }
    assertThat(story.words()).containsExactly("brief-peak begins");
  }

  @Test
  void theThirdPeakOfAnHourIsToldAsRecurring() {
    final Story story = Story.quiet();
    for (int i = 0; i < 3; i++) {
      story.count(12_000).pass(minutes(2)).count(4_000).pass(minutes(10));
    }
    assertThat(story.words().stream().filter("recurring begins"::equals)).hasSize(1);
  }

  @Test
  void oneLongOverloadIsNotToldAsRecurring() {
    final Story story = Story.quiet().count(12_000).pass(minutes(90)).count(4_000);
    assertThat(story.pass(minutes(90)).words()).noneMatch(words -> words.startsWith("recurring"));
  }

  @Test
  void theCeilingIsToldAtThreeQuartersAndOnceMoreAtNineTenths() {
    final Story story = Story.quiet().entries(200_000).pass(MINUTE).entries(240_000).pass(MINUTE);
    story.entries(200_000).pass(MINUTE).entries(240_000).pass(MINUTE);
    assertThat(story.words()).containsExactly("near-ceiling begins", "near-ceiling goes-on");
  }

  @Test
  void theCeilingIsOverOnlyAfterFiveMinutesBelowSevenTenths() {
    final Story story = Story.quiet().entries(200_000).pass(MINUTE).entries(190_000);
    story.pass(minutes(12));
    assertThat(story.words()).as("between").containsExactly("near-ceiling begins");
    story.entries(100_000).pass(minutes(4)).entries(190_000).pass(MINUTE).entries(100_000);
    story.pass(minutes(5));
    assertThat(story.words()).as("too short").containsExactly("near-ceiling begins");
    story.pass(MINUTE);
    assertThat(story.words()).containsExactly("near-ceiling begins", "near-ceiling over");
  }

  @Test
  void dropsAreToldAtOnceAndSummedUpAtTheEnd() {
    final Story story = Story.quiet();
    for (int i = 0; i < 10; i++) {
      story.lose(new Totals(0, 0, 100, 20, 3, 0, 0)).pass(SECOND.multipliedBy(20));
    }
    story.pass(minutes(6));
    assertThat(story.words()).containsExactly("drops begins", "drops over");
    assertThat(story.last().facts().getFirst()).contains("1,230 packets or entries were lost");
  }

  @Test
  void aRaceNowAndThenIsNotTold() {
    final Story story = Story.quiet();
    for (int i = 0; i < 100; i++) {
      story.lose(new Totals(0, 0, 0, 0, 2, 0, 0));
    }
    assertThat(story.told()).isEmpty();
  }

  @Test
  void racesEachSecondAreTold() {
    assertThat(Story.quiet().lose(new Totals(0, 0, 0, 0, 5, 0, 0)).words())
        .containsExactly("drops begins");
  }

  @Test
  void aCountThatCannotBeTakenIsToldAfterAMinute() {
    final Story story = Story.quiet().fail(minutes(1));
    assertThat(story.told()).isEmpty();
    story.fail(SECOND);
    assertThat(story.words()).containsExactly("unwatched begins");
    assertThat(story.last().facts().getFirst())
        .isEqualTo("The count could not be taken: The kernel refused the question.");
    story.pass(minutes(6));
    assertThat(story.words()).containsExactly("unwatched begins", "unwatched over");
  }

  @Test
  void shortTroubleIsNotTold() {
    final Story story = Story.quiet();
    for (int i = 0; i < 20; i++) {
      story.fail(SECOND.multipliedBy(50)).pass(SECOND.multipliedBy(10));
    }
    assertThat(story.told()).isEmpty();
  }

  @Test
  void whileNobodyCountsNothingElseBeginsOrEnds() {
    final Story story = Story.quiet().entries(200_000).pass(MINUTE).fail(minutes(60));
    assertThat(story.words()).doesNotContain("near-ceiling over", "near-ceiling goes-on");
  }

  @Test
  void timeThatNobodyWatchedIsNotTimeAway() {
    final Story story = Story.quiet().entries(200_000).pass(MINUTE).entries(100_000).pass(MINUTE);
    story.sleep(minutes(30)).pass(minutes(5));
    assertThat(story.words()).containsExactly("near-ceiling begins");
    assertThat(story.pass(SECOND).words())
        .containsExactly("near-ceiling begins", "near-ceiling over");
  }

  @Test
  void aRestartWithAGapDoesNotEndASustainedOverload() {
    final Story story = new Story(AlertRule.DEFAULT, Story.NO_PAST).count(18_120);
    story.pass(minutes(10)).restart().sleep(minutes(30)).pass(minutes(5));
    assertThat(story.words()).first().isEqualTo("sustained begins");
    assertThat(story.words()).doesNotContain("sustained over");
  }

  @Test
  void whatVanishesIsOverUnobserved() {
    final Story story = new Story(AlertRule.DEFAULT, Story.NO_PAST).in("blue").count(18_120);
    story.pass(minutes(10)).vanish();
    assertThat(story.words()).containsExactly("sustained begins", "sustained over");
    assertThat(story.last().title())
        .isEqualTo(
            "web1, namespace blue: sustained: no longer watched, so nobody saw how it ended");
  }

  @Test
  void aKindThatIsNoLongerAskedForIsForgotten() {
    final Story before = Story.quiet().entries(200_000).pass(MINUTE);
    final AlertRule without = new AlertRule(Set.of(Kind.DROPS), List.of(), Map.of(), minutes(5));
    final AlertJudge judge = new AlertJudge(without, "web1", ZoneOffset.UTC, Story.NO_PAST);
    final AlertJudge.Decision decision = judge.judge(before.state(), before.reading(Totals.NONE));
    assertThat(decision).isEqualTo(new AlertJudge.Decision(AlertState.NONE, List.of()));
  }

  @Test
  void anAlertTellsCountCauseChangeAndTheCommand() {
    final Story story = new Story(AlertRule.DEFAULT, new Flood()).in("blue");
    story.pass(minutes(11)).count(18_120);
    for (int i = 0; i < 120; i++) {
      story.tell(story.reading(new Totals(123, 50, 0, 0, 0, 0, 0)));
    }
    final Alert alert = story.last();
    assertThat(alert.title())
        .isEqualTo(
            "web1, namespace blue: sustained overload, 18,120 sessions over the limit of 10,000");
    assertThat(alert.facts())
        .containsExactly(
            "18,120 sessions, 81 % over the limit of 10,000; over it for 9:00 of the last 10:00.",
            "Most are tcp SYN_SENT out to port 22: 12,000 of 18,120, with 7,412 remotes.",
            "25 new and 10 ended sessions a second.");
    assertThat(alert.whatChanged())
        .isEqualTo(
            "+14,120 sessions since 02:05: +12,000 are tcp SYN_SENT out to port 22, 7,412 remotes.");
    assertThat(alert.command())
        .isEqualTo("plimsoll explain --since 2025-11-24T02:16:40Z --netns blue");
  }

  @Test
  void noFactIsToldTwice() {
    final Story story = Story.quiet().entries(200_000).pass(SECOND);
    assertThat(story.last().facts())
        .containsExactly(
            "The kernel's table is at 76 % of its maximum of 262,144 entries.",
            "4,000 sessions, within the limit of 10,000 now; over it for 0:00 of the last 10:00.");
  }

  @Test
  void aNamespaceWithAnOddNameIsQuotedInTheCommand() {
    final Story story = new Story(Story.ALL, Story.NO_PAST).in("it's; rm").fail(minutes(2));
    assertThat(story.last().command()).isEqualTo("plimsoll doctor --netns 'it'\\''s; rm'");
  }

  /** Half an hour ago all was well. */
  private static final class Flood implements Past {
    @Override
    public Composition newest(final String namespace) {
      return new Composition(
          namespace,
          Story.START + 1_200_000,
          18_120,
          List.of(),
          List.of(new Service("tcp", "SYN_SENT", "out", 22, 12_000, 7_412)),
          List.of(),
          8_000);
    }

    @Override
    public @Nullable Composition before(final String namespace, final long timeMillis) {
      return new Composition(
          namespace, timeMillis - 660_000, 4_000, List.of(), List.of(), List.of(), 80);
    }
  }
}
