package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.util.List;

/** Which sessions attacks on this host explain. */
final class Attacked {
  private final List<SessionFilter> filters;

  private Attacked(final List<SessionFilter> filters) {
    this.filters = filters;
  }

  static Attacked of(final List<Finding> attacks) {
    return new Attacked(
        attacks.stream().map(finding -> parsed(finding.filter())).distinct().toList());
  }

  boolean isNothing() {
    return filters.isEmpty();
  }

  boolean has(final Session session) {
    for (int i = 0; i < filters.size(); i++) {
      if (filters.get(i).matches(session)) {
        return true;
      }
    }
    return false;
  }

  /** A filter that a detector wrote. */
  static SessionFilter parsed(final String text) {
    try {
      return SessionFilter.parse(text);
    } catch (final FilterSyntaxException e) {
      throw new IllegalStateException("a detector wrote a filter that is none: " + text, e);
    }
  }
}
