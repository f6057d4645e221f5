package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program: with an input, a small environment, and an end. What it prints is read to
 * the end, so that it never waits for us, and all but its beginning is thrown away.
 */
final class ProgramRun {
  private static final int KEPT_OUTPUT_BYTES = 2_048;
  private static final long OUTPUT_WAIT_MILLIS = 1_000;
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH",
          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LC_ALL",
          "C.UTF-8");

  private final Process process;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private ProgramRun(final Process process) {
    this.process = process;
  }

  static Outcome of(final List<String> command, final byte[] input, final Duration timeout)
      throws InterruptedException {
    final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    final Process process;
    try {
      process = builder.start();
    } catch (final IOException e) {
      return Outcome.failed("The program could not be started: " + e.getMessage() + ".");
    }
    return new ProgramRun(process).outcome(command.getFirst(), input, timeout);
  }

  private Outcome outcome(final String program, final byte[] input, final Duration timeout)
      throws InterruptedException {
    // Both may wait for the program, or for what it leaves running behind.
    Thread.ofVirtual().start(() -> feed(input));
    final Thread reader = Thread.ofVirtual().start(this::read);
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return Outcome.failed(
            "%s was ended after %d s%s".formatted(program, timeout.toSeconds(), said()));
      }
      reader.join(OUTPUT_WAIT_MILLIS);
      final int status = process.exitValue();
      final String text = "%s ended with status %d%s".formatted(program, status, said());
      return new Outcome(status == 0, text);
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private String said() {
    final String text = output.toString(UTF_8).strip();
    return text.isEmpty() ? "." : ": " + text;
  }

  private void feed(final byte[] input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input);
    } catch (final IOException e) {
      // It ended, or closed its input, without reading all: that is its own affair.
      return;
    }
  }

  private void read() {
    final byte[] bytes = new byte[KEPT_OUTPUT_BYTES];
    try (InputStream in = process.getInputStream()) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        output.write(bytes, 0, Math.min(read, KEPT_OUTPUT_BYTES - output.size()));
      }
    } catch (final IOException e) {
      // The program was ended meanwhile; what it had printed is kept.
      return;
    }
  }
}
