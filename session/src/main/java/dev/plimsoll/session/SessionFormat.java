package dev.plimsoll.session;

/**
 * A way to write sessions and events as text, a line each. docs/formats.md shows them all.
 *
 * <p>A format appends to the buffer and never clears it. It makes no object per session, save where
 * its own documentation says so. Not thread safe.
 */
public interface SessionFormat {
  /** Appends what comes before the first session; most formats have nothing there. */
  default void beginSessions(final LineBuffer line) {}

  /** Appends what comes before the first event; most formats have nothing there. */
  default void beginEvents(final LineBuffer line) {}

  /** Appends what comes after the last session; most formats have nothing there. */
  default void endSessions(final LineBuffer line) {}

  /** Appends what comes after the last event; most formats have nothing there. */
  default void endEvents(final LineBuffer line) {}

  /** Appends one session and a line feed. */
  void write(Session session, LineBuffer line);

  /** Appends one event and a line feed. */
  void write(SessionEvent event, LineBuffer line);
}
