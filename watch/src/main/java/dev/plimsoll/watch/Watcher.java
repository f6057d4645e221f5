package dev.plimsoll.watch;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes the samples of all watched servers, judges each, and hands on what came of it. Holds no
 * thread and no clock: whoever owns it calls {@link #look} when a sample is due.
 *
 * <p>After a restart the samples of before are judged once more: the judgement is a pure function,
 * so it goes on as if nothing had happened but a gap.
 *
 * <p>Not thread safe.
 */
public final class Watcher {
  private final LimitJudge judge;
  private final long intervalMillis;
  private final EarlierWatch earlier;
  private final WatchOutlet outlet;
  private final Map<String, Server> servers = new HashMap<>();

  /** What is kept of one server from look to look. */
  private static final class Server {
    private LimitState state = LimitState.START;
    private @Nullable Overload overload;
    private @Nullable Reading latest;
  }

  /**
   * A watch without servers.
   *
   * @param intervalMillis the time between two looks at a server, which each sample carries
   * @param earlier what an earlier watch saw; asked once for each server, at the first look
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
    final Server server =
        servers.computeIfAbsent(source.namespace(), namespace -> resume(namespace, nowMillis));
    final Reading reading = read(source, server, nowMillis);
    outlet.reading(reading);
    if (reading.trouble() == null) {
      server.latest = reading;
      follow(source.namespace(), server, reading.sample());
    }
  }

  private Server resume(final String namespace, final long nowMillis) {
    final Server server = new Server();
    final Overload open = earlier.openOverload(namespace);
    // What the judgement remembers: as far back as it looks, and all of an overload that lasts.
    final long memory = rule().recurringOf().toMillis() + rule().window().toMillis();
    final long from = open == null ? nowMillis : Math.min(nowMillis, open.sinceMillis());
    for (final Sample sample : earlier.samples(namespace, from - memory, nowMillis - 1)) {
      server.state = judge.judge(server.state, sample);
    }
    server.overload = open;
    final Sample newest = server.state.newest();
    if (newest == null) {
      return server;
    }
    final boolean longAgo =
        nowMillis > newest.timeMillis() + LimitJudge.BRIDGED_INTERVALS * newest.intervalMillis();
    if (open == null && longAgo && (server.state.isSustained() || server.state.inPeak())) {
      // It was over the limit, and ended unobserved: the server had vanished.
      server.state = judge.vanish(server.state, newest.timeMillis());
    } else {
      follow(namespace, server, newest);
    }
    return server;
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
    if (now != null && !now.equals(before)) {
      outlet.overload(now);
    }
    server.overload = now == null || now.isOver() ? null : now;
  }

  /** A server is gone: an overload of it ends unobserved. */
  public void vanish(final String namespace, final long nowMillis) {
    final Server server = servers.remove(namespace);
    if (server == null) {
      return;
    }
    server.state = judge.vanish(server.state, nowMillis);
    final Overload open = server.overload;
    if (open != null) {
      outlet.overload(Overloads.ended(open, nowMillis, Episode.Ending.UNOBSERVED));
    }
    outlet.vanished(namespace, nowMillis);
  }
}
