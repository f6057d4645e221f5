package dev.plimsoll.engine.capture;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** Reads what gzip and zstd have compressed, in one part or in several one after the other. */
final class Compression {
  private static final int MAGIC_BYTES = 4;
  private static final int INPUT_BYTES = 64 * 1024;

  private Compression() {}

  /** The stream as it was before it was compressed; itself if it was not. */
  static InputStream undo(final InputStream input) throws IOException {
    final var stream = new PushbackInputStream(input, MAGIC_BYTES);
    final byte[] magic = stream.readNBytes(MAGIC_BYTES);
    stream.unread(magic);
    if (isGzip(magic)) {
      return new GZIPInputStream(stream, INPUT_BYTES);
    }
    return isZstd(magic) ? new Zstd(stream) : stream;
  }

  /** What the failure of a stream that was decompressed means. */
  static String problem(final IOException failure) {
    return failure instanceof EOFException
        ? "the compressed file is cut short"
        : "it cannot be read on: " + failure.getMessage();
  }

  // RFC 1952, section 2.3.1.
  static boolean isGzip(final byte[] magic) {
    return magic.length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
  }

  // RFC 8878, section 3.1.1.
  static boolean isZstd(final byte[] magic) {
    return magic.length >= MAGIC_BYTES
        && magic[0] == 0x28
        && magic[1] == (byte) 0xb5
        && magic[2] == 0x2f
        && magic[3] == (byte) 0xfd;
  }

  /** Says in words of ours what the library says by exceptions of any kind. */
  private static final class Zstd extends FilterInputStream {
    private static final String CUT_SHORT = "Not enough input bytes";

    Zstd(final InputStream compressed) {
      super(new ZstdInputStream(compressed));
    }

    @Override
    public int read(final byte[] into, final int from, final int length) throws IOException {
      try {
        return in.read(into, from, length);
      } catch (final IOException e) {
        throw CUT_SHORT.equals(e.getMessage()) ? new EOFException(CUT_SHORT) : e;
      } catch (final RuntimeException e) {
        throw new IOException(
            "it is damaged, or compressed in a way that is not read here ("
                + e.getMessage()
                + "); try zstd -dc FILE | plimsoll track -",
            e);
      }
    }
  }
}
