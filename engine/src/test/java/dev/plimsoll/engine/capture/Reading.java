package dev.plimsoll.engine.capture;

import dev.plimsoll.engine.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that can be read of a capture, and how that ended.
 *
 * @param problem the exception's message, or null at a proper end
 */
record Reading(List<Captured> frames, @Nullable String problem) {
  private static final int BATCH = 7;

  /** A frame, kept. */
  record Captured(
      long number,
      long timeNanos,
      int linkType,
      int interfaceNumber,
      int length,
      long position,
      List<Byte> bytes) {
    static Captured of(final Frame frame) {
      final List<Byte> bytes = new ArrayList<>();
      for (int i = 0; i < frame.captured(); i++) {
        bytes.add(frame.bytes()[frame.offset() + i]);
      }
      return new Captured(
          frame.number(),
          frame.timeNanos(),
          frame.linkType(),
          frame.interfaceNumber(),
          frame.length(),
          frame.position(),
          bytes);
    }
  }

  static Reading of(final byte[] capture) {
    return of(new ByteArrayInputStream(capture));
  }

  static Reading of(final InputStream capture) {
    return of(List.of(Path.of("-")), capture);
  }

  static Reading of(final List<Path> files) {
    return of(files, InputStream.nullInputStream());
  }

  private static Reading of(final List<Path> files, final InputStream standardInput) {
    final List<Captured> frames = new ArrayList<>();
    final Frame[] batch = new Frame[BATCH];
    Arrays.setAll(batch, _ -> new Frame());
    try (CaptureFiles source = CaptureFiles.open(files, standardInput)) {
      int count;
      while ((count = source.read(batch)) > 0) {
        Arrays.stream(batch, 0, count).map(Captured::of).forEach(frames::add);
      }
      return new Reading(frames, null);
    } catch (final CaptureException e) {
      return new Reading(frames, e.getMessage());
    } catch (final IOException e) {
      throw new AssertionError("only captures are wrong", e);
    }
  }

  List<Long> times() {
    return frames.stream().map(Captured::timeNanos).toList();
  }
}
