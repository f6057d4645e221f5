package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes entries in a format, in large pieces, and counts them. */
final class EntryLines {
  private static final int PIECE_BYTES = 1 << 16;

  private final SessionFormat format;
  private final OutputStream out;
  // Small at first: each command of a file has lines of its own, and most write none.
  private final LineBuffer lines = new LineBuffer(512);
  private long count;

  EntryLines(final SessionFormat format, final OutputStream out) {
    this.format = format;
    this.out = out;
  }

  void add(final Session session) {
    if (count++ == 0) {
      format.beginSessions(lines);
    }
    format.write(session, lines);
    flushIfLong();
  }

  void add(final SessionEvent event) {
    if (count++ == 0) {
      format.beginEvents(lines);
    }
    format.write(event, lines);
    flushIfLong();
  }

  private void flushIfLong() {
    if (lines.length() >= PIECE_BYTES) {
      flush();
    }
  }

  /** Writes what comes behind the last session, and all that is not written yet. */
  void endSessions() {
    if (count > 0) {
      format.endSessions(lines);
    }
    flush();
  }

  /** Writes what comes behind the last event, and all that is not written yet. */
  void endEvents() {
    if (count > 0) {
      format.endEvents(lines);
    }
    flush();
  }

  void flush() {
    try {
      lines.drainTo(out);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long count() {
    return count;
  }
}
