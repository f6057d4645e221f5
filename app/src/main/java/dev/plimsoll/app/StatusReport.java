package dev.plimsoll.app;

import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.EventRate;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.SocketCount;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.Direction;
import dev.plimsoll.watch.Cause;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.TableSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a table found.
 *
 * @param subject whose table it is
 * @param timeMillis when, in milliseconds since 1970
 * @param limit the load line, in sessions
 * @param isFiltered whether only some of the live sessions are looked at
 * @param statistics the kernel's own counts
 * @param counters what the kernel lost so far
 * @param hooks whether tracking is switched on here
 * @param summary what the live sessions are
 * @param way how they were read
 * @param rate how many begin and end; null if nobody could or wanted to listen
 * @param sockets a stand-in where nothing is tracked; else null
 * @param others all namespaces with their entries, if there are several; else empty
 */
record StatusReport(
    StatusSubject subject,
    long timeMillis,
    long limit,
    boolean isFiltered,
    TableStatistics statistics,
    Counters counters,
    Hooks hooks,
    TableSummary summary,
    SessionReader.Way way,
    @Nullable EventRate rate,
    @Nullable SocketCount sockets,
    List<NamespaceEntries> others) {

  /** From this share of the limit on, somebody should look. */
  private static final long NEAR_PERCENT = 90;

  /** How the count stands to the limit, mildest first. */
  enum Level {
    /** Nothing tracks here, so nothing can be said. */
    UNTRACKED,
    FINE,
    NEAR,
    OVER
  }

  /** The entries of one of several namespaces. */
  record NamespaceEntries(String name, long entries) {}

  StatusReport {
    others = List.copyOf(others);
  }

  long sessions() {
    return summary.total();
  }

  Cause cause() {
    return Cause.of(summary);
  }

  Ceiling ceiling() {
    return new Ceiling(statistics.entries(), statistics.maximum(), 0);
  }

  /** Sessions that stay on this host. */
  long local() {
    return summary.ofDirection(Direction.LOCAL);
  }

  /** Entries that have expired and wait for the kernel's collector; 0 if the two counts agree. */
  long expired() {
    return isFiltered ? 0 : Math.max(0, statistics.entries() - sessions());
  }

  /** Whether the two counts differ by so much that both should be shown. */
  boolean isExpiredWorthTelling() {
    return expired() * 100 > statistics.entries();
  }

  Level level() {
    if (isUntracked()) {
      return Level.UNTRACKED;
    }
    if (sessions() > limit) {
      return Level.OVER;
    }
    return sessions() * 100 >= limit * NEAR_PERCENT ? Level.NEAR : Level.FINE;
  }

  /** Nothing is tracked here: no rule needs it, or none seems to. */
  private boolean isUntracked() {
    return statistics.entries() == 0 && sessions() == 0 && hooks != Hooks.HOOKED;
  }
}
