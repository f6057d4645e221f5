package dev.plimsoll.app.conntrack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that shows events into a file until it is interrupted. */
final class EventListener implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path output;
  private final Path errors;

  /** Starts it where the calling thread is. */
  EventListener(final Path folder, final String name, final List<String> command)
      throws IOException {
    output = folder.resolve(name + ".out");
    errors = folder.resolve(name + ".err");
    process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** How much it has shown, in bytes. */
  long shown() throws IOException {
    return Files.size(output);
  }

  /** Interrupts it as the keyboard does, and waits for its end. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("it goes on after an interrupt: " + process.info());
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  List<String> lines() throws IOException {
    return Files.readAllLines(output);
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
