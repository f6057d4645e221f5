package dev.plimsoll.app.top;

import dev.plimsoll.session.Session;
import dev.plimsoll.watch.GroupCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link Question}: the sessions at one moment.
 *
 * @param timeMillis the moment, in milliseconds since 1970
 * @param total all sessions
 * @param matching those that match the filter
 * @param groups how many groups these form
 * @param largest the largest groups
 * @param sessions the first sessions in the order asked for
 * @param followed the session that is followed, or null if there is none or it has ended
 * @param tookNanos what the look cost
 */
record Look(
    Question question,
    long timeMillis,
    long total,
    long matching,
    int groups,
    List<GroupCount> largest,
    List<Session> sessions,
    @Nullable Session followed,
    long tookNanos) {

  Look {
    largest = List.copyOf(largest);
    sessions = List.copyOf(sessions);
  }
}
