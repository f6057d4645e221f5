package dev.plimsoll.watch;

import static dev.plimsoll.watch.LimitState.NEVER;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a brief peak from a sustained overload. Pure functions of event time: the same samples give
 * the same answers in a daemon, in a replay and anywhere else, wherever the state is handed on.
 *
 * <p>The rule:
 *
 * <ul>
 *   <li>From its time on, a sample stands for its own interval and a second of slack, until the
 *       next sample at the latest. Beyond that, up to three intervals, it only bridges: the time is
 *       not over the limit, and no gap. All other time is a gap, that before the first sample too.
 *   <li><b>Sustained</b> begins with a sample over the limit when at least {@code overFor} of the
 *       last {@code window} was over it. A gap is never time over.
 *   <li>It ends when, without a gap, each sample was below {@code clearBelow} for {@code clearFor},
 *       or at or below the limit for a full window; or unobserved, when the server vanishes. A gap
 *       by itself does not end it.
 *   <li>Not sustained, with more than 60 s of gap in the window: <b>unknown</b>.
 *   <li>Else, with the newest sample over the limit: a <b>brief peak</b>. Else <b>fine</b>.
 *   <li><b>Recurring</b>: over the limit for {@code recurringOver} of the last {@code recurringOf}
 *       seen, or {@code recurringPeaks} within it. A peak begins over the limit, and the next one
 *       only after a sample below {@code clearBelow}: a count that trembles around the limit is one
 *       peak.
 *   <li><b>Burst</b>: the newest three samples, without a gap, are over the burst limit.
 * </ul>
 *
 * <p>A peak that lasts less than {@code overFor} never becomes sustained, for only the time between
 * samples over the limit is counted at a sample over it. A lost sample adds at most a second of
 * slack to the time over, and as much more as it came before its time. A sample that is not newer
 * than the one before it is ignored and counted: the first word on a moment stands.
 */
public final class LimitJudge {
  /** What a sample stands for beyond its interval, in milliseconds. */
  public static final long SLACK_MILLIS = 1_000;

  /** How many of its intervals a sample bridges. */
  public static final int BRIDGED_INTERVALS = 3;

  /** The most gap in the window with which an answer is given, in milliseconds. */
  public static final long MAX_GAP_MILLIS = 60_000;

  /** How many samples running make a burst. */
  public static final int BURST_SAMPLES = 3;

  private final LimitRule rule;
  private final long windowMillis;
  private final long overForMillis;
  private final long recurringOfMillis;

  public LimitJudge(final LimitRule rule) {
    this.rule = rule;
    windowMillis = rule.window().toMillis();
    overForMillis = rule.overFor().toMillis();
    recurringOfMillis = rule.recurringOf().toMillis();
  }

  public LimitRule rule() {
    return rule;
  }

  /** The state after a sample. */
  public LimitState judge(final LimitState before, final Sample sample) {
    final long now = sample.timeMillis();
    if (now <= before.timeMillis()) {
      return before.withOneMoreIgnored();
    }
    final boolean continues = before.newest() != null && now <= bridgedUntil(before.newest());
    final boolean over = isOver(sample);
    final boolean clear = sample.count() < rule.clearBelow();
    final SeenTime seen = seenUntil(before, now);
    final long within = since(!over, continues, before.withinSinceMillis(), now);
    final long clearSince = since(clear, continues, before.clearSinceMillis(), now);
    final boolean startsPeak = over && !before.inPeak();

    long sustained = before.sustainedSinceMillis();
    Episode last = before.lastEpisode();
    if (sustained == NEVER) {
      sustained = over && overMillis(seen, now) >= overForMillis ? now : NEVER;
    } else {
      final Episode.@Nullable Ending ending = ending(within, clearSince, now);
      if (ending != null) {
        last = new Episode(sustained, now, ending);
        sustained = NEVER;
      }
    }
    return new LimitState(
        now,
        before.watchedSinceMillis() == NEVER ? now : before.watchedSinceMillis(),
        sample,
        seen.since(now - windowMillis, recurringOfMillis),
        within,
        clearSince,
        samplesOverBurst(continues ? before.samplesOverBurst() : 0, sample),
        over || before.inPeak() && !clear,
        startsPeak ? withPeak(before.peakStartsMillis(), now) : before.peakStartsMillis(),
        sustained,
        last,
        before.ignoredSamples());
  }

  /**
   * The state after the server stopped or vanished: an overload ends unobserved, and what follows
   * is a gap until the next sample. What was seen before stays, so a restart hides nothing.
   *
   * @param timeMillis when it was noticed; ignored if a sample is newer
   */
  public LimitState vanish(final LimitState before, final long timeMillis) {
    if (timeMillis < before.timeMillis() || before.newest() == null) {
      return before;
    }
    return new LimitState(
        timeMillis,
        before.watchedSinceMillis(),
        null,
        seenUntil(before, timeMillis).since(timeMillis - windowMillis, recurringOfMillis),
        NEVER,
        NEVER,
        0,
        false,
        before.peakStartsMillis(),
        NEVER,
        before.isSustained()
            ? new Episode(before.sustainedSinceMillis(), timeMillis, Episode.Ending.UNOBSERVED)
            : before.lastEpisode(),
        before.ignoredSamples());
  }

  /** The verdict at the time of the newest input. */
  public Verdict verdict(final LimitState state) {
    return verdict(state, state.timeMillis());
  }

  /**
   * The verdict at a later time without a further sample. Silence makes it unknown in the end, and
   * never sustained.
   *
   * @param nowMillis not before the newest input
   */
  public Verdict verdict(final LimitState state, final long nowMillis) {
    final SeenTime seen = seenUntil(state, nowMillis);
    final long overMillis = overMillis(seen, nowMillis);
    final long gapMillis = seen.gapMillis(nowMillis - windowMillis, nowMillis);
    final Sample newest = state.newest();
    final boolean over = newest != null && isOver(newest);
    return new Verdict(
        nowMillis,
        answer(state, seen, nowMillis),
        over,
        overMillis,
        gapMillis,
        isRecurring(state, seen, nowMillis),
        state.samplesOverBurst() >= BURST_SAMPLES);
  }

  private Verdict.Answer answer(final LimitState state, final SeenTime seen, final long now) {
    if (state.isSustained()) {
      return new Verdict.Sustained(state.sustainedSinceMillis());
    }
    final Sample newest = state.newest();
    final boolean over = newest != null && isOver(newest);
    final long sustainedIn = over ? sustainedInMillis(seen, now) : NEVER;
    if (newest == null || seen.gapMillis(now - windowMillis, now) > MAX_GAP_MILLIS) {
      return new Verdict.Unknown(sustainedIn);
    }
    return over
        ? new Verdict.BriefPeak(state.peakStartsMillis().getLast(), sustainedIn)
        : new Verdict.Fine();
  }

  // While the count stays over, each moment adds to the time over at the window's front. The sum
  // rises only while the moment that leaves at its back was not over.
  private long sustainedInMillis(final SeenTime seen, final long now) {
    final long missing = overForMillis - overMillis(seen, now);
    return missing <= 0 ? 0 : seen.millisUntilNotOver(now - windowMillis, missing);
  }

  private boolean isRecurring(final LimitState state, final SeenTime seen, final long now) {
    final List<Long> peaks = state.peakStartsMillis();
    return seen.overMillisOfLastSeen(recurringOfMillis) >= rule.recurringOver().toMillis()
        || (peaks.size() >= rule.recurringPeaks() && peaks.getFirst() > now - recurringOfMillis);
  }

  private Episode.@Nullable Ending ending(
      final long withinSince, final long clearSince, final long now) {
    if (clearSince != NEVER && now - clearSince >= rule.clearFor().toMillis()) {
      return Episode.Ending.CLEARED;
    }
    if (withinSince != NEVER && now - withinSince >= windowMillis) {
      return Episode.Ending.WITHIN_LIMIT;
    }
    return null;
  }

  private boolean isOver(final Sample sample) {
    return sample.count() > rule.limit();
  }

  private long overMillis(final SeenTime seen, final long now) {
    return seen.overMillis(now - windowMillis, now);
  }

  // What was seen until a moment, what the newest sample stands for and bridges included.
  private SeenTime seenUntil(final LimitState state, final long now) {
    final Sample newest = state.newest();
    if (newest == null) {
      return state.seen();
    }
    final long start = newest.timeMillis();
    final long standsUntil = Math.min(now, start + newest.intervalMillis() + SLACK_MILLIS);
    final long bridgesUntil = Math.min(now, bridgedUntil(newest));
    return state
        .seen()
        .plus(start, standsUntil, isOver(newest))
        .plus(standsUntil, bridgesUntil, false);
  }

  private static long bridgedUntil(final Sample sample) {
    final long interval = sample.intervalMillis();
    return sample.timeMillis() + Math.max(interval * BRIDGED_INTERVALS, interval + SLACK_MILLIS);
  }

  private static long since(
      final boolean holds, final boolean continues, final long before, final long now) {
    if (!holds) {
      return NEVER;
    }
    return continues && before != NEVER ? before : now;
  }

  private int samplesOverBurst(final int before, final Sample sample) {
    final boolean over =
        rule.burstLimit().isPresent() && sample.count() > rule.burstLimit().getAsLong();
    return over ? Math.min(BURST_SAMPLES, before + 1) : 0;
  }

  private List<Long> withPeak(final List<Long> before, final long now) {
    final List<Long> peaks = new ArrayList<>(before);
    peaks.add(now);
    return peaks.size() > rule.recurringPeaks() ? peaks.subList(1, peaks.size()) : peaks;
  }
}
