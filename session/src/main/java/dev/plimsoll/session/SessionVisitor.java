package dev.plimsoll.session;

/** Receives the sessions of a table, one after the other. */
@FunctionalInterface
public interface SessionVisitor {
  /**
   * Takes one session.
   *
   * @param session filled anew for each call: copy what is to be kept
   */
  void visit(Session session);
}
