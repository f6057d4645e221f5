package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.util.function.Predicate;

/**
 * Which entries are meant.
 *
 * @param filter what Plimsoll's filter language can say of it; the kernel is asked for a part of it
 * @param also what it cannot say: NAT addresses, ICMP ids, GRE keys, masks of any shape
 */
record Selection(SessionFilter filter, Predicate<Session> also) {
  /** There is nothing that the filter cannot say. */
  static final Predicate<Session> NOTHING_MORE = session -> true;

  static final Selection ALL = new Selection(SessionFilter.ALL, NOTHING_MORE);

  boolean matches(final Session session) {
    return filter.matches(session) && also.test(session);
  }

  /** Adds a condition that the filter cannot say. */
  Selection and(final Predicate<Session> more) {
    return new Selection(filter, isFilterAlone() ? more : also.and(more));
  }

  /** Whether the filter alone tells which entries are meant. */
  @SuppressWarnings("ReferenceEquality") // a predicate has no other equality
  boolean isFilterAlone() {
    return also == NOTHING_MORE;
  }
}
