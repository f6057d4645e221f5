package dev.plimsoll.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** One run of a command line, with what it said. */
public record Run(int exitCode, String output, String errors) {

  public static Run of(final String... words) {
    final var output = new ByteArrayOutputStream();
    final var errors = new ByteArrayOutputStream();
    final PrintWriter text = new PrintWriter(output, true, StandardCharsets.UTF_8);
    final PrintWriter complaints = new PrintWriter(errors, true, StandardCharsets.UTF_8);
    final int exitCode = Main.run(new Console(output, text, complaints, false), words);
    text.flush();
    complaints.flush();
    return new Run(
        exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  /** The output without the line feed at its end. */
  public String line() {
    return output.stripTrailing();
  }
}
