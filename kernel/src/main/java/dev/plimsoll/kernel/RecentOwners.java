package dev.plimsoll.kernel;

import dev.plimsoll.kernel.process.ProcessFacts;
import dev.plimsoll.kernel.process.ProcessId;
import dev.plimsoll.session.TupleView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a few minutes which process had which socket and connected where, since sessions
 * outlive sockets, and sockets the processes. What does not fit displaces older memories: about 1
 * MB, and {@value #MOST_PROCESSES} processes. Not thread safe.
 */
final class RecentOwners {
  static final int MOST_PROCESSES = 512;

  /** Numbers of processes come again after so many: long after all is forgotten. */
  private static final int GENERATIONS = 1 << 22;

  /** Stands for all processes that could not be seen. */
  private static final int UNSEEN = -1;

  private static final int SOCKETS = 1 << 15;
  private static final int DESTINATIONS = 1 << 13;

  /** As long as an unanswered session of TCP or UDP stays, and longer. */
  private static final int MEMORY_SECONDS = 300;

  /** How many times as often as all others together one must have been seen. */
  private static final int DOMINANCE = 4;

  /** A process as it was seen last. */
  static final class Known {
    private final int number;
    private ProcessFacts facts;
    private long cpuMillis;
    private long cpuNanos;

    private Known(final int number, final ProcessFacts facts, final long nanos) {
      this.number = number;
      this.facts = facts;
      cpuMillis = facts.cpuMillis();
      cpuNanos = nanos;
    }

    ProcessFacts facts() {
      return facts;
    }
  }

  private final Map<ProcessId, Known> processes = new LinkedHashMap<>(64, 0.75f, true);
  private final @Nullable Known[] byNumber = new Known[MOST_PROCESSES];
  private int generations;

  private final long[] socketKey = new long[SOCKETS];
  private final int[] socketOwner = new int[SOCKETS];
  private final int[] socketSeconds = new int[SOCKETS];

  private final long[] placeKey = new long[DESTINATIONS];
  private final int[] placeOwner = new int[DESTINATIONS];
  private final int[] placeOwn = new int[DESTINATIONS];
  private final int[] placeOther = new int[DESTINATIONS];
  private final int[] placeSeconds = new int[DESTINATIONS];

  /**
   * Takes note of a process.
   *
   * @param nanos by {@link System#nanoTime}
   */
  Known note(final ProcessFacts facts, final long nanos) {
    final Known known = processes.get(facts.id());
    if (known != null) {
      known.facts = facts;
      return known;
    }
    int place = processes.size();
    if (place == MOST_PROCESSES) {
      final var eldest = processes.values().iterator();
      place = eldest.next().number % MOST_PROCESSES;
      eldest.remove();
    }
    final int number = (generations++ & GENERATIONS - 1) * MOST_PROCESSES + place;
    final Known made = new Known(number, facts, nanos);
    processes.put(facts.id(), made);
    byNumber[place] = made;
    return made;
  }

  /**
   * The share of one processor that a process used since it was asked for last, at least a second
   * ago, or else since its start.
   */
  double cpuShare(final Known known, final long nanos, final long nowMillis) {
    final long used = known.facts.cpuMillis() - known.cpuMillis;
    final long passed = (nanos - known.cpuNanos) / 1_000_000;
    if (passed >= 1_000) {
      known.cpuMillis = known.facts.cpuMillis();
      known.cpuNanos = nanos;
      return (double) used / passed;
    }
    final long age = nowMillis - known.facts.startedMillis();
    return age <= 0 ? 0 : (double) known.facts.cpuMillis() / age;
  }

  /**
   * Takes note of a socket that a process has.
   *
   * @param ends its own end is the source
   * @param began whether the process began the session, so chose the other end
   */
  void saw(final Known known, final TupleView ends, final boolean began, final int seconds) {
    saw(known.number, ends, began, seconds);
  }

  /** Takes note of a socket whose process could not be seen: it went somewhere too. */
  void sawUnseen(final TupleView ends, final boolean began, final int seconds) {
    saw(UNSEEN, ends, began, seconds);
  }

  private void saw(final int owner, final TupleView ends, final boolean began, final int seconds) {
    final long key = socket(ends);
    final int at = (int) (key >>> 32) & SOCKETS - 1;
    final boolean again = socketKey[at] == key && socketOwner[at] == owner;
    socketKey[at] = key;
    socketOwner[at] = owner;
    socketSeconds[at] = seconds;
    if (began && !again) {
      count(remote(ends), owner, seconds);
      count(port(ends), owner, seconds);
    } else if (began) {
      refresh(remote(ends), seconds);
      refresh(port(ends), seconds);
    }
  }

  private void count(final long key, final int owner, final int seconds) {
    final int at = (int) (key >>> 32) & DESTINATIONS - 1;
    if (placeKey[at] != key || seconds - placeSeconds[at] > MEMORY_SECONDS) {
      placeKey[at] = key;
      placeOwner[at] = owner;
      placeOwn[at] = 1;
      placeOther[at] = 0;
    } else if (placeOwner[at] == owner) {
      placeOwn[at]++;
    } else if (++placeOther[at] > placeOwn[at]) {
      placeOther[at] = placeOwn[at];
      placeOwn[at] = 1;
      placeOwner[at] = owner;
    }
    placeSeconds[at] = seconds;
  }

  private void refresh(final long key, final int seconds) {
    final int at = (int) (key >>> 32) & DESTINATIONS - 1;
    if (placeKey[at] == key) {
      placeSeconds[at] = seconds;
    }
  }

  /** Who had this very socket lately, or null. */
  @Nullable Known ofSocket(final TupleView ends, final int seconds) {
    final long key = socket(ends);
    final int at = (int) (key >>> 32) & SOCKETS - 1;
    return socketKey[at] == key && seconds - socketSeconds[at] <= MEMORY_SECONDS
        ? byNumber(socketOwner[at])
        : null;
  }

  /** Who alone, or nearly so, connected to the same remote or port lately, or null. */
  @Nullable Known ofDestination(final TupleView ends, final int seconds) {
    final Known ofRemote = dominant(remote(ends), seconds);
    return ofRemote != null ? ofRemote : dominant(port(ends), seconds);
  }

  private @Nullable Known dominant(final long key, final int seconds) {
    final int at = (int) (key >>> 32) & DESTINATIONS - 1;
    return placeKey[at] == key
            && seconds - placeSeconds[at] <= MEMORY_SECONDS
            && placeOwn[at] >= DOMINANCE * placeOther[at]
        ? byNumber(placeOwner[at])
        : null;
  }

  private @Nullable Known byNumber(final int number) {
    final Known known = number == UNSEEN ? null : byNumber[number % MOST_PROCESSES];
    return known != null && known.number == number ? known : null;
  }

  private static long socket(final TupleView ends) {
    return SocketHash.of(
        ends.protocol() << 8 | ends.family(),
        ends.sourceHigh(),
        ends.sourceLow(),
        ends.destinationHigh(),
        ends.destinationLow(),
        ends.sourcePort() << 16 | ends.destinationPort());
  }

  private static long remote(final TupleView ends) {
    return SocketHash.of(
        ends.protocol() << 8 | ends.family(),
        0,
        0,
        ends.destinationHigh(),
        ends.destinationLow(),
        ends.destinationPort());
  }

  private static long port(final TupleView ends) {
    return SocketHash.of(ends.protocol() << 8, 0, 0, 0, 0, ends.destinationPort());
  }
}
