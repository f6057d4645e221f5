package dev.plimsoll.watch;

import org.jspecify.annotations.Nullable;

/**
 * One time over the limit, from the first sample over it until it was clear of it: what history
 * keeps, and what a chart marks. It is a brief peak until it has become sustained.
 *
 * @param namespace the network namespace's name, or {@link GroupKey#OWN_NAMESPACE}
 * @param sinceMillis the first sample over the limit, in milliseconds since 1970
 * @param sustainedMillis when it was judged sustained, or {@link LimitState#NEVER}
 * @param endMillis when it ended, or {@link LimitState#NEVER} while it lasts
 * @param ending how it ended, or null while it lasts
 * @param limit the limit that was passed
 * @param most the largest count in it
 */
public record Overload(
    String namespace,
    long sinceMillis,
    long sustainedMillis,
    long endMillis,
    Episode.@Nullable Ending ending,
    long limit,
    long most) {

  public boolean isSustained() {
    return sustainedMillis != LimitState.NEVER;
  }

  public boolean isOver() {
    return endMillis != LimitState.NEVER;
  }
}
