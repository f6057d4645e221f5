package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The conntrack(8) of this machine. */
final class InstalledConntrack implements CaseHost.Contestant {
  private static final long PATIENCE_SECONDS = 20;

  private final Path folder;

  /**
   * @param folder for its files
   */
  InstalledConntrack(final Path folder) {
    this.folder = folder;
  }

  @Override
  public Run run(final Case one) throws IOException {
    final Path input = folder.resolve("input");
    final Path output = folder.resolve("output");
    final Path errors = folder.resolve("errors");
    Files.writeString(input, one.input());
    final List<String> command = new ArrayList<>(List.of("conntrack"));
    command.addAll(one.words());
    final Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("conntrack never ended: " + one);
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new Run(process.exitValue(), text(output), text(errors));
  }

  private static String text(final Path file) throws IOException {
    // It prints what it was given, whatever the bytes.
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
