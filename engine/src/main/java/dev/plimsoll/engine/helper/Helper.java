package dev.plimsoll.engine.helper;

import dev.plimsoll.session.SessionRow;

/**
 * Reads in a session which others it announces. One for each session that has a helper, or one for
 * all where it keeps nothing. What the capture does not hold of a packet announces nothing. Not
 * thread safe.
 */
public interface Helper {
  /** Goes with the deadline that a helper sets: no setting decides it. */
  int KEPT_BY_HELPER = 0xffff;

  /** Which helper it is. */
  HelperKind kind();

  /**
   * Reads a packet that the tracker has let pass.
   *
   * @param master its session, in the table; its deadline may be moved
   * @return false if the kernel drops the packet: it cannot tell what is announced, or may not
   *     expect it
   */
  boolean packet(Payload payload, SessionRow master, Expectations expectations);

  /** The session has ended; what it announced ends with it. */
  default void ended(final Expectations expectations) {}
}
