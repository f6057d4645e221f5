package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** How busy the processors are, by the load average (proc_loadavg(5)). */
public final class ProcessorLoad {
  private static final Path LOAD = Path.of("/proc/loadavg");

  // Of the last 5 minutes: that of 15 still speaks of what was long ago.
  private static final int FIELD = 1;

  private ProcessorLoad() {}

  /**
   * The share of all processors that was asked for in the last minutes, from 0 to 1.
   *
   * @return empty if that cannot be read
   */
  public static OptionalDouble share() {
    try {
      return parse(Files.readString(LOAD), Runtime.getRuntime().availableProcessors());
    } catch (final IOException e) {
      return OptionalDouble.empty();
    }
  }

  static OptionalDouble parse(final String load, final int processors) {
    final String[] fields = load.strip().split(" ", -1);
    if (fields.length <= FIELD) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Math.clamp(Double.parseDouble(fields[FIELD]) / processors, 0, 1));
    } catch (final NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
