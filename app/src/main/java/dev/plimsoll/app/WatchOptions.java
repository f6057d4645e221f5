package dev.plimsoll.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether a command stays and refreshes what it shows. */
final class WatchOptions {
  private static final int LONGEST_SECONDS = 300;

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--watch",
      description = "Stay, follow the kernel's table by its events, and refresh. Ctrl-C ends it.")
  private boolean on;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description = "How often --watch refreshes. Default: ${DEFAULT-VALUE}.")
  private int everySeconds = 2;

  boolean isOn() {
    return on;
  }

  /** From one second to five minutes: a sample stands for no longer. */
  Duration every() {
    if (everySeconds < 1 || everySeconds > LONGEST_SECONDS) {
      throw FilterWords.usage(
          command, "--every is a number of seconds, 1 to 300, not " + everySeconds);
    }
    return Duration.ofSeconds(everySeconds);
  }
}
