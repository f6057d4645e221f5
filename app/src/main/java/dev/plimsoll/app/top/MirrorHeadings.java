package dev.plimsoll.app.top;

import dev.plimsoll.app.EventTally;
import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.EventTime;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Totals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts and judges by the own mirror. It knows no more than it has seen since it began. */
final class MirrorHeadings implements MirrorListener, AutoCloseable {
  private static final String JUDGE = "judged since it began";
  private static final String UNTRACKED =
      "No rule tracks connections here: plimsoll doctor shows how to switch it on.";
  // Whether anything tracks is worth a question now and then only.
  private static final int LOOKS_BETWEEN_PROBES = 10;

  private final LimitJudge judge;
  private final Duration every;
  private final EventTime time = new EventTime(0);
  private final Map<NetworkNamespace, Server> servers = new ConcurrentHashMap<>();

  /** What is kept of one namespace. */
  private static final class Server {
    private final EventTally tally = new EventTally();
    private @Nullable Ctnetlink table;
    private LimitState state = LimitState.START;
    private Trend trend = Trend.NOTHING;
    private @Nullable Totals totals;
    private long timeMillis;
    private int emptyLooks;
    private boolean isUntracked;

    private void close() {
      if (table != null) {
        table.close();
      }
    }
  }

  MirrorHeadings(final LimitRule rule, final Duration every) {
    judge = new LimitJudge(rule);
    this.every = every;
  }

  /** On the mirror's thread. */
  @Override
  public void event(final MirroredTable table, final SessionEvent event) {
    server(table.namespace()).tally.count(event);
  }

  private Server server(final NetworkNamespace namespace) {
    return servers.computeIfAbsent(namespace, _ -> new Server());
  }

  /** The headings of the tables that this mirror follows. */
  HeadingSource of(final Mirror mirror) {
    return () -> {
      final List<HeadingSource.Heading> headings = new ArrayList<>();
      final Throwable failure = mirror.failure();
      if (failure != null) {
        throw new IOException(
            "the kernel's events cannot be followed any more: " + failure.getMessage(), failure);
      }
      final List<MirroredTable> tables = mirror.tables();
      forgetAllBut(tables);
      for (final MirroredTable table : tables) {
        try {
          headings.add(heading(table, server(table.namespace())));
        } catch (final IOException e) {
          if (NetworkNamespaces.isThere(table.namespace())) {
            throw e;
          }
          // It is gone; the mirror notices a little later.
        }
      }
      return headings;
    };
  }

  // An open socket would keep a namespace alive that nobody else uses any more.
  private void forgetAllBut(final List<MirroredTable> tables) {
    final Set<NetworkNamespace> there =
        tables.stream().map(MirroredTable::namespace).collect(Collectors.toSet());
    servers.forEach((namespace, server) -> {
      if (!there.contains(namespace)) {
        server.close();
        servers.remove(namespace);
      }
    });
  }

  private HeadingSource.Heading heading(final MirroredTable mirrored, final Server server)
      throws IOException {
    final long nowMillis = time.nowMillis();
    if (server.table == null) {
      server.table = Ctnetlink.open(mirrored.namespace());
    }
    final TableStatistics kernel = server.table.statistics();
    final Totals totals = totals(mirrored, server, server.table.counters());
    final Totals since = server.totals == null ? Totals.NONE : totals.since(server.totals);
    final boolean isSynchronised = mirrored.statistics().synchronised();
    // Where the mirror is behind the kernel, the kernel's own counter stands in.
    final Sample sample =
        isSynchronised
            ? Sample.ofSessions(nowMillis, every.toMillis(), mirrored.sessions().size())
            : new Sample(nowMillis, every.toMillis(), kernel.entries(), Sample.Measure.ENTRIES);
    server.state = judge.judge(server.state, sample);
    server.trend = server.trend.plus(nowMillis, sample.count());
    final Reading reading =
        new Reading(
            MirrorLooks.nameOf(mirrored),
            sample,
            judge.rule(),
            judge.verdict(server.state),
            new Ceiling(kernel.entries(), kernel.maximum(), since.losses()),
            totals,
            since,
            server.totals == null ? 0 : nowMillis - server.timeMillis,
            isSynchronised,
            isUntracked(mirrored, server, kernel.entries()) ? UNTRACKED : null);
    server.totals = totals;
    server.timeMillis = nowMillis;
    return new HeadingSource.Heading(Headline.of(reading), server.trend, JUDGE);
  }

  private static Totals totals(
      final MirroredTable mirrored, final Server server, final Counters counters) {
    return new Totals(
        server.tally.begun(),
        server.tally.ended(),
        counters.drop(),
        counters.earlyDrop(),
        counters.insertFailed(),
        mirrored.statistics().overruns(),
        mirrored.statistics().resyncs());
  }

  private static boolean isUntracked(
      final MirroredTable mirrored, final Server server, final long entries) throws IOException {
    if (entries > 0) {
      server.emptyLooks = 0;
      server.isUntracked = false;
    } else if (server.emptyLooks++ % LOOKS_BETWEEN_PROBES == 0) {
      server.isUntracked = Hooks.read(mirrored.namespace()) == Hooks.NOT_HOOKED;
    }
    return server.isUntracked;
  }

  @Override
  public void close() {
    servers.values().forEach(Server::close);
  }
}
