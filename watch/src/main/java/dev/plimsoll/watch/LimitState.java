package dev.plimsoll.watch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the judgement of one server remembers. Immutable, of bounded size, and complete:
 * a state that is stored, sent and rebuilt from its components goes on with the same answers. It
 * belongs to the {@link LimitRule} that it was made by; with another rule begin anew.
 *
 * @param timeMillis the time of the newest input, in milliseconds since 1970, or {@link #NEVER}
 * @param watchedSinceMillis the time of the first input, or {@link #NEVER}
 * @param newest the newest sample, or null if there is none or the server vanished after it
 * @param seen the watched time until {@code timeMillis}
 * @param withinSinceMillis since when, without a gap, each sample is at or below the limit, or
 *     {@link #NEVER}
 * @param clearSinceMillis since when, without a gap, each sample is clear of the limit, or {@link
 *     #NEVER}
 * @param samplesOverBurst how many samples running, up to the newest, are over the burst limit;
 *     counts up to {@link LimitJudge#BURST_SAMPLES}
 * @param inPeak whether the count was over the limit and not clear of it since
 * @param peakStartsMillis when the newest peaks began, oldest first; as many as the rule asks for
 * @param sustainedSinceMillis when the present overload became sustained, or {@link #NEVER}
 * @param lastEpisode the newest sustained overload that has ended, or null
 * @param ignoredSamples samples that were not newer than the one before them
 */
public record LimitState(
    long timeMillis,
    long watchedSinceMillis,
    @Nullable Sample newest,
    SeenTime seen,
    long withinSinceMillis,
    long clearSinceMillis,
    int samplesOverBurst,
    boolean inPeak,
    List<Long> peakStartsMillis,
    long sustainedSinceMillis,
    @Nullable Episode lastEpisode,
    long ignoredSamples) {

  /** Stands for a time that has not come. */
  public static final long NEVER = -1;

  /** Before the first sample. */
  public static final LimitState START =
      new LimitState(
          NEVER, NEVER, null, SeenTime.NOTHING, NEVER, NEVER, 0, false, List.of(), NEVER, null, 0);

  public LimitState {
    peakStartsMillis = List.copyOf(peakStartsMillis);
  }

  /** Whether an overload has become sustained and has not ended. */
  public boolean isSustained() {
    return sustainedSinceMillis != NEVER;
  }

  LimitState withOneMoreIgnored() {
    return new LimitState(
        timeMillis,
        watchedSinceMillis,
        newest,
        seen,
        withinSinceMillis,
        clearSinceMillis,
        samplesOverBurst,
        inPeak,
        peakStartsMillis,
        sustainedSinceMillis,
        lastEpisode,
        ignoredSamples + 1);
  }
}
