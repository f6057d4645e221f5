package dev.plimsoll.app.config;

import java.util.List;

/**
 * A value that somebody gave, and where.
 *
 * @param words the value, or each of a list
 * @param place where it stands, as in {@link ConfigProblem#place}
 */
public record ConfigValue(List<String> words, String place) {
  public ConfigValue {
    words = List.copyOf(words);
  }

  /** The value where there is one; a list as it would be written. */
  String text() {
    return String.join(", ", words);
  }
}
