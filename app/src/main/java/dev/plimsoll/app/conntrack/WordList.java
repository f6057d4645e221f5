package dev.plimsoll.app.conntrack;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A list of words between commas, each of which may be shortened and be in any case. Each word
 * stands for bits.
 *
 * @param bits the words in the order in which an abbreviation is looked up
 * @param negatable whether {@code !} in front of a word is allowed
 */
record WordList(Map<String, Integer> bits, boolean negatable) {
  // Matched like the words of each list, whatever it is about.
  private static final Map<String, String> IGNORED =
      Map.of(
          "SRC_NAT", "WARNING: ignoring SRC_NAT, use --src-nat instead",
          "DST_NAT", "WARNING: ignoring DST_NAT, use --dst-nat instead");
  private static final String UNREPLIED = "UNREPLIED";

  /** The bits of the words of a list without, and with {@code !} in front. */
  record Chosen(int set, int clear) {
    static final Chosen NOTHING = new Chosen(0, 0);

    Chosen and(final Chosen other) {
      return new Chosen(set | other.set, clear | other.clear);
    }
  }

  Chosen read(final String text, final Consumer<String> warnings) throws ConntrackUsageException {
    Chosen chosen = Chosen.NOTHING;
    int start = 0;
    while (start >= 0) {
      final int comma = text.indexOf(',', start);
      final boolean isUnreplied = negatable && text.startsWith(UNREPLIED, start);
      final boolean isNegated = negatable && text.startsWith("!", start);
      final int from = isNegated ? start + 1 : start;
      final String word = isUnreplied ? "SEEN_REPLY" : text.substring(from, end(text, comma));
      final int found = bitsOf(word, text.substring(from), warnings);
      chosen = chosen.and(isNegated || isUnreplied ? new Chosen(0, found) : new Chosen(found, 0));
      start = comma < 0 ? -1 : comma + 1;
    }
    return chosen;
  }

  private static int end(final String text, final int comma) {
    return comma < 0 ? text.length() : comma;
  }

  private int bitsOf(final String word, final String rest, final Consumer<String> warnings)
      throws ConntrackUsageException {
    final String upper = word.toUpperCase(Locale.ROOT);
    if (!word.isEmpty()) {
      for (final Map.Entry<String, String> ignored : IGNORED.entrySet()) {
        if (ignored.getKey().startsWith(upper)) {
          warnings.accept(ignored.getValue());
          return 0;
        }
      }
      for (final Map.Entry<String, Integer> each : bits.entrySet()) {
        if (each.getKey().startsWith(upper)) {
          return each.getValue();
        }
      }
    }
    throw ConntrackUsageException.parameter("Bad parameter `" + rest + "'");
  }
}
