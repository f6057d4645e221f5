package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Seeds;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold for any series of readings. */
class AlertJudgePropertyTest {
  private static final AlertRule RULE = Story.ALL;

  @Test
  void eachMatterBeginsThenGoesOnThenIsOver() {
    Seeds.each(
        100,
        random -> {
          final Set<Kind> open = EnumSet.noneOf(Kind.class);
          for (final Alert alert : told(readings(random))) {
            switch (alert.phase()) {
              case BEGINS -> assertThat(open.add(alert.kind())).as("begins once").isTrue();
              case GOES_ON -> assertThat(open).as("goes on").contains(alert.kind());
              case OVER -> assertThat(open.remove(alert.kind())).as("is over").isTrue();
            }
          }
        });
  }

  @Test
  void noTwoAlertsHaveOneId() {
    Seeds.each(
        100,
        random -> {
          final List<Alert> told = told(readings(random));
          assertThat(new HashSet<>(told.stream().map(Alert::id).toList())).hasSameSizeAs(told);
        });
  }

  @Test
  void repetitionsAreAsManyAsTheStepsAllow() {
    Seeds.each(
        100,
        random -> {
          long begun = 0;
          int repetitions = 0;
          for (final Alert alert : told(readings(random))) {
            if (alert.kind() != Kind.SUSTAINED) {
              continue;
            }
            if (alert.phase() == Phase.BEGINS) {
              begun = alert.timeMillis();
              repetitions = 0;
            } else if (alert.phase() == Phase.GOES_ON) {
              repetitions++;
              assertThat(Duration.ofMillis(alert.timeMillis() - begun))
                  .isGreaterThanOrEqualTo(steps(repetitions));
            }
          }
        });
  }

  @Test
  void aMatterIsOverOnlyAfterItStayedAwayForLongEnough() {
    Seeds.each(
        100,
        random -> {
          final List<Reading> readings = readings(random);
          long newestPresent = 0;
          AlertState state = AlertState.NONE;
          for (final Reading reading : readings) {
            final boolean present =
                Sign.of(Kind.NEAR_CEILING, new Look(reading, null), RULE) == Sign.PRESENT;
            newestPresent = present ? reading.timeMillis() : newestPresent;
            final AlertJudge.Decision decision = decide(state, reading);
            state = decision.state();
            for (final Alert alert : decision.alerts()) {
              if (alert.kind() == Kind.NEAR_CEILING && alert.phase() == Phase.OVER) {
                assertThat(reading.timeMillis() - newestPresent)
                    .isGreaterThan(RULE.clearFor().toMillis());
              }
            }
          }
        });
  }

  @Test
  void aStateThatBecameATextGoesOnWithTheSameAlerts() {
    Seeds.each(
        100,
        random -> {
          AlertState run = AlertState.NONE;
          AlertState handedOn = AlertState.NONE;
          for (final Reading reading : readings(random)) {
            if (random.nextInt(10) == 0) {
              handedOn = AlertState.parse(handedOn.text());
            }
            final AlertJudge.Decision one = decide(run, reading);
            final AlertJudge.Decision other = decide(handedOn, reading);
            assertThat(other).isEqualTo(one);
            run = one.state();
            handedOn = other.state();
          }
        });
  }

  @Test
  void whatIsDecidedAgainAfterALostDecisionHasTheSameIds() {
    Seeds.each(
        50,
        random -> {
          AlertState state = AlertState.NONE;
          for (final Reading reading : readings(random)) {
            final AlertJudge.Decision lost = decide(state, reading);
            final AlertJudge.Decision again = decide(state, reading);
            assertThat(again.alerts()).isEqualTo(lost.alerts());
            state = again.state();
          }
        });
  }

  private static AlertJudge.Decision decide(final AlertState before, final Reading reading) {
    final Past past = new OddPast(reading.timeMillis());
    return new AlertJudge(RULE, "web1", ZoneOffset.UTC, past).judge(before, reading);
  }

  private static List<Alert> told(final List<Reading> readings) {
    AlertState state = AlertState.NONE;
    final List<Alert> told = new ArrayList<>();
    for (final Reading reading : readings) {
      final AlertJudge.Decision decision = decide(state, reading);
      state = decision.state();
      told.addAll(decision.alerts());
    }
    return told;
  }

  private static Duration steps(final int repetitions) {
    Duration sum = Duration.ZERO;
    for (int i = 0; i < repetitions; i++) {
      sum = sum.plus(RULE.repeatAfter().get(Math.min(i, RULE.repeatAfter().size() - 1)));
    }
    return sum;
  }

  // Some hours in which count, entries, losses, trouble and gaps come and go.
  private static List<Reading> readings(final SplittableRandom random) {
    final long[] counts = {4_000, 9_500, 12_000, 25_000};
    final long[] entries = {10_000, 190_000, 200_000, 250_000};
    final int change = random.nextInt(10, 400);
    final Story story = new Story(RULE, Story.NO_PAST).in("odd & name=\n\u20ac");
    final List<Reading> readings = new ArrayList<>();
    boolean trouble = false;
    for (int i = 0; i < 2_000; i++) {
      if (random.nextInt(change) == 0) {
        story.count(counts[random.nextInt(counts.length)]);
      }
      if (random.nextInt(change) == 0) {
        story.entries(entries[random.nextInt(entries.length)]);
      }
      if (random.nextInt(change * 2) == 0) {
        story.sleep(Duration.ofSeconds(random.nextLong(1, 3_600)));
      }
      trouble = trouble ? random.nextInt(20) != 0 : random.nextInt(change) == 0;
      final boolean loses = random.nextInt(change) == 0;
      readings.add(
          trouble
              ? story.trouble("No\nanswer & \u20ac=")
              : story.reading(
                  loses
                      ? new Totals(0, 0, random.nextInt(3), random.nextInt(3), 1, 0, 0)
                      : Totals.NONE));
    }
    return readings;
  }

  /**
   * A past whose words need quoting, with a diagnosis every 20 seconds that changes its mind every
   * 10 minutes.
   */
  private record OddPast(long nowMillis) implements Past {
    private static final CauseClass[] CLASSES = CauseClass.values();

    @Override
    public Diagnosis diagnosis(final String namespace) {
      final long time = nowMillis - nowMillis % 20_000;
      final CauseClass causeClass = CLASSES[(int) (time / 600_000 % CLASSES.length)];
      final double confidence = time % 7 / 6.0;
      return Diagnoses.of(time, causeClass, confidence, "&=\n%", List.of("\u2212+\u0000", ""));
    }

    @Override
    public Composition newest(final String namespace) {
      return before(namespace, Long.MAX_VALUE / 2);
    }

    @Override
    public Composition before(final String namespace, final long timeMillis) {
      return new Composition(
          namespace,
          timeMillis,
          timeMillis % 1_000,
          List.of(),
          List.of(new Composition.Service("&=\n%", "\u2212", "+", 1, timeMillis % 1_000, 5)),
          List.of(),
          1);
    }
  }
}
