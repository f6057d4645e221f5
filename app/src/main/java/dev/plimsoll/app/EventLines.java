package dev.plimsoll.app;

import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionFormat;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the events that match a filter, up to a number of them. Not thread safe. */
final class EventLines {
  private static final int PIECE_BYTES = 1 << 15;

  private final SessionFilter filter;
  private final SessionFormat format;
  private final OutputStream out;
  private final LineBuffer lines = new LineBuffer(PIECE_BYTES + 1024);
  private final long most;
  private long written;

  EventLines(
      final SessionFilter filter,
      final SessionFormat format,
      final OutputStream out,
      final long most) {
    this.filter = filter;
    this.format = format;
    this.out = out;
    this.most = most;
    format.beginEvents(lines);
  }

  /** Takes an event; some are kept until {@link #flush}. */
  void add(final SessionEvent event) throws IOException {
    if (isEnough() || !filter.matches(event.session())) {
      return;
    }
    format.write(event, lines);
    written++;
    if (lines.length() >= PIECE_BYTES) {
      flush();
    }
  }

  /** Whether as many were taken as were asked for. */
  boolean isEnough() {
    return written >= most;
  }

  void flush() throws IOException {
    lines.drainTo(out);
  }
}
