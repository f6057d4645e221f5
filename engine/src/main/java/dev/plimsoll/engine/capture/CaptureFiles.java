package dev.plimsoll.engine.capture;

import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.FrameSource;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads capture files one after the other, as one stream of frames: pcap and pcapng, compressed
 * with gzip or zstd or not.
 *
 * <p>Several files are read in the order of the times of their first frames, so a rotated set may
 * be given in any order. They are not merged: where files overlap in time, times go back at the
 * beginning of a file. Frames stay in the order of their file, and {@link #backwards} counts those
 * that are older than the one before.
 *
 * <p>A frame's interface number is that of its section of its file.
 */
public final class CaptureFiles implements FrameSource {
  private static final Path STANDARD_INPUT = Path.of("-");

  /** Enough for a reader to be ahead by more than the waking of a thread takes. */
  private static final int BLOCKS = 16;

  private final List<Path> files;
  private final InputStream standardInput;
  private final BlockRing blocks = new BlockRing(BLOCKS);
  private final long bytesTotal;
  private int opened;
  private @Nullable CaptureFile current;
  private long bytesOfFilesBefore;
  private volatile long bytesRead;
  private long frames;
  private long backwards;
  private long lastNanos = Long.MIN_VALUE;

  private CaptureFiles(final List<Path> files, final InputStream standardInput) throws IOException {
    final boolean isPlain = files.stream().allMatch(Files::isRegularFile);
    this.standardInput = standardInput;
    this.bytesTotal = isPlain ? bytes(files) : -1;
    this.files = isPlain ? inOrder(files) : files;
  }

  /**
   * Opens captures. A file that is not there, or is no capture, is found before anything is read.
   *
   * @param files at least one; {@code -} is standard input. If one is no plain file, such as a
   *     pipe, they are read in the order given
   * @throws CaptureException if one cannot be read, or is no capture
   */
  public static CaptureFiles open(final List<Path> files, final InputStream standardInput)
      throws IOException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no file is given");
    }
    for (final Path file : files) {
      checkIsThere(file);
    }
    final var source = new CaptureFiles(List.copyOf(files), standardInput);
    source.openNext();
    return source;
  }

  private static void checkIsThere(final Path file) throws CaptureException {
    if (!file.equals(STANDARD_INPUT) && !Files.exists(file)) {
      throw new CaptureException(file.toString(), 0, 0, "there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new CaptureException(file.toString(), 0, 0, "it is a folder; name the files in it");
    }
  }

  private static long bytes(final List<Path> files) throws IOException {
    long sum = 0;
    for (final Path file : files) {
      sum += Files.size(file);
    }
    return sum;
  }

  private record Dated(Path file, long firstNanos) {}

  private List<Path> inOrder(final List<Path> given) throws IOException {
    final List<Dated> dated = new ArrayList<>();
    for (final Path file : given) {
      try (CaptureFile capture = open(file)) {
        dated.add(new Dated(file, firstNanos(capture)));
      }
    }
    dated.sort(Comparator.comparingLong(Dated::firstNanos));
    return dated.stream().map(Dated::file).toList();
  }

  // A file without a first frame comes last. What is wrong with it is told when it is its turn.
  private static long firstNanos(final CaptureFile capture) {
    final Frame[] first = {new Frame()};
    try {
      return capture.read(first) == 0 ? Long.MAX_VALUE : first[0].timeNanos();
    } catch (final CaptureException e) {
      return Long.MAX_VALUE;
    }
  }

  private CaptureFile open(final Path file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return CaptureFile.open("standard input", standardInput, blocks);
    }
    final String name = file.toString();
    try {
      return CaptureFile.open(name, new FileInputStream(file.toFile()), blocks);
    } catch (final FileNotFoundException e) {
      throw new CaptureException(name, 0, 0, "it may not be read by this user", e);
    }
  }

  @Override
  public int read(final Frame[] into) throws IOException {
    while (current != null) {
      final int count = current.read(into);
      if (count > 0) {
        blocks.handedOut();
        number(into, count);
        bytesRead = bytesOfFilesBefore + current.bytesRead();
        return count;
      }
      openNext();
    }
    return 0;
  }

  private void number(final Frame[] into, final int count) {
    for (int i = 0; i < count; i++) {
      final Frame frame = into[i];
      frame.number(++frames);
      final long nanos = frame.timeNanos();
      if (nanos < lastNanos) {
        backwards++;
      }
      lastNanos = nanos;
    }
  }

  private void openNext() throws IOException {
    close();
    if (opened < files.size()) {
      current = open(files.get(opened++));
    }
  }

  /** How many frames were read. */
  public long frames() {
    return frames;
  }

  /** How many frames are older than the one before them. */
  public long backwards() {
    return backwards;
  }

  /** How much of the files was read, in bytes, compressed as they are. Any thread may ask. */
  public long bytesRead() {
    return bytesRead;
  }

  /** How much there is to read, in bytes, compressed as it is; -1 if that is not known. */
  public long bytesTotal() {
    return bytesTotal;
  }

  @Override
  public int lasting() {
    return blocks.lasting();
  }

  @Override
  public void close() throws IOException {
    final CaptureFile ended = current;
    if (ended != null) {
      bytesOfFilesBefore += ended.bytesRead();
      current = null;
      ended.close();
    }
  }
}
