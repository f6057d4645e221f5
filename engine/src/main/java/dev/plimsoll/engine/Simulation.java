package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tells how many sessions there would have been under several settings, in one pass over the
 * packets. The tracker runs with the longest of all timeouts; under each setting a session ends as
 * long after its last packet as that setting says. If it speaks again after that, it was cut short:
 * it counts again from that packet on, as the kernel would pick it up.
 *
 * <p>That is exact as long as no session is cut short. One that is goes on in its old state here,
 * where the kernel would begin it anew: until it is answered its time would be shorter. A table
 * that is full is not modelled.
 */
public final class Simulation {
  private static final int FIRST_BINS = 1 << 10;
  private static final int MOST_BINS = 1 << 17;
  private static final long FIRST_STEP_MILLIS = 1_000;

  private final List<TrackerSettings> scenarios;
  private final TrackerSettings longest;
  private final long[] longestMillis = new long[Timeouts.kinds()];
  private final long[] shortestMillis = new long[Timeouts.kinds()];
  // By kind, then by scenario: one look at a session needs those of one kind.
  private final long[][] millis = new long[Timeouts.kinds()][];
  private final long[] cutShort;
  private int[][] changes;
  private long startMillis = Long.MIN_VALUE;
  private long stepMillis = FIRST_STEP_MILLIS;
  private long endMillis = Long.MIN_VALUE;

  /**
   * Prepares one.
   *
   * @param scenarios at least one; only their timeouts may differ
   */
  public Simulation(final List<TrackerSettings> scenarios) {
    this.scenarios = List.copyOf(scenarios);
    longest = longestOf(this.scenarios);
    cutShort = new long[scenarios.size()];
    changes = new int[scenarios.size()][FIRST_BINS];
    final Timeouts longestTimeouts = new Timeouts(longest);
    final List<Timeouts> timeouts = this.scenarios.stream().map(Timeouts::new).toList();
    for (int kind = 0; kind < millis.length; kind++) {
      longestMillis[kind] = longestTimeouts.millis(kind);
      millis[kind] = new long[timeouts.size()];
      for (int i = 0; i < timeouts.size(); i++) {
        millis[kind][i] = timeouts.get(i).millis(kind);
      }
      shortestMillis[kind] = Arrays.stream(millis[kind]).min().orElseThrow();
    }
  }

  private static TrackerSettings longestOf(final List<TrackerSettings> scenarios) {
    final Map<Sysctl, Long> values = new EnumMap<>(Sysctl.class);
    for (final Sysctl sysctl : Sysctl.values()) {
      if (sysctl.kind() == Sysctl.Kind.SECONDS) {
        values.put(sysctl, scenarios.stream().mapToLong(s -> s.value(sysctl)).max().orElseThrow());
      }
    }
    values.put(Sysctl.MAX, 0L);
    return scenarios.getFirst().with(values);
  }

  /** What the tracker has to run with. */
  public TrackerSettings settings() {
    return longest;
  }

  /** What is compared, in the order of all results. */
  public List<TrackerSettings> scenarios() {
    return scenarios;
  }

  // --- the tracker tells ---

  void began(final long nowMillis) {
    if (startMillis == Long.MIN_VALUE) {
      startMillis = nowMillis;
    }
    final int bin = bin(nowMillis);
    for (final int[] change : changes) {
      change[bin]++;
    }
  }

  /** A session is about to be refreshed. */
  void spoke(final SessionRow row, final long nowMillis) {
    final int kind = row.deadlineKind();
    if (kind >= millis.length) {
      return; // a helper has set it: no setting decides it
    }
    final long lastMillis = row.deadlineMillis() - longestMillis[kind];
    if (nowMillis - lastMillis < shortestMillis[kind]) {
      return;
    }
    for (int i = 0; i < changes.length; i++) {
      final long ended = lastMillis + millis[kind][i];
      if (ended <= nowMillis) {
        cutShort[i]++;
        changes[i][bin(ended)]--;
        final int again = bin(nowMillis);
        changes[i][again]++;
      }
    }
  }

  /** A session ends, by itself or because its time has come. */
  void ended(final SessionRow row, final long nowMillis) {
    final long atLatest = Math.min(nowMillis, row.deadlineMillis());
    for (int i = 0; i < changes.length; i++) {
      final int bin = bin(Math.min(atLatest, endedMillis(row, i)));
      changes[i][bin]--;
    }
  }

  /** When the session ends under a scenario, if it does not speak again. */
  private long endedMillis(final SessionRow row, final int scenario) {
    final int kind = row.deadlineKind();
    return kind >= millis.length
        ? row.deadlineMillis()
        : row.deadlineMillis() - longestMillis[kind] + millis[kind][scenario];
  }

  /** The bin of a time; there may be fewer and longer ones afterwards. */
  private int bin(final long timeMillis) {
    while (true) {
      final long bin = Math.max(0, (timeMillis - startMillis) / stepMillis);
      if (bin < changes[0].length) {
        return (int) bin;
      }
      if (changes[0].length < MOST_BINS) {
        for (int i = 0; i < changes.length; i++) {
          changes[i] = Arrays.copyOf(changes[i], changes[i].length * 2);
        }
      } else {
        halve();
      }
    }
  }

  private void halve() {
    for (final int[] change : changes) {
      for (int i = 0; i < change.length / 2; i++) {
        change[i] = change[2 * i] + change[2 * i + 1];
      }
      Arrays.fill(change, change.length / 2, change.length, 0);
    }
    stepMillis *= 2;
  }

  // --- results ---

  /**
   * Ends the simulation: what still lives at the end under the longest timeouts may have ended
   * under others. To be called once, after the last packet.
   */
  public void finish(final SessionTable table, final long lastMillis) {
    endMillis = Math.max(lastMillis, startMillis);
    final SessionRow row = table.row();
    table.forEachSlot(slot -> {
      row.moveTo(slot);
      final int kind = row.deadlineKind();
      final long last = row.deadlineMillis() - longestMillis[kind];
      for (int i = 0; i < changes.length; i++) {
        final long ended = last + millis[kind][i];
        if (ended <= endMillis) {
          changes[i][bin(ended)]--;
        }
      }
    });
  }

  /** The first session's time, in milliseconds since 1970. */
  public long startMillis() {
    return startMillis;
  }

  /** How long a step of the counts is, in milliseconds. */
  public long stepMillis() {
    return stepMillis;
  }

  /** The number of sessions at the end of each step, from the first session to the last packet. */
  public int[] counts(final int scenario) {
    if (startMillis == Long.MIN_VALUE) {
      return new int[0];
    }
    final int[] counts = new int[bin(endMillis) + 1];
    int count = 0;
    for (int i = 0; i < counts.length; i++) {
      count += changes[scenario][i];
      counts[i] = count;
    }
    return counts;
  }

  /** How many sessions had ended by their timeout and spoke again. */
  public long cutShort(final int scenario) {
    return cutShort[scenario];
  }
}
