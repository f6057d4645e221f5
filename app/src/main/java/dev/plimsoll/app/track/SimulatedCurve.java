package dev.plimsoll.app.track;

import dev.plimsoll.engine.Simulation;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.PlainText;
import java.util.List;

/**
 * What one setting would have come to.
 *
 * @param name what it is called
 * @param curve the count over time
 * @param judgement how it stands to the limit
 * @param cutShort how many sessions had ended and spoke again
 */
public record SimulatedCurve(
    String name, CountCurve curve, CurveJudgement judgement, long cutShort) {

  // What the rule is made for; longer steps would be gaps to it.
  private static final long LONGEST_JUDGED_STEP_MILLIS = 300_000;

  /** Takes one scenario out of a finished simulation. */
  public static SimulatedCurve of(
      final Simulation simulation, final int scenario, final String name, final LimitRule rule) {
    final CountCurve curve = new CountCurve();
    final long step = simulation.stepMillis();
    final CurveJudgement judgement =
        new CurveJudgement(rule, Math.min(step, LONGEST_JUDGED_STEP_MILLIS));
    long time = simulation.startMillis();
    for (final int count : simulation.counts(scenario)) {
      time += step;
      curve.count(time, count, count);
      judgement.count(time, count, count);
    }
    return new SimulatedCurve(name, curve, judgement, simulation.cutShort(scenario));
  }

  /** How long it was over the limit, for a person. */
  public String overText() {
    if (judgement.overMillis() == 0) {
      return "never";
    }
    final String minutes = PlainText.minutes(judgement.overMillis());
    return judgement.sustainedSinceMillis() == LimitState.NEVER
        ? minutes
        : minutes + " (sustained)";
  }

  /** The count at the end. */
  public int last() {
    final List<CountCurve.Point> points = curve.points();
    return points.isEmpty() ? 0 : points.getLast().sessions();
  }
}
