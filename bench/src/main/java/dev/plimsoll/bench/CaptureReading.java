package dev.plimsoll.bench;

import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.capture.CaptureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a capture and does nothing with it, six times over: frames a second by the clock and by the
 * processor's time. The argument is the file.
 */
public final class CaptureReading {
  private static final int RUNS = 6;
  private static final int BATCH = 64;

  private CaptureReading() {}

  public static void main(final String[] arguments) throws IOException {
    final Frame[] frames = new Frame[BATCH];
    Arrays.setAll(frames, _ -> new Frame());
    final var thread = ManagementFactory.getThreadMXBean();
    for (int run = 0; run < RUNS; run++) {
      final long clock = System.nanoTime();
      final long processor = thread.getCurrentThreadCpuTime();
      final long count = count(Path.of(arguments[0]), frames);
      System.out.printf(
          "%,d frames, %.1f million a second by the clock, %.1f by the processor's time%n",
          count,
          count * 1e3 / (System.nanoTime() - clock),
          count * 1e3 / (thread.getCurrentThreadCpuTime() - processor));
    }
  }

  private static long count(final Path file, final Frame[] frames) throws IOException {
    try (CaptureFiles source = CaptureFiles.open(List.of(file), InputStream.nullInputStream())) {
      int count;
      do {
        count = source.read(frames);
      } while (count > 0);
      return source.frames();
    }
  }
}
