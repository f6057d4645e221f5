package dev.plimsoll.app;

import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFormat;
import dev.plimsoll.session.SessionVisitor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes sessions in a format, in large pieces, up to a number of them. */
final class SessionLines implements SessionVisitor {
  private static final int PIECE_BYTES = 1 << 16;

  private final SessionFormat format;
  private final OutputStream out;
  private final LineBuffer lines = new LineBuffer(PIECE_BYTES + 1024);
  private long left;

  /** What reads the sessions and hands them on. */
  interface Source {
    void readInto(SessionVisitor visitor) throws IOException;
  }

  SessionLines(final SessionFormat format, final OutputStream out, final long most) {
    this.format = format;
    this.out = out;
    left = most;
    format.beginSessions(lines);
  }

  /** Writes what the source has; stops it when there are enough. */
  void writeAll(final Source source) throws IOException {
    try {
      source.readInto(this);
    } catch (final EnoughException e) {
      // Asked for: no reason to read on.
    }
    flush();
  }

  @Override
  public void visit(final Session session) {
    if (left-- <= 0) {
      throw new EnoughException();
    }
    format.write(session, lines);
    if (lines.length() >= PIECE_BYTES) {
      flush();
    }
  }

  private void flush() {
    try {
      lines.drainTo(out);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a read whose remaining sessions nobody asked for. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super(null, null, false, false);
    }
  }
}
