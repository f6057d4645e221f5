package dev.plimsoll.engine.capture;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what was read of a stream, in blocks. Not thread safe. */
final class CountedInput extends FilterInputStream {
  private long count;

  CountedInput(final InputStream input) {
    super(input);
  }

  /** How many bytes were read. */
  long count() {
    return count;
  }

  @Override
  public int read(final byte[] into, final int from, final int length) throws IOException {
    final int got = in.read(into, from, length);
    if (got > 0) {
      count += got;
    }
    return got;
  }

  @Override
  public int read() throws IOException {
    final int got = in.read();
    if (got >= 0) {
      count++;
    }
    return got;
  }

  // GZIPInputStream looks for a further member only where something is available, and a pipe may
  // have nothing just now. It finds out by reading.
  @Override
  public int available() {
    return 1;
  }
}
