package dev.plimsoll.app.conntrack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs lines of sh where the calling thread is: in its network namespace, with its mounts. */
final class Sh {
  private static final long PATIENCE_SECONDS = 60;

  private Sh() {}

  /**
   * Runs lines to their end.
   *
   * @return what they wrote, to standard output and to standard error
   * @throws IOException if they end with another code than 0
   */
  static String run(final String lines) throws IOException {
    final Path output = Files.createTempFile("plimsoll-test", ".out");
    final Path input = Files.createTempFile("plimsoll-test", ".sh");
    try {
      // From a file, since words of a command line have a limit and a pipe must be fed.
      Files.writeString(input, lines);
      final Process process =
          new ProcessBuilder("sh", input.toString())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("still running after " + PATIENCE_SECONDS + " s: " + lines);
      }
      final String text = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException(
            "exit code %d of: %s%n%s".formatted(process.exitValue(), lines, text));
      }
      return text;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(output);
      Files.delete(input);
    }
  }

  /** Words as one line of sh. */
  static String line(final List<String> words) {
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
