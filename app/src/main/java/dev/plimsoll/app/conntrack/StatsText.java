package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.CpuCounters;
import java.util.List;

/** The text of {@code -S}: a line a CPU, with the counters that the kernel tells. */
final class StatsText {
  private StatsText() {}

  static String lines(final List<CpuCounters> all) {
    final StringBuilder text = new StringBuilder();
    for (final CpuCounters counters : all) {
      text.append("cpu=%-4d\t".formatted(counters.cpu()));
      counters
          .values()
          .forEach((name, value) -> text.append(name).append('=').append(value).append(' '));
      text.append('\n');
    }
    return text.toString();
  }
}
