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

  /** Whether the filter alone tells which entries are meant. */
  boolean isFilterAlone() {
    return also == NOTHING_MORE;
  }
}
