package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Readings of a server every five seconds, judged by the real rule, and what was told of them. */
final class Story {
  static final long START = 1_763_950_000_000L;
  static final AlertRule ALL =
      new AlertRule(
          Set.of(
              Kind.SUSTAINED,
              Kind.FINDING,
              Kind.BRIEF_PEAK,
              Kind.RECURRING,
              Kind.NEAR_CEILING,
              Kind.DROPS,
              Kind.UNWATCHED),
          AlertRule.DEFAULT.repeatAfter(),
          Map.of(Kind.UNWATCHED, Duration.ofMinutes(1)),
          Duration.ofMinutes(5));
  static final Past NO_PAST =
      new Past() {
        @Override
        public @Nullable Composition newest(final String namespace) {
          return null;
        }

        @Override
        public @Nullable Composition before(final String namespace, final long timeMillis) {
          return null;
        }
      };

  private static final long STEP = 5_000;

  private final AlertJudge judge;
  private final LimitJudge limit = new LimitJudge(LimitRule.DEFAULT);
  private final List<Alert> told = new ArrayList<>();
  private String namespace = GroupKey.OWN_NAMESPACE;
  private LimitState limitState = LimitState.START;
  private AlertState state = AlertState.NONE;
  private Totals totals = Totals.NONE;
  private long now = START;
  private long before;
  private long count = 4_000;
  private long entries = 4_000;

  Story(final AlertRule rule, final Past past) {
    judge = new AlertJudge(rule, "web1", ZoneOffset.UTC, past);
  }

  /** A story in which all kinds are told, begun with ten quiet minutes. */
  static Story quiet() {
    final Story story = new Story(ALL, NO_PAST);
    story.pass(Duration.ofMinutes(11));
    return story;
  }

  Story in(final String newNamespace) {
    namespace = newNamespace;
    return this;
  }

  Story count(final long sessions) {
    count = sessions;
    return this;
  }

  Story entries(final long number) {
    entries = number;
    return this;
  }

  /** Time passes, and is watched. */
  Story pass(final Duration duration) {
    for (long end = now + duration.toMillis(); now < end; ) {
      tell(reading(Totals.NONE));
    }
    return this;
  }

  /** Time passes, and the count cannot be taken. */
  Story fail(final Duration duration) {
    for (long end = now + duration.toMillis(); now < end; ) {
      tell(trouble("The kernel refused the question"));
    }
    return this;
  }

  /** Time passes that nobody sees. */
  Story sleep(final Duration duration) {
    now += duration.toMillis();
    return this;
  }

  Story lose(final Totals since) {
    tell(reading(since));
    return this;
  }

  Story tell(final Reading reading) {
    final AlertJudge.Decision decision = judge.judge(state, reading);
    state = decision.state();
    told.addAll(decision.alerts());
    return this;
  }

  Story vanish() {
    final AlertJudge.Decision decision = judge.vanish(state, now);
    state = decision.state();
    told.addAll(decision.alerts());
    return this;
  }

  /** The process ended and began anew. */
  Story restart() {
    state = AlertState.parse(state.text());
    before = 0;
    return this;
  }

  Reading reading(final Totals since) {
    totals = totals.plus(since);
    final Sample sample = Sample.ofSessions(now, STEP, count);
    limitState = limit.judge(limitState, sample);
    final Reading reading =
        new Reading(
            namespace,
            sample,
            LimitRule.DEFAULT,
            limit.verdict(limitState),
            new Ceiling(entries, 262_144, since.losses()),
            totals,
            since,
            before == 0 ? 0 : now - before,
            true,
            null);
    step();
    return reading;
  }

  Reading trouble(final String why) {
    final Reading reading =
        new Reading(
            namespace,
            Sample.ofSessions(now, STEP, count),
            LimitRule.DEFAULT,
            limit.verdict(limitState, now),
            new Ceiling(entries, 262_144, 0),
            totals,
            Totals.NONE,
            0,
            false,
            why);
    step();
    return reading;
  }

  private void step() {
    before = now;
    now += STEP;
  }

  /** The moment of the next reading. */
  long time() {
    return now;
  }

  AlertState state() {
    return state;
  }

  List<Alert> told() {
    return told;
  }

  Alert last() {
    return told.getLast();
  }

  /** What was told, in short: {@code sustained begins}. */
  List<String> words() {
    return told.stream().map(alert -> words(alert.kind(), alert.phase())).toList();
  }

  static String words(final Kind kind, final Phase phase) {
    return kind.word() + " " + phase.word();
  }

  /** How long after the story's beginning each alert came. */
  List<Duration> times() {
    return told.stream().map(alert -> Duration.ofMillis(alert.timeMillis() - START)).toList();
  }
}
