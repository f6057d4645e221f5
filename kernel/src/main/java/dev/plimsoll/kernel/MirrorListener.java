package dev.plimsoll.kernel;

import dev.plimsoll.session.SessionEvent;

/**
 * Hears what a {@link Mirror} hears, on the mirror's own thread and in the kernel's order. While it
 * works the mirror waits and the kernel fills the socket's buffer, so it should be quick. What it
 * throws ends the mirror.
 *
 * <p>Where the kernel had to drop events, the mirror tells what it finds out: the beginning of each
 * session that began unheard and is there, and the end of each that ended unheard. These events are
 * {@linkplain SessionEvent#isMissed() marked}. They come once the table is right again, just before
 * {@link MirrorNotice.Synchronised}; or earlier, right before an event of the kernel's that would
 * make no sense without: an update or end of a session that nobody heard begin, a beginning of one
 * whose predecessor nobody heard end. Nothing is told twice. What began and ended unheard is not
 * told at all, nor are changes. Nothing is told of what was lost before the table was right for the
 * first time.
 */
public interface MirrorListener {
  /** Hears nothing. */
  MirrorListener NONE = new MirrorListener() {};

  /**
   * Takes an event; the table has it already. If it is a missed one the table may be further on.
   *
   * @param event filled anew for each call: copy what is to be kept
   */
  default void event(final MirroredTable table, final SessionEvent event) {}

  /** Takes a notice. */
  default void notice(final MirrorNotice notice) {}
}
