package dev.plimsoll.app;

import dev.plimsoll.kernel.EventRate;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.SocketCount;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.TableSummary;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of {@code status --watch}: each is made of the mirror's tables, so it costs the
 * kernel next to nothing, and each is a sample for the judgement of the limit.
 */
final class WatchedStatus implements WatchLoop.Picture {
  private final long limit;
  private final Screen screen;
  private final LimitJudge judge;
  private final Map<NetworkNamespace, Watched> watched = new HashMap<>();

  /** Turns a report and the judgement of the limit so far into text. */
  @FunctionalInterface
  interface Screen {
    String of(StatusReport report, @Nullable Judged judged);
  }

  /** What is kept of one namespace from picture to picture. */
  private static final class Watched {
    private LimitState state = LimitState.START;
    private long sampledNanos;
    // Written by the mirror's thread.
    private volatile long begun;
    private volatile long ended;
    private volatile long overruns;
    private long begunBefore;
    private long endedBefore;
    private long overrunsBefore;
  }

  WatchedStatus(final long limit, final Screen screen) {
    this.limit = limit;
    this.screen = screen;
    judge = new LimitJudge(LimitRule.ofLimit(limit));
  }

  @Override
  public MirrorListener listener() {
    return new Tally();
  }

  @Override
  public String of(final List<MirroredTable> tables) throws IOException {
    final StringBuilder text = new StringBuilder();
    final List<StatusReport.NamespaceEntries> others = StatusLook.others();
    for (final MirroredTable table : tables) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      text.append(of(table, others));
    }
    return text.toString();
  }

  private String of(final MirroredTable table, final List<StatusReport.NamespaceEntries> others)
      throws IOException {
    final NetworkNamespace namespace = table.namespace();
    final Watched of = watched(namespace);
    final TableSummary summary = new TableSummary(StatusLook.timeouts(namespace));
    final long now = System.currentTimeMillis();
    table.sessions().forEach(now, summary);
    try (SessionReader reader = SessionReader.open(namespace)) {
      final TableStatistics statistics = reader.statistics();
      final Hooks hooks = Hooks.read(namespace);
      final boolean empty = statistics.entries() == 0 && hooks != Hooks.HOOKED;
      final EventRate rate = sample(of, now, summary.total());
      final StatusReport report =
          new StatusReport(
              namespace,
              now,
              limit,
              statistics,
              reader.counters(),
              hooks,
              summary,
              SessionReader.Way.NETLINK,
              rate,
              empty ? SocketCount.read(namespace) : null,
              others);
      return screen.of(report, new Judged(judge.verdict(of.state), judge.rule()));
    }
  }

  /** Takes the count as a sample, and tells what happened since the one before. */
  private @Nullable EventRate sample(final Watched of, final long nowMillis, final long sessions) {
    final long now = System.nanoTime();
    final long since = of.sampledNanos == 0 ? 0 : now - of.sampledNanos;
    final long begun = of.begun;
    final long ended = of.ended;
    final long overruns = of.overruns;
    final EventRate rate =
        since == 0
            ? null
            : new EventRate(
                begun - of.begunBefore,
                ended - of.endedBefore,
                overruns - of.overrunsBefore,
                since);
    of.begunBefore = begun;
    of.endedBefore = ended;
    of.overrunsBefore = overruns;
    of.sampledNanos = now;
    final long interval = Math.clamp(since / 1_000_000, 1, Sample.MAX_INTERVAL_MILLIS);
    of.state = judge.judge(of.state, Sample.ofSessions(nowMillis, interval, sessions));
    return rate;
  }

  private Watched watched(final NetworkNamespace namespace) {
    synchronized (watched) {
      return watched.computeIfAbsent(namespace, _ -> new Watched());
    }
  }

  /** Counts on the mirror's thread. */
  private final class Tally implements MirrorListener {
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void event(final MirroredTable table, final SessionEvent event) {
      final Watched of = watched(table.namespace());
      switch (event.type()) {
        case NEW -> of.begun++;
        case DESTROY -> of.ended++;
        case UPDATE -> {}
      }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void notice(final MirrorNotice notice) {
      if (notice instanceof MirrorNotice.Overrun(final List<MirroredTable> tables)) {
        for (final MirroredTable table : tables) {
          watched(table.namespace()).overruns++;
        }
      }
    }
  }
}
