package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.EventRate;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.SocketCount;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.TableSummary;
import dev.plimsoll.watch.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Takes one look at a namespace for {@code plimsoll status}. */
final class StatusLook {
  private StatusLook() {}

  /**
   * Looks.
   *
   * @param listening how long to listen for new sessions; zero for not at all
   */
  static StatusReport at(
      final SessionReader table,
      final long limit,
      final SessionFilter filter,
      final Duration listening)
      throws IOException {
    // The table is read while somebody else listens: the look takes no longer for it.
    final FutureTask<@Nullable EventRate> rate = new FutureTask<>(() -> rate(table, listening));
    Thread.ofPlatform().name("plimsoll-rate").daemon().start(rate);
    final TableSummary summary = new TableSummary(timeouts(table.namespace()));
    table.read(filter, summary);
    return report(table, limit, filter, summary, get(rate), others());
  }

  /** Adds to what the sessions are what the kernel itself counts. */
  static StatusReport report(
      final SessionReader table,
      final long limit,
      final SessionFilter filter,
      final TableSummary summary,
      final @Nullable EventRate rate,
      final List<StatusReport.NamespaceEntries> others)
      throws IOException {
    final TableStatistics statistics = table.statistics();
    final Hooks hooks = Hooks.read(table.namespace());
    final boolean empty = statistics.entries() == 0 && hooks != Hooks.HOOKED;
    return new StatusReport(
        new StatusSubject.Namespace(table.namespace()),
        System.currentTimeMillis(),
        limit,
        !(filter instanceof SessionFilter.All),
        statistics,
        table.counters(),
        hooks,
        summary,
        table.way(),
        rate,
        empty ? SocketCount.read(table.namespace()) : null,
        others);
  }

  /** The timeouts that the kernel uses in a namespace. */
  static Timeouts timeouts(final NetworkNamespace namespace) {
    return Timeouts.ofSysctls(ConntrackSettings.read(namespace).values());
  }

  private static @Nullable EventRate rate(final SessionReader table, final Duration listening)
      throws IOException {
    // Without netlink there are no events.
    return listening.isZero() || table.way() == SessionReader.Way.PROC
        ? null
        : EventRate.measure(table.namespace(), listening);
  }

  private static @Nullable EventRate get(final FutureTask<@Nullable EventRate> rate)
      throws IOException {
    try {
      return rate.get();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (final ExecutionException e) {
      if (e.getCause() instanceof final IOException reason) {
        throw reason;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** All namespaces that hold entries, largest first, if the machine has several. */
  static List<StatusReport.NamespaceEntries> others() throws IOException {
    final List<NetworkNamespace> all = NetworkNamespaces.all();
    final List<StatusReport.NamespaceEntries> counts = new ArrayList<>();
    if (all.size() < 2) {
      return counts;
    }
    for (final NetworkNamespace namespace : all) {
      final long entries = ConntrackSettings.read(namespace).entries().orElse(0);
      if (entries > 0 || namespace.name() == null) {
        counts.add(new StatusReport.NamespaceEntries(namespace.displayName(), entries));
      }
    }
    counts.sort((a, b) -> Long.compare(b.entries(), a.entries()));
    return counts;
  }
}
