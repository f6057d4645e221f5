package dev.plimsoll.app.config;

import dev.plimsoll.session.NearestWord;
import java.util.Collection;
import java.util.stream.Stream;

/** What to say of a key that is none. */
final class UnknownKey {
  private UnknownKey() {}

  static String text(final String path) {
    return text(path, Stream.of(ConfigKey.values()).map(ConfigKey::path).toList());
  }

  static String text(final String path, final Collection<String> known) {
    final String nearest = NearestWord.of(path, known);
    return "there is no key %s%s"
        .formatted(path, nearest == null ? "" : "; did you mean " + nearest + "?");
  }
}
