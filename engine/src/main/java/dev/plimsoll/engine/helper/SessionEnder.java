package dev.plimsoll.engine.helper;

import dev.plimsoll.session.TupleView;

/** Ends a session at once, because the session that announced it says so. */
@FunctionalInterface
public interface SessionEnder {
  /**
   * Ends the session with this tuple, in either direction.
   *
   * @return false if there is none
   */
  boolean end(TupleView tuple, int zone);
}
