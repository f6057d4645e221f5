package dev.plimsoll.watch;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.minutes;

/**
 * What {@link LimitJudge} says about a server at one moment.
 *
 * <p>Whoever acts on it acts only while {@code overNow}, and not on {@code gapMillis} above {@link
 * LimitJudge#MAX_GAP_MILLIS}: a sustained overload stays open over a gap, but nothing is punished
 * on missing data. A burst by itself allows throttling at most; recurring peaks allow a warning.
 *
 * @param timeMillis the moment, in milliseconds since 1970
 * @param answer fine, brief peak, sustained or unknown
 * @param overNow whether the newest sample is over the limit
 * @param overMillis time over the limit within the window
 * @param gapMillis time within the window that nobody watched
 * @param recurring whether peaks come again and again
 * @param burst whether the newest samples are over the burst limit
 */
public record Verdict(
    long timeMillis,
    Answer answer,
    boolean overNow,
    long overMillis,
    long gapMillis,
    boolean recurring,
    boolean burst) {

  /** The one word of a verdict. */
  public sealed interface Answer {}

  /** At or below the limit, and not sustained. */
  public record Fine() implements Answer {}

  /**
   * Over the limit, but not for long. To be shown, not punished.
   *
   * @param sinceMillis when the peak began, in milliseconds since 1970
   * @param sustainedInMillis after how long it becomes sustained if the count stays over the limit
   */
  public record BriefPeak(long sinceMillis, long sustainedInMillis) implements Answer {}

  /**
   * Over the limit for most of a window, and not ended since; the newest sample may be below.
   *
   * @param sinceMillis when it became sustained, in milliseconds since 1970
   */
  public record Sustained(long sinceMillis) implements Answer {}

  /**
   * Too little of the window was seen to say more, or the server is gone.
   *
   * @param sustainedInMillis if the newest sample is over the limit, after how long it becomes
   *     sustained if the count stays there, else {@link LimitState#NEVER}
   */
  public record Unknown(long sustainedInMillis) implements Answer {}

  /** The verdict in plain English, under the rule by which it was made. */
  public String sentence(final LimitRule rule) {
    final String limit = "the limit of " + count(rule.limit());
    final String window = minutes(rule.window().toMillis());
    final String text =
        switch (answer) {
          case Fine() -> "Within " + limit + ".";
          case BriefPeak(final long since, final long sustainedIn) ->
              "A brief peak, begun %s ago, over %s; sustained in %s if it stays."
                  .formatted(minutes(timeMillis - since), limit, minutes(sustainedIn));
          case Sustained(final long since) ->
              "A sustained overload, so judged %s ago: over %s for %s of the last %s%s."
                  .formatted(
                      minutes(timeMillis - since),
                      limit,
                      minutes(overMillis),
                      window,
                      overNow ? "" : ", within it now");
          case Unknown(final long sustainedIn) ->
              "Unknown: %s of the last %s were not watched.%s"
                  .formatted(
                      minutes(gapMillis),
                      window,
                      overNow
                          ? " Over %s now; sustained in %s if it stays."
                              .formatted(limit, minutes(sustainedIn))
                          : "");
        };
    return text
        + (recurring ? " Peaks over the limit come again and again." : "")
        + (burst ? " The count is over the burst limit." : "");
  }
}
