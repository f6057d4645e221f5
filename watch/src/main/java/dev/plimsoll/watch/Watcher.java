package dev.plimsoll.watch;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the samples of all watched servers, judges each, and hands on what came of it. Holds no
 * thread and no clock: whoever owns it calls {@link #look} when a sample is due.
 *
 * <p>After a restart the samples of before are judged once more: the judgement is a pure function,
 * so it goes on as if nothing had happened but a gap. Where they cannot be read yet, the judgement
 * begins without them, and no times over the limit are handed on; as soon as they can be read, all
 * is judged once more with them.
 *
 * <p>Not thread safe.
 */
public final class Watcher {
  private final LimitJudge judge;
  private final long intervalMillis;
  private final EarlierWatch earlier;
  private final WatchOutlet outlet;
  private final Map<String, Server> servers = new HashMap<>();
  private boolean hasEndedUnwatched;

  /** What is kept of one server from look to look. */
  private static final class Server {
    private final long sinceMillis;
    private boolean knowsEarlier;
    private LimitState state = LimitState.START;
    private @Nullable Overload overload;
    private @Nullable Reading latest;

    private Server(final long sinceMillis) {
      this.sinceMillis = sinceMillis;
    }
  }

  /**
   * A watch without servers.
   *
   * @param intervalMillis the time between two looks at a server, which each sample carries
   * @param earlier what an earlier watch saw; asked once for each server, at the first look at
   *     which it can be read
   */
  public Watcher(
      final LimitRule rule,
      final long intervalMillis,
      final EarlierWatch earlier,
      final WatchOutlet outlet) {
    judge = new LimitJudge(rule);
    this.intervalMillis = intervalMillis;
    this.earlier = earlier;
    this.outlet = outlet;
  }

  public LimitRule rule() {
    return judge.rule();
  }

  /**
   * Looks at a server once.
   *
   * @param nowMillis the event time, later than at the look before
   */
  public void look(final TableSource source, final long nowMillis) {
    final Server server = server(source.namespace(), nowMillis);
    final Reading reading = read(source, server, nowMillis);
    outlet.reading(reading);
    if (reading.trouble() == null) {
      server.latest = reading;
      follow(source.namespace(), server, reading.sample());
    }
  }

  private Server server(final String namespace, final long nowMillis) {
    final Server known = servers.get(namespace);
    if (known != null && (known.knowsEarlier || !earlier.isReadable())) {
      return known;
    }
    final Server resumed =
        resume(namespace, known == null ? nowMillis : known.sinceMillis, nowMillis);
    if (known != null) {
      if (!resumed.knowsEarlier) {
        return known;
      }
      resumed.latest = known.latest;
    }
    servers.put(namespace, resumed);
    return resumed;
  }

  // Judges what was seen before this watch, until sinceMillis, and what it has seen itself.
  private Server resume(final String namespace, final long sinceMillis, final long nowMillis) {
    final Server server = new Server(sinceMillis);
    final boolean readable = earlier.isReadable();
    final Overload open = earlier.openOverload(namespace);
    // What the judgement remembers: as far back as it looks, and all of an overload that lasts.
    final long memory = rule().recurringOf().toMillis() + rule().window().toMillis();
    final long from = open == null ? sinceMillis : Math.min(sinceMillis, open.sinceMillis());
    final List<Sample> samples = earlier.samples(namespace, from - memory, nowMillis - 1);
    server.knowsEarlier = readable && earlier.isReadable();
    server.overload = open;
    boolean begun = false;
    for (final Sample sample : samples) {
      final boolean own = sample.timeMillis() >= sinceMillis;
      if (own && !begun) {
        begin(namespace, server);
        begun = true;
      }
      server.state = judge.judge(server.state, sample);
      if (own) {
        follow(namespace, server, sample);
      }
    }
    if (!begun) {
      begin(namespace, server);
    }
    return server;
  }

  // With all judged that was seen before this watch.
  private void begin(final String namespace, final Server server) {
    final Sample newest = server.state.newest();
    if (newest == null) {
      return;
    }
    final boolean longAgo =
        server.sinceMillis
            > newest.timeMillis() + LimitJudge.BRIDGED_INTERVALS * newest.intervalMillis();
    if (server.overload == null
        && longAgo
        && (server.state.isSustained() || server.state.inPeak())) {
      // It was over the limit, and ended unobserved: the server had vanished.
      server.state = judge.vanish(server.state, newest.timeMillis());
    } else {
      follow(namespace, server, newest);
    }
  }

  private Reading read(final TableSource source, final Server server, final long nowMillis) {
    try {
      return judged(source.namespace(), server, source.count(), nowMillis);
    } catch (final IOException e) {
      final String trouble = Objects.requireNonNullElse(e.getMessage(), e.toString());
      return unseen(source.namespace(), server, nowMillis, trouble);
    }
  }

  private Reading judged(
      final String namespace,
      final Server server,
      final TableSource.Count count,
      final long nowMillis) {
    final Sample sample =
        count.isSynchronised()
            ? Sample.ofSessions(nowMillis, intervalMillis, count.sessions())
            : new Sample(nowMillis, intervalMillis, count.entries(), Sample.Measure.ENTRIES);
    server.state = judge.judge(server.state, sample);
    final Reading before = server.latest;
    final Totals since = before == null ? Totals.NONE : count.totals().since(before.totals());
    return new Reading(
        namespace,
        sample,
        judge.rule(),
        judge.verdict(server.state),
        new Ceiling(count.entries(), count.maximum(), since.losses()),
        count.totals(),
        since,
        before == null ? 0 : nowMillis - before.timeMillis(),
        count.isSynchronised(),
        null);
  }

  // The numbers of before, the verdict of now: silence makes it unknown in the end.
  private Reading unseen(
      final String namespace, final Server server, final long nowMillis, final String trouble) {
    final Reading before = server.latest;
    final Sample newest = server.state.newest();
    return new Reading(
        namespace,
        new Sample(
            nowMillis,
            intervalMillis,
            newest == null ? 0 : newest.count(),
            newest == null ? Sample.Measure.ENTRIES : newest.measure()),
        judge.rule(),
        judge.verdict(server.state, Math.max(nowMillis, server.state.timeMillis())),
        before == null
            ? new Ceiling(0, 0, 0)
            : new Ceiling(before.ceiling().entries(), before.ceiling().maximum(), 0),
        before == null ? Totals.NONE : before.totals(),
        Totals.NONE,
        0,
        false,
        trouble);
  }

  private void follow(final String namespace, final Server server, final Sample sample) {
    final Overload before = server.overload;
    final Overload now = Overloads.after(before, namespace, server.state, sample, judge.rule());
    if (now != null && !now.equals(before) && server.knowsEarlier) {
      outlet.overload(now);
    }
    server.overload = now == null || now.isOver() ? null : now;
  }

  /**
   * Ends what an earlier watch left open of servers that are not watched any more, because nobody
   * will see it end. To be called now and then: it is done once, when the earlier watch can be
   * read.
   *
   * @param watched the names of all servers that are watched
   */
  public void endUnwatched(final Set<String> watched, final long nowMillis) {
    if (hasEndedUnwatched || !earlier.isReadable()) {
      return;
    }
    for (final String namespace : earlier.unfinished()) {
      if (watched.contains(namespace)) {
        continue;
      }
      final Overload open = earlier.openOverload(namespace);
      if (open != null) {
        final List<Sample> seen = earlier.samples(namespace, open.sinceMillis(), nowMillis);
        final long end = seen.isEmpty() ? open.sinceMillis() : seen.getLast().timeMillis();
        outlet.overload(Overloads.ended(open, end, Episode.Ending.UNOBSERVED));
      }
      outlet.vanished(namespace, nowMillis);
    }
    hasEndedUnwatched = earlier.isReadable();
  }

  /** A server is gone: an overload of it ends unobserved. */
  public void vanish(final String namespace, final long nowMillis) {
    final Server server = servers.remove(namespace);
    if (server == null) {
      return;
    }
    server.state = judge.vanish(server.state, nowMillis);
    final Overload open = server.overload;
    if (open != null && server.knowsEarlier) {
      outlet.overload(Overloads.ended(open, nowMillis, Episode.Ending.UNOBSERVED));
    }
    outlet.vanished(namespace, nowMillis);
  }
}
