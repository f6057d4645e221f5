package dev.plimsoll.engine.capture;

import dev.plimsoll.engine.Frame;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** One capture that is being read, whatever its format and compression. Not thread safe. */
final class CaptureFile implements Closeable {
  private static final int MAGIC_BYTES = 4;

  private final CountedInput counted;
  private final CaptureBytes bytes;
  private final CaptureFormat format;

  private CaptureFile(
      final CountedInput counted, final CaptureBytes bytes, final CaptureFormat format) {
    this.counted = counted;
    this.bytes = bytes;
    this.format = format;
  }

  /**
   * Opens a capture.
   *
   * @param name for messages
   * @param input is closed with the capture, and if it cannot be opened
   * @param blocks what it is read into
   */
  static CaptureFile open(final String name, final InputStream input, final BlockRing blocks)
      throws IOException {
    final CountedInput counted = new CountedInput(input);
    try {
      final CaptureBytes bytes = new CaptureBytes(name, Compression.undo(counted), blocks);
      return new CaptureFile(counted, bytes, formatOf(bytes));
    } catch (final CaptureException e) {
      counted.close();
      throw e;
    } catch (final IOException e) {
      counted.close();
      throw new CaptureException(name, 0, 0, Compression.problem(e), e);
    }
  }

  private static CaptureFormat formatOf(final CaptureBytes bytes) throws CaptureException {
    if (!bytes.fill(1)) {
      throw bytes.bad("the file is empty");
    }
    bytes.require(MAGIC_BYTES, "the file's header");
    final int magic = bytes.intAt(0);
    if (magic == PcapngFormat.SECTION) {
      return new PcapngFormat(bytes);
    }
    final ByteOrder order = PcapFormat.orderOf(magic);
    if (order == null) {
      final String found = HexFormat.ofDelimiter(" ").formatHex(bytes.block, 0, MAGIC_BYTES);
      throw bytes.bad(
          "it begins with the bytes "
              + found
              + ", so it is no capture; pcap and pcapng are read, also compressed with gzip or zstd");
    }
    return new PcapFormat(bytes, order);
  }

  /**
   * Fills frames with all but their numbers.
   *
   * @return how many; 0 at the end
   */
  int read(final Frame[] frames) throws CaptureException {
    return format.read(frames);
  }

  /** How much of the file was read, compressed as it is. */
  long bytesRead() {
    return counted.count();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
