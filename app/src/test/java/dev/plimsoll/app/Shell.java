package dev.plimsoll.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs lines of bash for tests. */
final class Shell {
  private static final long PATIENCE_SECONDS = 120;

  private Shell() {}

  /** How it ended: the exit code, and all it wrote. */
  record Outcome(int exitCode, String out, String err) {}

  static Outcome run(final String line) throws IOException, InterruptedException {
    final Path out = Files.createTempFile("plimsoll-test", ".out");
    final Path err = Files.createTempFile("plimsoll-test", ".err");
    try {
      final Process process =
          new ProcessBuilder("bash", "-o", "pipefail", "-c", line)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + line);
      }
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
