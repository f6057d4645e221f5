package dev.plimsoll.lab;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs the system's own commands. */
final class Command {
  private Command() {}

  /**
   * Runs a command to its end.
   *
   * @param input what it reads
   * @return what it printed
   * @throws IOException if it cannot be started, or ends with another code than 0; the message
   *     names the command, the code and what it complained about
   */
  static String run(final List<String> command, final String input) throws IOException {
    final Process process = new ProcessBuilder(command).start();
    try {
      // Both pipes are emptied at once, so that neither makes the command wait.
      final CompletableFuture<String> complaint =
          CompletableFuture.supplyAsync(() -> {
            try {
              return text(process.getErrorStream().readAllBytes());
            } catch (final IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (final IOException e) {
        // It ended without reading: its exit code tells why.
        if (!input.isEmpty() && process.isAlive()) {
          throw e;
        }
      }
      final String output = text(process.getInputStream().readAllBytes());
      final int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "'%s' ended with exit code %d: %s"
                .formatted(String.join(" ", command), code, complaint.join().strip()));
      }
      return output;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while '" + String.join(" ", command) + "' ran");
    } finally {
      process.destroy();
    }
  }

  static String run(final String... command) throws IOException {
    return run(List.of(command), "");
  }

  private static String text(final byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
