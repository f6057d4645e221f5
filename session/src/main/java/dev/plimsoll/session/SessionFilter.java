package dev.plimsoll.session;

/** Which sessions are wanted. Immutable. */
public sealed interface SessionFilter {
  /** Every session. */
  SessionFilter ALL = new All();

  /** Whether this session is wanted. What the session does not tell matches nothing. */
  boolean matches(Session session);

  /** Every session. */
  record All() implements SessionFilter {
    @Override
    public boolean matches(final Session session) {
      return true;
    }
  }
}
