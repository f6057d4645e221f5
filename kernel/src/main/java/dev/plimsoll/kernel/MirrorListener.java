package dev.plimsoll.kernel;

import dev.plimsoll.session.SessionEvent;

/**
 * Hears what a {@link Mirror} hears, on the mirror's own thread and in the kernel's order. While it
 * works the mirror waits and the kernel fills the socket's buffer, so it should be quick. What it
 * throws ends the mirror.
 */
public interface MirrorListener {
  /** Hears nothing. */
  MirrorListener NONE = new MirrorListener() {};

  /**
   * Takes an event; the table has it already.
   *
   * @param event filled anew for each call: copy what is to be kept
   */
  default void event(final MirroredTable table, final SessionEvent event) {}

  /** Takes a notice. */
  default void notice(final MirrorNotice notice) {}
}
