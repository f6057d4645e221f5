package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The limits that a {@link Mirror} keeps.
 *
 * @param bufferBytes all receive buffers for events together, the kernel's overhead included
 * @param dumpMillis the least time between two routine dumps of a namespace; together they take at
 *     most 1 % of the time, so it is longer for large tables
 * @param checkMillis how often the number of sessions is held against the kernel's own count
 * @param scanMillis how often to look for namespaces that appeared or vanished
 * @param looksPerSecond single sessions that are looked up a second, per namespace, to see whether
 *     they still live
 * @param looksAtMost how many sessions may wait for such a look; with more of them a dump is
 *     cheaper, and is believed
 */
public record MirrorSettings(
    int bufferBytes,
    long dumpMillis,
    long checkMillis,
    long scanMillis,
    int looksPerSecond,
    int looksAtMost) {
  private static final int LARGEST_BUFFER_BYTES = 64 << 20;
  private static final int SMALLEST_BUFFER_BYTES = 4 << 10;

  public MirrorSettings {
    if (bufferBytes < SMALLEST_BUFFER_BYTES
        || dumpMillis < 1
        || checkMillis < 1
        || scanMillis < 1
        || looksPerSecond < 1
        || looksAtMost < 1) {
      throw new IllegalArgumentException(
          "a mirror needs at least 4,096 bytes of buffer, and all else at least 1");
    }
  }

  /** Buffers of 64 MiB or 5 % of this machine's memory, whichever is less. */
  public static MirrorSettings defaults() {
    final long share = memoryBytes() / 20;
    final int bufferBytes =
        (int) Math.max(SMALLEST_BUFFER_BYTES, Math.min(LARGEST_BUFFER_BYTES, share));
    return new MirrorSettings(bufferBytes, 5_000, 1_000, 3_000, 1_000, 10_000);
  }

  public MirrorSettings withBufferBytes(final int bytes) {
    return new MirrorSettings(
        bytes, dumpMillis, checkMillis, scanMillis, looksPerSecond, looksAtMost);
  }

  public MirrorSettings withDumpMillis(final long millis) {
    return new MirrorSettings(
        bufferBytes, millis, checkMillis, scanMillis, looksPerSecond, looksAtMost);
  }

  public MirrorSettings withCheckMillis(final long millis) {
    return new MirrorSettings(
        bufferBytes, dumpMillis, millis, scanMillis, looksPerSecond, looksAtMost);
  }

  public MirrorSettings withScanMillis(final long millis) {
    return new MirrorSettings(
        bufferBytes, dumpMillis, checkMillis, millis, looksPerSecond, looksAtMost);
  }

  // MemTotal is the first line of /proc/meminfo (proc_meminfo(5)), in units of 1,024 bytes. Where
  // it cannot be read the machine is taken for a small one.
  private static long memoryBytes() {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemTotal:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(512L << 20);
    } catch (final IOException | NumberFormatException e) {
      return 512L << 20;
    }
  }
}
