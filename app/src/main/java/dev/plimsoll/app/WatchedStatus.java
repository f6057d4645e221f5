package dev.plimsoll.app;

import dev.plimsoll.kernel.EventRate;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.watch.EventTime;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.TableSummary;
import java.io.IOException;
import java.time.Duration;
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
  private final SessionFilter filter;
  private final long everyMillis;
  private final Screen screen;
  private final EventTime time = new EventTime(0);
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
    private final EventTally tally = new EventTally();
    // Written by the mirror's thread.
    private volatile long overruns;
    private long begunBefore;
    private long endedBefore;
    private long overrunsBefore;
  }

  WatchedStatus(
      final long limit, final SessionFilter filter, final Duration every, final Screen screen) {
    this.limit = limit;
    this.filter = filter;
    everyMillis = every.toMillis();
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
      try {
        final String picture = of(table, others);
        text.append(text.isEmpty() ? "" : "\n").append(picture);
      } catch (final IOException e) {
        if (NetworkNamespaces.isThere(table.namespace())) {
          throw e;
        }
        // It is gone; the mirror notices a little later.
        forget(table.namespace());
      }
    }
    return text.toString();
  }

  private String of(final MirroredTable table, final List<StatusReport.NamespaceEntries> others)
      throws IOException {
    final NetworkNamespace namespace = table.namespace();
    final Watched of = watched(namespace);
    final TableSummary summary = new TableSummary(StatusLook.timeouts(namespace));
    final SessionVisitor matching =
        session -> {
          if (filter.matches(session)) {
            summary.visit(session);
          }
        };
    table.sessions().forEach(System.currentTimeMillis(), matching);
    try (SessionReader reader = SessionReader.open(namespace)) {
      final boolean synchronised = table.statistics().synchronised();
      final long now = time.nowMillis();
      // Where the mirror is behind the kernel, the kernel's own counter stands in.
      final Sample sample =
          synchronised
              ? Sample.ofSessions(now, everyMillis, summary.total())
              : new Sample(now, everyMillis, reader.statistics().entries(), Sample.Measure.ENTRIES);
      of.state = judge.judge(of.state, sample);
      final StatusReport report =
          StatusLook.report(reader, limit, filter, summary, rate(of), others);
      return screen.of(report, new Judged(judge.verdict(of.state), judge.rule(), synchronised));
    }
  }

  /** What happened since the picture before; null for the first one. */
  private static @Nullable EventRate rate(final Watched of) {
    final long now = System.nanoTime();
    final long since = of.sampledNanos == 0 ? 0 : now - of.sampledNanos;
    final long begun = of.tally.begun();
    final long ended = of.tally.ended();
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
    return rate;
  }

  private void forget(final NetworkNamespace namespace) {
    synchronized (watched) {
      watched.remove(namespace);
    }
  }

  private Watched watched(final NetworkNamespace namespace) {
    synchronized (watched) {
      return watched.computeIfAbsent(namespace, _ -> new Watched());
    }
  }

  /** Counts on the mirror's thread. */
  private final class Tally implements MirrorListener {
    @Override
    public void event(final MirroredTable table, final SessionEvent event) {
      watched(table.namespace()).tally.count(event);
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
