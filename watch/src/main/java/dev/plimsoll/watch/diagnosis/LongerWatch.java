package dev.plimsoll.watch.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What somebody else found in the same namespace who has listened for longer: regular calls home
 * take hours to show. It only adds: what a look finds itself stands, whatever the other one says.
 *
 * @param sinceMillis since when it listens, in milliseconds since 1970
 * @param findings what it found at its newest look
 */
public record LongerWatch(long sinceMillis, List<Finding> findings) {
  /** Nobody else listened. */
  public static final LongerWatch NONE = new LongerWatch(Long.MAX_VALUE, List.of());

  public LongerWatch {
    findings = List.copyOf(findings);
  }

  /**
   * The findings of both. Of two that are about the same the surer one counts.
   *
   * @param own what the look found itself
   * @param wanted which cards are meant
   */
  List<Finding> with(final List<Finding> own, final Predicate<Card> wanted) {
    final List<Finding> all = new ArrayList<>(own);
    for (final Finding heard : findings) {
      if (wanted.test(heard.card())) {
        final boolean isKnown =
            own.stream()
                .anyMatch(mine -> isSame(mine, heard) && mine.confidence() >= heard.confidence());
        if (!isKnown) {
          all.removeIf(mine -> isSame(mine, heard));
          all.add(heard);
        }
      }
    }
    return all;
  }

  private static boolean isSame(final Finding one, final Finding other) {
    return one.card() == other.card() && one.subject().equals(other.subject());
  }
}
