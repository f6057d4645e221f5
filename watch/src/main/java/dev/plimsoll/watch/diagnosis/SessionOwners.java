package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Session;
import java.util.List;

/**
 * Finds the processes behind sessions. The kernel's adapter is wired to it where the parts meet.
 */
public interface SessionOwners {
  /** Knows nobody: for captures, and tables of other hosts. */
  SessionOwners NOBODY = sessions -> new Attribution(List.of(), sessions.size(), 0, List.of());

  /**
   * Who owns them.
   *
   * @param sessions copies, of one network namespace; at most some ten thousand
   */
  Attribution of(List<Session> sessions);
}
