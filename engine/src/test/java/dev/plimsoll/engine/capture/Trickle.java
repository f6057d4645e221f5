package dev.plimsoll.engine.capture;

import java.io.InputStream;

/** A stream that gives a few bytes at a time and never says that there are more, as a pipe may. */
final class Trickle extends InputStream {
  private final byte[] bytes;
  private final int most;
  private int position;

  Trickle(final byte[] bytes, final int most) {
    this.bytes = bytes;
    this.most = most;
  }

  @Override
  public int read() {
    return position < bytes.length ? bytes[position++] & 0xff : -1;
  }

  @Override
  public int read(final byte[] into, final int from, final int length) {
    if (position == bytes.length) {
      return -1;
    }
    final int got = Math.min(Math.min(most, length), bytes.length - position);
    System.arraycopy(bytes, position, into, from, got);
    position += got;
    return got;
  }

  @Override
  public int available() {
    return 0;
  }
}
