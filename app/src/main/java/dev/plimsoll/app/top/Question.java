package dev.plimsoll.app.top;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.watch.GroupKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants to see of the sessions.
 *
 * @param namespace the name of the one to look at, or null for all that are looked at
 * @param rows how many sessions are to be told
 * @param groupRows how many groups are to be told
 * @param followed the session whose detail is shown, or null
 */
record Question(
    @Nullable String namespace,
    SessionFilter filter,
    List<GroupKey> keys,
    SortKey sort,
    boolean isFalling,
    int rows,
    int groupRows,
    @Nullable Name followed) {

  Question {
    keys = List.copyOf(keys);
  }

  /**
   * What names a session.
   *
   * @param namespace its network namespace's name, or null for the own one
   */
  record Name(@Nullable String namespace, Tuple original, int zone) {
    static Name of(final Session session) {
      return new Name(session.namespace(), Tuple.copyOf(session.original()), Name.zoneOf(session));
    }

    private static int zoneOf(final Session session) {
      return session.originalZone() == Session.ABSENT ? session.zone() : session.originalZone();
    }
  }
}
