package dev.plimsoll.kernel.process;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Remembers programs that bear signs of their own, to see that one ends and another takes its place
 * under another name. Usual short programs, such as a shell's, are not looked at. Bounded; not
 * thread safe.
 */
public final class Respawning {
  /** So many names one after the other make a chain. */
  static final int NAMES = 3;

  private static final long MEMORY_MILLIS = 10 * 60_000;
  private static final long SHORT_LIFE_MILLIS = 2 * 60_000;
  private static final int MOST = 512;
  private static final Set<ProcessSign> OF_PROGRAM =
      Set.of(
          ProcessSign.DELETED_EXECUTABLE, ProcessSign.TEMPORARY_DIRECTORY, ProcessSign.RANDOM_NAME);

  private record Life(String origin, String name, long startedMillis, long seenMillis) {}

  private final Map<ProcessId, Life> lives = new LinkedHashMap<>();

  /**
   * Takes note of a process. All that one look sees are noted before any is judged.
   *
   * @param nowMillis the same for all of one look; of the clock that {@link
   *     ProcessFacts#startedMillis} belongs to
   */
  public void note(final ProcessFacts process, final long nowMillis) {
    if (process.signs().stream().noneMatch(OF_PROGRAM::contains)) {
      return;
    }
    lives.remove(process.id());
    forget(nowMillis);
    lives.put(
        process.id(),
        new Life(origin(process), process.name(), process.startedMillis(), nowMillis));
  }

  /**
   * Whether a noted process is the newest of a chain: the same parent or unit has begun at least
   * {@value #NAMES} under different names within ten minutes, each of those before it lived for at
   * most two minutes as far as was seen, and is gone.
   */
  public boolean isRespawned(final ProcessFacts process, final long nowMillis) {
    if (!lives.containsKey(process.id())) {
      return false;
    }
    final String origin = origin(process);
    final Set<String> names = new HashSet<>(Set.of(process.name()));
    for (final Life life : lives.values()) {
      if (life.origin.equals(origin)
          && life.seenMillis < nowMillis
          && life.seenMillis - life.startedMillis <= SHORT_LIFE_MILLIS
          && life.startedMillis < process.startedMillis()) {
        names.add(life.name);
      }
    }
    return names.size() >= NAMES;
  }

  private void forget(final long nowMillis) {
    final Iterator<Life> eldest = lives.values().iterator();
    while (eldest.hasNext()) {
      final Life life = eldest.next();
      if (lives.size() >= MOST || nowMillis - life.seenMillis > MEMORY_MILLIS) {
        eldest.remove();
      } else {
        return;
      }
    }
  }

  private static String origin(final ProcessFacts process) {
    final String group = process.controlGroup().path();
    // Who detaches from its parent is taken over by the first process.
    return process.parent() > 1 ? group + " " + process.parent() : group;
  }
}
