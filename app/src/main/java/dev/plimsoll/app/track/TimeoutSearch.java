package dev.plimsoll.app.track;

import dev.plimsoll.engine.Simulation;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.TrackerSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the timeouts that keep the count under the limit and cut the fewest sessions short.
 *
 * <p>One simulation tries each shorter value of each timeout alone. What a value saves at a moment
 * adds up with what other timeouts save, because at any moment a session's time hangs on one of
 * them. So from the settings as they are, the step that saves the most of what is over the limit
 * for each session cut short is taken, again and again.
 */
public final class TimeoutSearch {
  private static final Map<Sysctl, long[]> CANDIDATES = new EnumMap<>(Sysctl.class);

  static {
    CANDIDATES.put(
        Sysctl.TCP_TIMEOUT_ESTABLISHED,
        new long[] {86_400, 43_200, 21_600, 7_200, 3_600, 1_800, 900, 600, 300});
    CANDIDATES.put(Sysctl.TCP_TIMEOUT_UNACKNOWLEDGED, new long[] {120, 60});
    CANDIDATES.put(Sysctl.TCP_TIMEOUT_TIME_WAIT, new long[] {60, 30, 15, 5});
    CANDIDATES.put(Sysctl.TCP_TIMEOUT_SYN_SENT, new long[] {60, 30, 15});
    CANDIDATES.put(Sysctl.TCP_TIMEOUT_SYN_RECV, new long[] {30, 15});
    CANDIDATES.put(Sysctl.TCP_TIMEOUT_FIN_WAIT, new long[] {60, 30, 15});
    CANDIDATES.put(Sysctl.TCP_TIMEOUT_CLOSE_WAIT, new long[] {30, 15});
    CANDIDATES.put(Sysctl.UDP_TIMEOUT, new long[] {15, 10, 5});
    CANDIDATES.put(Sysctl.UDP_TIMEOUT_STREAM, new long[] {60, 30});
    CANDIDATES.put(Sysctl.ICMP_TIMEOUT, new long[] {10, 5});
    CANDIDATES.put(Sysctl.GENERIC_TIMEOUT, new long[] {120, 60});
  }

  /** One value of one timeout. */
  private record Step(Sysctl sysctl, long seconds, int scenario) {}

  private final TrackerSettings from;
  private final List<Step> steps = new ArrayList<>();

  /** Searches from these settings on. */
  public TimeoutSearch(final TrackerSettings from) {
    this.from = from;
    CANDIDATES.forEach((sysctl, values) -> {
      for (final long seconds : values) {
        if (seconds < from.value(sysctl)) {
          steps.add(new Step(sysctl, seconds, steps.size() + 1));
        }
      }
    });
  }

  /** What has to be simulated: the settings as they are, then each step. */
  public List<TrackerSettings> scenarios() {
    final List<TrackerSettings> scenarios = new ArrayList<>();
    scenarios.add(from);
    for (final Step step : steps) {
      scenarios.add(from.with(Map.of(step.sysctl, step.seconds)));
    }
    return scenarios;
  }

  /**
   * The timeouts to change, by a finished simulation of {@link #scenarios}.
   *
   * @return empty if the count is never over the limit; as far as it gets if no change is enough
   */
  public Map<Sysctl, Long> suggest(final Simulation simulation, final long limit) {
    final int[] count = simulation.counts(0);
    final Map<Sysctl, Step> taken = new EnumMap<>(Sysctl.class);
    while (over(count, limit) > 0) {
      final Step best = best(simulation, count, taken, limit);
      if (best == null) {
        break;
      }
      apply(simulation, count, taken.get(best.sysctl), best);
      taken.put(best.sysctl, best);
    }
    final Map<Sysctl, Long> changes = new EnumMap<>(Sysctl.class);
    taken.forEach((sysctl, step) -> changes.put(sysctl, step.seconds));
    return changes;
  }

  private @Nullable Step best(
      final Simulation simulation,
      final int[] count,
      final Map<Sysctl, Step> taken,
      final long limit) {
    final long over = over(count, limit);
    Step best = null;
    double bestWorth = 0;
    for (final Step step : steps) {
      final Step before = taken.get(step.sysctl);
      if (before != null && before.seconds <= step.seconds) {
        continue;
      }
      final int[] with = count.clone();
      apply(simulation, with, before, step);
      final double saved = over - over(with, limit);
      final long cut =
          simulation.cutShort(step.scenario)
              - simulation.cutShort(before == null ? 0 : before.scenario);
      final double worth = saved / (1 + Math.max(0, cut));
      if (worth > bestWorth) {
        bestWorth = worth;
        best = step;
      }
    }
    return best;
  }

  /** Changes the count from one value of a timeout to another. */
  private static void apply(
      final Simulation simulation,
      final int[] count,
      final @Nullable Step before,
      final Step step) {
    final int[] old = simulation.counts(before == null ? 0 : before.scenario);
    final int[] now = simulation.counts(step.scenario);
    for (int i = 0; i < count.length; i++) {
      count[i] += now[i] - old[i];
    }
  }

  /** How much is over the limit, in sessions times steps. */
  private static long over(final int[] count, final long limit) {
    long over = 0;
    for (final int sessions : count) {
      over += Math.max(0, sessions - limit);
    }
    return over;
  }
}
