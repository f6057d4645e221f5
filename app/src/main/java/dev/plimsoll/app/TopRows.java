package dev.plimsoll.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How many rows a command shows at most. */
final class TopRows {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(names = "--top", paramLabel = "N", description = "Show N rows, lines or groups at most.")
  private @Nullable Integer rows;

  /**
   * The number that was asked for, at least 1.
   *
   * @param otherwise what stands for none
   */
  int orElse(final int otherwise) {
    if (rows == null) {
      return otherwise;
    }
    if (rows < 1) {
      throw FilterWords.usage(command, "--top is a number of rows, at least 1, not " + rows);
    }
    return rows;
  }
}
