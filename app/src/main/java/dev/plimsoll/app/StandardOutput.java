package dev.plimsoll.app;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process's standard output or standard error, unbuffered. Unlike System.out it never swallows
 * that writing failed: it throws unchecked, so that no PrintWriter on the way can swallow it
 * either.
 */
final class StandardOutput extends OutputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileOutputStream file;
  private final Path link;

  private StandardOutput(final FileDescriptor descriptor, final String link) {
    file = new FileOutputStream(descriptor);
    this.link = Path.of(link);
  }

  /** Standard output for bytes that are gathered already. */
  static OutputStream stream() {
    return new StandardOutput(FileDescriptor.out, "/proc/self/fd/1");
  }

  /** Standard output for text. It is written when the buffer is full and when it is flushed. */
  static PrintWriter writer() {
    return new PrintWriter(
        new BufferedWriter(
            new OutputStreamWriter(stream(), charset("stdout.encoding")), BUFFER_BYTES));
  }

  /** Standard error for text, written at the end of every line. */
  static PrintWriter errorWriter() {
    return new PrintWriter(
        new OutputStreamWriter(
            new StandardOutput(FileDescriptor.err, "/proc/self/fd/2"), charset("stderr.encoding")),
        true);
  }

  /** How text is encoded for it. */
  static Charset charset(final String property) {
    return Charset.forName(System.getProperty(property), Charset.defaultCharset());
  }

  /**
   * @throws ClosedPipeException if it is a pipe that nobody reads any more
   * @throws UncheckedIOException if it cannot be written for another reason
   */
  @Override
  public void write(final byte[] bytes, final int from, final int length) {
    try {
      file.write(bytes, from, length);
    } catch (final IOException e) {
      if (isPipe()) {
        throw new ClosedPipeException(e);
      }
      final String reason = "cannot write the output: " + e.getMessage();
      throw new UncheckedIOException(reason, new IOException(reason, e));
    }
  }

  @Override
  public void write(final int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  // The message of EPIPE is in the user's language; but a pipe has no other way to refuse.
  private boolean isPipe() {
    try {
      final String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (final IOException e) {
      return false;
    }
  }
}
