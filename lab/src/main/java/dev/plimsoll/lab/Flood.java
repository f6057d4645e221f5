package dev.plimsoll.lab;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Floods the table of a namespace from a script.
 *
 * <pre>
 * fill NAMESPACE COUNT          adds sessions that live for an hour
 * storm NAMESPACE COUNT [RATE]  adds others, at most RATE a second, and deletes them one by one
 * flow NAMESPACE COUNT RATE SECONDS
 *                               keeps COUNT sessions there, RATE a second of them new ones for old
 *                               ones, and deletes them all at the end
 * clear NAMESPACE               empties the table
 * </pre>
 *
 * <p>The host's ceiling is raised while it works, and put back at the end: what is in the table
 * then stays there.
 */
public final class Flood {
  private static final String USAGE =
      """
      Usage: fill NAMESPACE COUNT
             storm NAMESPACE COUNT [RATE]
             flow NAMESPACE COUNT RATE SECONDS
             clear NAMESPACE\
      """;
  private static final int SLACK = 10_000;
  // Far from the numbers that fill uses.
  private static final long STORM_START = 500_000_000L;
  private static final long FLOW_START = 1_000_000_000L;
  private static final long FLOW_ROOM = 10_000_000L;
  private static final int STEPS_A_SECOND = 10;

  private Flood() {}

  /** Does what the words say; exits with 1 and says why if it cannot, with 2 if they are wrong. */
  public static void main(final String[] words) {
    try {
      if (!run(words)) {
        System.err.println(USAGE);
        System.exit(2);
      }
    } catch (final NumberFormatException e) {
      System.err.println("Not a number: " + e.getMessage());
      System.exit(2);
    } catch (final IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static boolean run(final String[] words) throws IOException {
    if (words.length < 2) {
      return false;
    }
    final NetworkNamespace namespace = NetworkNamespaces.find(words[1]);
    switch (words[0]) {
      case "fill" -> {
        if (words.length != 3) {
          return false;
        }
        fill(namespace, Integer.parseInt(words[2]));
      }
      case "storm" -> {
        if (words.length != 3 && words.length != 4) {
          return false;
        }
        storm(
            namespace,
            Integer.parseInt(words[2]),
            words.length == 4 ? Integer.parseInt(words[3]) : Integer.MAX_VALUE);
      }
      case "flow" -> {
        if (words.length != 5) {
          return false;
        }
        flow(
            namespace,
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            Integer.parseInt(words[4]));
      }
      case "clear" -> {
        try (SessionFlood flood = SessionFlood.into(namespace)) {
          flood.deleteAll();
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void fill(final NetworkNamespace namespace, final int count) throws IOException {
    try (TableCeiling _ = room(namespace, count);
        SessionFlood flood = SessionFlood.into(namespace)) {
      final long start = System.nanoTime();
      flood.add(count);
      report("added", count, flood.refused(), start);
    }
  }

  private static void storm(final NetworkNamespace namespace, final int count, final int perSecond)
      throws IOException {
    try (TableCeiling _ = room(namespace, count);
        SessionFlood flood = SessionFlood.into(namespace).startAt(STORM_START)) {
      final long start = System.nanoTime();
      flood.add(count, perSecond);
      report("added", count, flood.refused(), start);
      final long middle = System.nanoTime();
      final long refused = flood.refused();
      flood.delete(count);
      report("deleted", count, flood.refused() - refused, middle);
    }
  }

  private static void flow(
      final NetworkNamespace namespace, final int count, final int perSecond, final int seconds)
      throws IOException {
    final int step = Math.max(1, perSecond / STEPS_A_SECOND);
    // Several may flow beside each other, so each begins somewhere else.
    final long first = FLOW_START + ProcessHandle.current().pid() * FLOW_ROOM;
    // Under the host's ceiling as it is: raising it would keep other floods waiting.
    try (SessionFlood flood = SessionFlood.into(namespace).startAt(first)) {
      final long start = System.nanoTime();
      flood.add(count);
      for (int i = 1; i <= seconds * STEPS_A_SECOND; i++) {
        flood.add(step);
        flood.delete(step);
        LockSupport.parkNanos(start + i * (1_000_000_000L / STEPS_A_SECOND) - System.nanoTime());
      }
      flood.delete(count);
      report("let flow", count + seconds * STEPS_A_SECOND * step, flood.refused(), start);
    }
  }

  private static TableCeiling room(final NetworkNamespace namespace, final int count)
      throws IOException {
    try (Ctnetlink table = Ctnetlink.open(namespace)) {
      return TableCeiling.raise(table.statistics().entries() + count + SLACK);
    }
  }

  private static void report(
      final String what, final int count, final long refused, final long start) {
    final double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s %,d sessions in %.2f s, %,.0f a second; %,d refused%n",
        what, count - refused, seconds, count / seconds, refused);
  }
}
