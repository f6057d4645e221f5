package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.watch.Timeouts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the steps must know of the host, beyond the diagnosis, to name things by their names.
 *
 * @param processes of the suspects that still run, by their numbers
 * @param timeouts how long the namespace keeps sessions
 * @param maximum the kernel's ceiling (nf_conntrack_max), 0 if it is hidden
 * @param limit how many sessions the provider allows
 * @param ownRemotes where the caller's own log-ins come from
 * @param packages what keeps the installed software
 */
public record ThisHost(
    Map<Long, ProcessPlace> processes,
    Timeouts timeouts,
    long maximum,
    long limit,
    Set<String> ownRemotes,
    Packages packages) {

  /** Of which nothing is known, such as the host of a capture. */
  public static final ThisHost UNKNOWN =
      new ThisHost(Map.of(), Timeouts.DEFAULTS, 0, 10_000, Set.of(), Packages.OTHER);

  public ThisHost {
    processes = Map.copyOf(processes);
    ownRemotes = Set.copyOf(ownRemotes);
  }

  /** What keeps the installed software. */
  public enum Packages {
    DEBIAN,
    RPM,
    OTHER
  }

  /**
   * Where a process belongs.
   *
   * @param startTicks what tells it from others that get its number later
   * @param group the number of its process group, 0 if unknown
   * @param controlGroup its control group if that can be frozen without freezing Plimsoll or the
   *     caller's log-in, or null
   * @param schedule what starts its program at set times
   */
  public record ProcessPlace(
      long startTicks, long group, @Nullable String controlGroup, List<ScheduleLine> schedule) {
    public ProcessPlace {
      schedule = List.copyOf(schedule);
    }
  }

  /**
   * A line of a crontab, or of a script that cron starts.
   *
   * @param number from 1
   * @param text as it stands there: whoever shows it makes it harmless
   */
  public record ScheduleLine(String file, int number, String text) {}
}
