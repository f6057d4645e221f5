package dev.plimsoll.web;

import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionTable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measures how much of a processor the sessions view takes: {@code SessionsSpeed [SESSIONS
 * [ROUNDS]]}. No test: it is run by hand, with the flags of the daemon.
 */
final class SessionsSpeed {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final String[][] CASES = {
    {"", ""},
    {"", "bytes"},
    {"", "-bytes"},
    {"", "src"},
    {"proto:tcp state:established", "-timeout"},
    {"remote:198.51.100.0/24 is:assured", "-bytes"},
    {"direction:out dport:22", "start"},
    {"not (proto:tcp or proto:udp)", ""},
  };

  private SessionsSpeed() {}

  public static void main(final String[] args) throws FilterSyntaxException {
    final int sessions = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    final int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
    final PlayedSessions played = new PlayedSessions(null);
    final long now = System.currentTimeMillis();
    played.fit(now, sessions * 9L / 10, sessions / 10);
    final SessionTable table = played.table();
    System.out.printf(Locale.ROOT, "%,d sessions%n", table.size());
    for (final String[] each : CASES) {
      for (final int kept : new int[] {100, 10_500}) {
        measure(table, each[0], each[1], kept, rounds);
      }
    }
  }

  private static void measure(
      final SessionTable table,
      final String filter,
      final String sort,
      final int kept,
      final int rounds)
      throws FilterSyntaxException {
    final SessionFilter parsed = SessionFilter.parse(filter);
    final boolean descending = sort.startsWith("-");
    final SortKey key = SortKey.of(descending ? sort.substring(1) : sort);
    final double[] millis = new double[rounds];
    long matching = 0;
    for (int round = 0; round < rounds; round++) {
      final long begin = THREADS.getCurrentThreadCpuTime();
      final FirstSessions first = new FirstSessions(parsed, key, descending, kept);
      table.forEach(System.currentTimeMillis(), first);
      matching = first.matching() + first.from(Math.max(0, kept - 500)).size();
      millis[round] = (THREADS.getCurrentThreadCpuTime() - begin) / 1e6;
    }
    final double firstRound = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%-36s sort %-9s keep %,6d: first %4.0f ms, median %4.0f ms, worst %4.0f ms (%,d)%n",
        filter,
        sort,
        kept,
        firstRound,
        millis[rounds / 2],
        millis[rounds - 1],
        matching);
  }
}
