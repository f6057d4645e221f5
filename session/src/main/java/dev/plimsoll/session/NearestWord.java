package dev.plimsoll.session;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody probably meant. */
public final class NearestWord {
  private static final int SHORTEST_BEGINNING = 3;
  private static final int LONGEST = 32;

  private NearestWord() {}

  /**
   * The candidate with the fewest typing errors, at most one in three letters; else one that begins
   * with the word, or that the word begins with. Case does not matter.
   *
   * @return the candidate, or null if none is near
   */
  public static @Nullable String of(final String word, final Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return null;
    }
    final String typed = word.toLowerCase(Locale.ROOT);
    String nearest = null;
    int fewest = Integer.MAX_VALUE;
    for (final String candidate : candidates) {
      final int errors = errors(typed, candidate.toLowerCase(Locale.ROOT));
      if (errors < fewest && errors * 3 <= Math.max(typed.length(), candidate.length())) {
        fewest = errors;
        nearest = candidate;
      }
    }
    return nearest != null ? nearest : sameBeginning(typed, candidates);
  }

  private static @Nullable String sameBeginning(
      final String typed, final Collection<String> candidates) {
    for (final String candidate : candidates) {
      final String lower = candidate.toLowerCase(Locale.ROOT);
      if (Math.min(typed.length(), lower.length()) >= SHORTEST_BEGINNING
          && (typed.startsWith(lower) || lower.startsWith(typed))) {
        return candidate;
      }
    }
    return null;
  }

  /** Letters added, left out, mistaken or swapped with their neighbour (Damerau-Levenshtein). */
  private static int errors(final String a, final String b) {
    final int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        final int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
