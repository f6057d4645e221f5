package dev.plimsoll.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Reads the kernel's table of this namespace into a fresh {@link SessionTable}, and prints the
 * seconds and the CPU seconds that it took. The first dump warms the compiler and is not told: a
 * daemon dumps again and again.
 */
public final class DumpIntoTable {
  private DumpIntoTable() {}

  public static void main(final String[] words) throws IOException {
    dump();
    final long cpu = cpuNanos();
    final long begin = System.nanoTime();
    final int sessions = dump();
    final double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(Locale.ROOT, "%.3f %.3f %d%n", seconds, (cpuNanos() - cpu) / 1e9, sessions);
  }

  private static int dump() throws IOException {
    try (Ctnetlink netlink = Ctnetlink.open(NetworkNamespace.own())) {
      final var table = new SessionTable(null, netlink.host());
      netlink.dump(SessionFilter.ALL, table::put);
      return table.size();
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
