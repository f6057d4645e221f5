package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.Expectation;
import dev.plimsoll.session.ExpectationFormat;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.io.OutputStream;

/** Writes expectations in a format, and counts them. */
final class ExpectationLines {
  private static final int PIECE_BYTES = 1 << 12;

  private final ExpectationFormat format;
  private final OutputStream out;
  private final LineBuffer lines = new LineBuffer(PIECE_BYTES);
  private long count;

  ExpectationLines(final ExpectationFormat format, final OutputStream out) {
    this.format = format;
    this.out = out;
  }

  void add(final Expectation expectation) {
    count++;
    format.write(expectation, nowNanos(), lines);
  }

  void add(final SessionEvent.Type type, final Expectation expectation) {
    count++;
    format.write(type, expectation, nowNanos(), lines);
  }

  private static long nowNanos() {
    return System.currentTimeMillis() * 1_000_000;
  }

  /** Writes what comes behind the last one, and all that is not written yet. */
  void end() throws IOException {
    if (count > 0) {
      format.end(lines);
    }
    flush();
  }

  void flush() throws IOException {
    lines.drainTo(out);
  }

  long count() {
    return count;
  }
}
