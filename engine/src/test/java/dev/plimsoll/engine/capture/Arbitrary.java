package dev.plimsoll.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The reading of any bytes, fast enough to be done millions of times. */
final class Arbitrary {
  private static final int PIECE = 5;
  private static final int MOST_FRAMES = 100_000;
  private static final BlockRing BLOCKS = new BlockRing(1);
  private static final Frame[] BATCH = new Frame[7];

  static {
    Arrays.setAll(BATCH, _ -> new Frame());
  }

  /**
   * What was read.
   *
   * @param problem the message of the refusal, or empty
   */
  record Outcome(int frames, long checksum, String problem) {}

  private Arbitrary() {}

  /**
   * Whether how much is read before the damage may depend on the pieces: a decompressor hands out
   * what it has when it is asked for little.
   */
  static boolean isCompressed(final byte[] capture) {
    return Compression.isGzip(capture) || Compression.isZstd(capture);
  }

  static Outcome read(final byte[] capture) {
    return read(new ByteArrayInputStream(capture));
  }

  static Outcome readInPieces(final byte[] capture) {
    return read(new Trickle(capture, PIECE));
  }

  private static Outcome read(final InputStream input) {
    final CRC32 checksum = new CRC32();
    int frames = 0;
    String problem = "";
    try (CaptureFile file = CaptureFile.open("arbitrary", input, BLOCKS)) {
      int count;
      while (frames < MOST_FRAMES && (count = file.read(BATCH)) > 0) {
        for (int i = 0; i < count; i++) {
          check(BATCH[i], checksum);
        }
        frames += count;
      }
    } catch (final CaptureException e) {
      assertThat(e.getMessage()).startsWith("arbitrary").hasLineCount(1);
      problem = String.valueOf(e.getMessage());
    } catch (final IOException e) {
      throw new AssertionError("only captures are wrong", e);
    }
    return new Outcome(frames, checksum.getValue(), problem);
  }

  private static void check(final Frame frame, final CRC32 checksum) {
    assertThat(frame.length()).isGreaterThanOrEqualTo(frame.captured());
    checksum.update(frame.bytes(), frame.offset(), frame.captured());
    checksum.update((int) frame.timeNanos() ^ frame.length() ^ frame.interfaceNumber());
  }
}
