package dev.plimsoll.watch;

import org.jspecify.annotations.Nullable;

/**
 * All that one look at a server told: what is shown, kept and alerted on. The number that was
 * judged and the judgement travel together, so that what is shown is what fired.
 *
 * @param namespace the network namespace's name, or {@link GroupKey#OWN_NAMESPACE}
 * @param sample the count that was judged
 * @param rule the rule that it was judged by
 * @param verdict what the rule says
 * @param ceiling the kernel's own limit, with what was lost at it since the reading before
 * @param totals what has happened since the watch began
 * @param since what of it happened since the reading before
 * @param sinceMillis how long before {@code sample} that reading was, or 0 if this is the first
 * @param synchronised whether the mirror equals the kernel's table; if not, what is derived from it
 *     waits, and the count is of entries
 * @param trouble why the count could not be taken, in plain English; then all numbers are those of
 *     the reading before, and nothing was judged. Null in a good reading
 */
public record Reading(
    String namespace,
    Sample sample,
    LimitRule rule,
    Verdict verdict,
    Ceiling ceiling,
    Totals totals,
    Totals since,
    long sinceMillis,
    boolean synchronised,
    @Nullable String trouble) {

  public long timeMillis() {
    return sample.timeMillis();
  }

  /** New sessions a second since the reading before; 0 for the first. */
  public double createdPerSecond() {
    return perSecond(since.created());
  }

  /** Ended sessions a second since the reading before; 0 for the first. */
  public double destroyedPerSecond() {
    return perSecond(since.destroyed());
  }

  private double perSecond(final long number) {
    return sinceMillis == 0 ? 0 : number * 1000.0 / sinceMillis;
  }
}
