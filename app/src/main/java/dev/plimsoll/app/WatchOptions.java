package dev.plimsoll.app;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether a command stays and refreshes what it shows. */
final class WatchOptions {
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

  /** From one second to an hour. */
  Duration every() {
    return Duration.ofSeconds(Math.clamp(everySeconds, 1, 3600));
  }
}
