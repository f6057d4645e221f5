package dev.plimsoll.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code plimsoll training-run}: runs the common commands once, so that the JDK sees which classes
 * they need and keeps them ready (libexec/prepare). It runs in an empty network namespace, maybe
 * without rights: what fails there is of no interest.
 */
@Command(
    name = "training-run",
    hidden = true,
    header = "Run every command once, for the JDK's cache of ready classes.")
final class TrainingCommand implements Callable<Integer> {
  private static final List<List<String>> COMMAND_LINES =
      List.of(List.of("--help"), List.of("count", "--help"), List.of("count"));

  @Override
  public Integer call() {
    for (final List<String> words : COMMAND_LINES) {
      Main.run(Console.ofProcess(), words.toArray(String[]::new));
    }
    return ExitCode.OK;
  }
}
