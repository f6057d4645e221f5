package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.OptionScanner.Spelling;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ways to write a set of options, found by letter and by whole word at once: a file of commands
 * asks ten thousand times. Immutable.
 */
final class Spellings {
  static final Spellings NONE = new Spellings(List.of());

  private final List<Spelling> all;
  private final Map<String, Spelling> byWord = new HashMap<>();
  private final Map<Character, Spelling> byLetter = new HashMap<>();

  /** The first of several with the same word or letter counts. */
  Spellings(final Collection<Spelling> spellings) {
    all = List.copyOf(spellings);
    for (final Spelling spelling : all) {
      byWord.putIfAbsent(spelling.word(), spelling);
      if (spelling.letter() != Spelling.NO_LETTER) {
        byLetter.putIfAbsent(spelling.letter(), spelling);
      }
    }
  }

  List<Spelling> all() {
    return all;
  }

  @Nullable Spelling ofWord(final String word) {
    return byWord.get(word);
  }

  @Nullable Spelling ofLetter(final char letter) {
    return byLetter.get(letter);
  }
}
