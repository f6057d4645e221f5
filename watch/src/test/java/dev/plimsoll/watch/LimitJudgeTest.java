package dev.plimsoll.watch;

import static dev.plimsoll.watch.LimitState.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Episode.Ending;
import dev.plimsoll.watch.Verdict.BriefPeak;
import dev.plimsoll.watch.Verdict.Fine;
import dev.plimsoll.watch.Verdict.Sustained;
import dev.plimsoll.watch.Verdict.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The rule in stories of one server, sampled every ten seconds. */
class LimitJudgeTest {
  private static final long INTERVAL = 10_000;
  private static final long MINUTE = 60_000;
  private static final long START = 1_700_000_000_000L;

  private LimitJudge judge = new LimitJudge(LimitRule.DEFAULT);
  private LimitState state = LimitState.START;
  private long now = START;
  private final List<Verdict> verdicts = new ArrayList<>();

  @Test
  void aQuietServerIsFineOnceEnoughOfAWindowWasSeen() {
    stay(9 * MINUTE - INTERVAL, 3_000);
    assertThat(verdict().answer()).isEqualTo(new Unknown(NEVER));
    stay(2 * INTERVAL, 3_000);
    assertThat(verdict().answer()).isEqualTo(new Fine());
  }

  @Test
  void aPeakOfFourMinutesIsShownWithAForecastAndNeverSustained() {
    stay(10 * MINUTE, 3_000);
    final long began = now;
    stay(4 * MINUTE, 12_000);
    assertThat(verdict().answer()).isEqualTo(new BriefPeak(began, 5 * MINUTE + INTERVAL));
    stay(10 * MINUTE, 3_000);
    assertThat(verdict().answer()).isEqualTo(new Fine());
    assertThat(verdicts).noneMatch(v -> v.answer() instanceof Sustained);
  }

  @Test
  void anOverloadOfTwelveMinutesIsSustainedAfterNine() {
    stay(10 * MINUTE, 3_000);
    final long began = now;
    stay(12 * MINUTE, 12_000);
    assertThat(verdict().answer()).isEqualTo(new Sustained(began + 9 * MINUTE));
  }

  @Test
  void anOverloadFromTheFirstSampleOnIsSustainedAfterNineMinutes() {
    stay(8 * MINUTE, 12_000);
    assertThat(verdict().answer()).isEqualTo(new Unknown(MINUTE + INTERVAL));
    stay(2 * MINUTE, 12_000);
    assertThat(verdict().answer()).isEqualTo(new Sustained(START + 9 * MINUTE));
  }

  @Test
  void dipsOfAMinuteInTenDoNotHideAnOverload() {
    stay(10 * MINUTE, 3_000);
    stay(5 * MINUTE, 12_000);
    stay(50_000, 3_000);
    stay(5 * MINUTE, 12_000);
    assertThat(verdict().answer()).isInstanceOf(Sustained.class);
  }

  @Test
  void exactlyTheLimitIsNotOverIt() {
    stay(20 * MINUTE, 10_000);
    assertThat(verdict().answer()).isEqualTo(new Fine());
    assertThat(verdict().overMillis()).isZero();
  }

  @Test
  void fiveMinutesClearOfTheLimitEndIt() {
    stay(12 * MINUTE, 12_000);
    final long cleared = now;
    stay(5 * MINUTE, 8_999);
    assertThat(verdict().answer()).isInstanceOf(Sustained.class);
    stay(INTERVAL, 8_999);
    assertThat(verdict().answer()).isEqualTo(new Fine());
    assertThat(state.lastEpisode())
        .isEqualTo(new Episode(START + 9 * MINUTE, cleared + 5 * MINUTE, Ending.CLEARED));
  }

  @Test
  void justBelowTheLimitItEndsAfterAFullWindow() {
    stay(12 * MINUTE, 12_000);
    final long within = now;
    stay(10 * MINUTE, 9_500);
    assertThat(verdict().answer()).isInstanceOf(Sustained.class);
    stay(INTERVAL, 9_500);
    assertThat(state.lastEpisode())
        .isEqualTo(new Episode(START + 9 * MINUTE, within + 10 * MINUTE, Ending.WITHIN_LIMIT));
  }

  @Test
  void aGapWhileItClearsStartsTheClearTimeAnew() {
    stay(12 * MINUTE, 12_000);
    stay(4 * MINUTE, 3_000);
    now += MINUTE;
    stay(4 * MINUTE, 3_000);
    assertThat(verdict().answer()).isInstanceOf(Sustained.class);
    stay(MINUTE + INTERVAL, 3_000);
    assertThat(verdict().answer()).isInstanceOf(Fine.class);
  }

  @Test
  void aGapOfThreeMinutesMakesItUnknownUntilItLeavesTheWindow() {
    stay(10 * MINUTE, 3_000);
    now += 3 * MINUTE;
    stay(INTERVAL, 3_000);
    // Two more intervals of the last sample bridge; the rest is a gap.
    assertThat(verdict().gapMillis()).isEqualTo(3 * MINUTE - 2 * INTERVAL);
    assertThat(verdict().answer()).isEqualTo(new Unknown(NEVER));
    stay(9 * MINUTE, 3_000);
    assertThat(verdict().gapMillis()).isEqualTo(MINUTE);
    assertThat(verdict().answer()).isEqualTo(new Fine());
  }

  @Test
  void aGapIsNeverTimeOver() {
    stay(10 * MINUTE, 3_000);
    stay(4 * MINUTE, 12_000);
    now += 3 * MINUTE;
    stay(2 * MINUTE, 12_000);
    assertThat(verdict().answer()).isInstanceOf(Unknown.class);
    // The sample before the gap stands for its interval, which ended at the gap, and for the slack.
    assertThat(verdict().overMillis()).isEqualTo(6 * MINUTE - INTERVAL + 1_000);
  }

  @Test
  void aGapDoesNotEndAnOverload() {
    stay(12 * MINUTE, 12_000);
    now += 30 * MINUTE;
    stay(INTERVAL, 3_000);
    assertThat(verdict().answer()).isEqualTo(new Sustained(START + 9 * MINUTE));
    assertThat(verdict().overNow()).isFalse();
    assertThat(verdict().gapMillis()).isEqualTo(10 * MINUTE);
  }

  @Test
  void aLateSampleOnlyBridges() {
    stay(10 * MINUTE, 3_000);
    stay(INTERVAL, 12_000);
    now += 2 * INTERVAL;
    stay(INTERVAL, 12_000);
    assertThat(verdict().overMillis()).isEqualTo(INTERVAL + 1_000);
    assertThat(verdict().gapMillis()).isZero();
  }

  @Test
  void silenceBecomesUnknown() {
    stay(20 * MINUTE, 3_000);
    final long newest = now - INTERVAL;
    assertThat(judge.verdict(state, newest + 90_000).answer()).isEqualTo(new Fine());
    assertThat(judge.verdict(state, newest + 90_001).answer()).isEqualTo(new Unknown(NEVER));
  }

  @Test
  void aServerThatVanishesEndsItsOverloadUnobserved() {
    stay(12 * MINUTE, 12_000);
    state = judge.vanish(state, now);
    assertThat(verdict().answer()).isEqualTo(new Unknown(NEVER));
    assertThat(verdict().overNow()).isFalse();
    assertThat(state.lastEpisode())
        .isEqualTo(new Episode(START + 9 * MINUTE, now, Ending.UNOBSERVED));
  }

  @Test
  void aRestartDoesNotHideAnOverload() {
    stay(10 * MINUTE, 12_000);
    state = judge.vanish(state, now);
    now += 20_000;
    stay(INTERVAL, 12_000);
    assertThat(verdict().answer()).isInstanceOf(Sustained.class);
  }

  @Test
  void aNoticeOfVanishingThatIsOlderThanASampleIsIgnored() {
    stay(10 * MINUTE, 12_000);
    assertThat(judge.vanish(state, now - 2 * INTERVAL)).isSameAs(state);
  }

  @Test
  void threePeaksInAnHourAreRecurring() {
    for (int peak = 0; peak < 3; peak++) {
      assertThat(verdicts).noneMatch(Verdict::recurring);
      stay(10 * MINUTE, 3_000);
      stay(2 * MINUTE, 12_000);
    }
    assertThat(verdict().recurring()).isTrue();
    assertThat(verdict().answer()).isInstanceOf(BriefPeak.class);
    stay(34 * MINUTE, 3_000);
    assertThat(verdict().recurring()).isTrue();
    stay(INTERVAL, 3_000);
    assertThat(verdict().recurring()).isFalse();
  }

  @Test
  void aCountThatTremblesAroundTheLimitIsOnePeak() {
    stay(10 * MINUTE, 3_000);
    for (int i = 0; i < 20; i++) {
      stay(INTERVAL, 10_001);
      stay(INTERVAL, 9_999);
    }
    assertThat(verdict().recurring()).isFalse();
    assertThat(state.peakStartsMillis()).hasSize(1);
  }

  @Test
  void thirtyMinutesOverInSixtyAreRecurring() {
    // Two long peaks only: it is the time that counts.
    stay(10 * MINUTE, 3_000);
    stay(15 * MINUTE, 12_000);
    stay(10 * MINUTE, 3_000);
    stay(15 * MINUTE, 12_000);
    assertThat(verdict().recurring()).isFalse();
    stay(INTERVAL, 12_000);
    assertThat(verdict().recurring()).isTrue();
  }

  @Test
  void minutesThatNobodySawDoNotPushRecurringPeaksOut() {
    stay(31 * MINUTE, 12_000);
    now += 120 * MINUTE;
    stay(INTERVAL, 3_000);
    assertThat(verdict().recurring()).isTrue();
  }

  @Test
  void threeSamplesRunningOverTheBurstLimitAreABurst() {
    judge = new LimitJudge(LimitRule.DEFAULT.withBurstLimit(40_000));
    stay(2 * INTERVAL, 40_001);
    assertThat(verdict().burst()).isFalse();
    stay(INTERVAL, 40_001);
    assertThat(verdict().burst()).isTrue();
    stay(INTERVAL, 40_000);
    assertThat(verdict().burst()).isFalse();
  }

  @Test
  void aGapInterruptsABurst() {
    judge = new LimitJudge(LimitRule.DEFAULT.withBurstLimit(40_000));
    stay(2 * INTERVAL, 50_000);
    now += MINUTE;
    stay(INTERVAL, 50_000);
    assertThat(verdict().burst()).isFalse();
  }

  @Test
  void withoutABurstLimitNothingIsABurst() {
    stay(MINUTE, 1_000_000_000);
    assertThat(verdict().burst()).isFalse();
  }

  @Test
  void theAnswersAreToldInPlainEnglish() {
    assertThat(judge.verdict(LimitState.START, START).sentence(LimitRule.DEFAULT))
        .isEqualTo("Unknown: 10:00 of the last 10:00 were not watched.");
    stay(10 * MINUTE, 3_000);
    assertThat(sentence()).isEqualTo("Within the limit of 10,000.");
    stay(4 * MINUTE, 12_000);
    assertThat(sentence())
        .isEqualTo(
            "A brief peak, begun 3:50 ago, over the limit of 10,000; sustained in 5:10 if it stays.");
    stay(6 * MINUTE, 12_000);
    assertThat(sentence())
        .isEqualTo(
            "A sustained overload, so judged 0:50 ago: over the limit of 10,000 for 9:50 of the last"
                + " 10:00.");
    stay(MINUTE, 3_000);
    assertThat(sentence()).contains("9:10 of the last 10:00, within it now");
  }

  @Test
  void anUnknownServerThatIsOverTheLimitSaysSo() {
    stay(MINUTE, 12_000);
    assertThat(sentence())
        .isEqualTo(
            "Unknown: 9:10 of the last 10:00 were not watched."
                + " Over the limit of 10,000 now; sustained in 8:10 if it stays.");
  }

  @Test
  void aShorterWindowIsJudgedByTheSameRule() {
    judge =
        new LimitJudge(
            new LimitRule(
                100,
                Duration.ofMinutes(2),
                Duration.ofMinutes(1),
                90,
                Duration.ofMinutes(1),
                OptionalLong.empty(),
                Duration.ofMinutes(30),
                Duration.ofMinutes(60),
                3));
    stay(2 * MINUTE, 101);
    assertThat(verdict().answer()).isEqualTo(new Sustained(START + MINUTE));
  }

  // The example of docs/limit.md, line by line.
  @Test
  void theExampleInTheManualIsTrue() {
    stay(60 * MINUTE, 3_000);
    final long two = now; // 14:00:00
    stay(2 * MINUTE, 3_000);
    stay(INTERVAL, 12_000);
    assertThat(verdict().answer()).isEqualTo(new BriefPeak(two + 2 * MINUTE, 9 * MINUTE));
    stay(4 * MINUTE, 12_000);
    assertThat(verdict().answer()).isEqualTo(new BriefPeak(two + 2 * MINUTE, 5 * MINUTE));
    stay(INTERVAL, 3_000);
    assertThat(verdict().answer()).isEqualTo(new Fine());
    stay(two + 20 * MINUTE - now, 3_000);
    stay(INTERVAL, 15_000);
    assertThat(verdict().answer()).isEqualTo(new BriefPeak(two + 20 * MINUTE, 9 * MINUTE));
    stay(two + 24 * MINUTE - now, 15_000);
    stay(INTERVAL, 9_500);
    assertThat(verdict().answer()).isEqualTo(new Fine());
    stay(30_000, 9_500);
    stay(INTERVAL, 15_000);
    assertThat(verdict().answer()).isEqualTo(new BriefPeak(two + 20 * MINUTE, 5 * MINUTE));
    final long sustained = two + 29 * MINUTE + 40_000;
    stay(sustained - now, 15_000);
    assertThat(verdict().answer()).isInstanceOf(BriefPeak.class);
    stay(INTERVAL, 15_000);
    assertThat(verdict().answer()).isEqualTo(new Sustained(sustained));
    assertThat(verdict().overMillis()).isEqualTo(9 * MINUTE);
    stay(two + 35 * MINUTE - now, 15_000);
    stay(5 * MINUTE, 4_000);
    assertThat(verdict().answer()).isEqualTo(new Sustained(sustained));
    stay(INTERVAL, 4_000);
    assertThat(state.lastEpisode())
        .isEqualTo(new Episode(sustained, two + 40 * MINUTE, Ending.CLEARED));
    stay(two + 60 * MINUTE + INTERVAL - now, 4_000);
    now = two + 63 * MINUTE;
    stay(INTERVAL, 4_000);
    assertThat(verdict().answer()).isEqualTo(new Unknown(NEVER));
    assertThat(verdict().gapMillis()).isEqualTo(150_000);
    stay(two + 72 * MINUTE - now, 4_000);
    assertThat(verdict().answer()).isEqualTo(new Unknown(NEVER));
    stay(INTERVAL, 4_000);
    assertThat(verdict().answer()).isEqualTo(new Fine());
    assertThat(verdicts).noneMatch(Verdict::recurring);
  }

  private void stay(final long millis, final long count) {
    for (long end = now + millis; now < end; now += INTERVAL) {
      state = judge.judge(state, Sample.ofSessions(now, INTERVAL, count));
      verdicts.add(judge.verdict(state));
    }
  }

  private Verdict verdict() {
    return judge.verdict(state);
  }

  private String sentence() {
    return verdict().sentence(judge.rule());
  }
}
