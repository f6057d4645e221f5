package dev.plimsoll.watch;

import org.jspecify.annotations.Nullable;

/** Turns a server's judgements into its times over the limit. Pure. */
final class Overloads {
  private Overloads() {}

  /**
   * The time over the limit after a sample.
   *
   * @param open the one that lasted before it, or null
   * @param state the judgement with this sample
   * @return the one that lasts or has just ended, or null
   */
  static @Nullable Overload after(
      final @Nullable Overload open,
      final String namespace,
      final LimitState state,
      final Sample sample,
      final LimitRule rule) {
    if (open == null) {
      return sample.count() > rule.limit() ? begun(namespace, state, sample, rule) : null;
    }
    // A sustained one ends when the judgement says so, also where the count is not clear of the
    // limit.
    final boolean lasts = state.isSustained() || (state.inPeak() && !open.isSustained());
    if (lasts) {
      return new Overload(
          open.namespace(),
          open.sinceMillis(),
          open.isSustained() ? open.sustainedMillis() : state.sustainedSinceMillis(),
          LimitState.NEVER,
          null,
          open.limit(),
          Math.max(open.most(), sample.count()));
    }
    final Episode last = state.lastEpisode();
    return ended(
        open,
        sample.timeMillis(),
        open.isSustained() && last != null ? last.ending() : Episode.Ending.CLEARED);
  }

  private static Overload begun(
      final String namespace, final LimitState state, final Sample sample, final LimitRule rule) {
    return new Overload(
        namespace,
        state.peakStartsMillis().getLast(),
        state.sustainedSinceMillis(),
        LimitState.NEVER,
        null,
        rule.limit(),
        sample.count());
  }

  static Overload ended(final Overload open, final long endMillis, final Episode.Ending ending) {
    return new Overload(
        open.namespace(),
        open.sinceMillis(),
        open.sustainedMillis(),
        endMillis,
        ending,
        open.limit(),
        open.most());
  }
}
