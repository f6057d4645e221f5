package dev.plimsoll.app.config;

import dev.plimsoll.session.NearestWord;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What to say of a key that is none. */
final class UnknownKey {
  private UnknownKey() {}

  static String text(final String path) {
    final Set<String> known = new LinkedHashSet<>();
    for (final ConfigKey key : ConfigKey.values()) {
      final int dot = key.path().indexOf('.');
      known.add(dot < 0 ? key.path() : key.path().substring(0, dot));
      known.add(key.path());
    }
    return text(path, known);
  }

  static String text(final String path, final Collection<String> known) {
    final String nearest = NearestWord.of(path, known);
    return "there is no key %s%s"
        .formatted(path, nearest == null ? "" : "; did you mean " + nearest + "?");
  }
}
