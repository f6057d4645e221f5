package dev.plimsoll.app.track;

import dev.plimsoll.engine.CountListener;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Verdict;

/** Judges the count of a capture by the limit, in the capture's own time, as the watch would. */
public final class CurveJudgement implements CountListener {
  private final LimitJudge judge;
  private final long intervalMillis;
  private LimitState state = LimitState.START;
  private long overMillis;
  private long sustainedSinceMillis = LimitState.NEVER;
  private int peaks;
  private boolean wasOver;

  /**
   * Begins a judgement.
   *
   * @param intervalMillis how often the count will be told
   */
  public CurveJudgement(final LimitRule rule, final long intervalMillis) {
    judge = new LimitJudge(rule);
    this.intervalMillis = intervalMillis;
  }

  @Override
  public void count(final long timeMillis, final int sessions, final int most) {
    if (timeMillis < 0) {
      return; // before 1970 no server had a limit
    }
    state = judge.judge(state, Sample.ofSessions(timeMillis, intervalMillis, sessions));
    final boolean isOver = sessions > judge.rule().limit();
    if (isOver) {
      overMillis += intervalMillis;
      peaks += wasOver ? 0 : 1;
    }
    wasOver = isOver;
    if (sustainedSinceMillis == LimitState.NEVER && state.isSustained()) {
      sustainedSinceMillis = timeMillis;
    }
  }

  /** What it would be judged now. */
  public Verdict verdict() {
    return judge.verdict(state);
  }

  /** The rule that it judges by. */
  public LimitRule rule() {
    return judge.rule();
  }

  /** The whole time over the limit, to an interval. */
  public long overMillis() {
    return overMillis;
  }

  /** How often it rose over the limit. */
  public int peaks() {
    return peaks;
  }

  /** When it first was sustained, in milliseconds since 1970, or {@link LimitState#NEVER}. */
  public long sustainedSinceMillis() {
    return sustainedSinceMillis;
  }
}
