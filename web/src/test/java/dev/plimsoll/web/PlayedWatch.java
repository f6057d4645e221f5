package dev.plimsoll.web;

import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.SeriesPoint;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.Verdict;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.history.HistoryHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watch that is played: two namespaces, ten thousand sessions and more, that move in real time
 * and are judged as in earnest. The rule of the first is short, so that its story of six minutes
 * goes through all verdicts.
 *
 * <p>Serve it with {@code main}: {@code PlayedWatch [PORT [SECONDS_BETWEEN_READINGS]]}.
 */
public final class PlayedWatch implements WatchView, AutoCloseable {
  public static final String CALM = "guest-7";

  private final long started = System.currentTimeMillis();
  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final List<Consumer<Reading>> subscribers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final long intervalMillis;
  private volatile int viewers;

  /** One namespace. */
  private final class Server {
    final PlayedCount count;
    final PlayedSessions sessions;
    final LimitJudge judge;
    final List<Overload> overloads = new CopyOnWriteArrayList<>();
    LimitState state = LimitState.START;
    volatile @Nullable Reading latest;
    volatile @Nullable Composition composition;

    Server(final String name, final LimitRule rule, final double scale) {
      count = new PlayedCount(name, rule.limit(), scale, started);
      sessions = new PlayedSessions(name.equals(GroupKey.OWN_NAMESPACE) ? null : name);
      judge = new LimitJudge(rule);
      final long before = started - 2 * rule.window().toMillis();
      for (long time = before; time < started; time += intervalMillis) {
        state = judge.judge(state, Sample.ofSessions(time, intervalMillis, count.at(time)));
      }
    }

    Reading look(final long now) {
      sessions.fit(now, count.ordinary(now) + count.visitors(now), count.flood(now));
      final int size = sessions.table().size();
      final Sample sample = Sample.ofSessions(now, intervalMillis, size);
      state = judge.judge(state, sample);
      final Verdict verdict = judge.verdict(state);
      final Reading before = latest;
      final Totals totals = totals(now);
      final Reading reading =
          new Reading(
              count.namespace(),
              sample,
              judge.rule(),
              verdict,
              new Ceiling(size + 120, 65_536, 0),
              totals,
              before == null ? Totals.NONE : totals.since(before.totals()),
              before == null ? 0 : now - before.timeMillis(),
              true,
              null);
      note(reading);
      latest = reading;
      if (composition == null || now - composition.timeMillis() >= 15_000) {
        composition = count.composition(now);
      }
      return reading;
    }

    private Totals totals(final long now) {
      final long created = 500_000 + (now - started) * 70 / 1000 + count.flood(now);
      return new Totals(created, created - sessions.table().size(), 3, 17, 2, 1, 1);
    }

    private void note(final Reading reading) {
      final Overload open = overloads.isEmpty() ? null : overloads.getLast();
      final boolean lasts = open != null && !open.isOver();
      if (reading.verdict().overNow() && !lasts) {
        overloads.add(
            new Overload(
                count.namespace(),
                reading.timeMillis(),
                LimitState.NEVER,
                LimitState.NEVER,
                null,
                judge.rule().limit(),
                reading.sample().count()));
      } else if (open != null && lasts) {
        overloads.set(overloads.size() - 1, goOn(open, reading));
      }
    }

    private Overload goOn(final Overload open, final Reading reading) {
      final boolean sustained = reading.verdict().answer() instanceof Verdict.Sustained;
      final boolean over = !sustained && !reading.verdict().overNow();
      return new Overload(
          open.namespace(),
          open.sinceMillis(),
          open.isSustained() || !sustained ? open.sustainedMillis() : reading.timeMillis(),
          over ? reading.timeMillis() : LimitState.NEVER,
          over ? dev.plimsoll.watch.Episode.Ending.CLEARED : null,
          open.limit(),
          Math.max(open.most(), reading.sample().count()));
    }
  }

  public PlayedWatch(final Duration interval) {
    intervalMillis = interval.toMillis();
    final LimitRule usual = LimitRule.DEFAULT;
    final LimitRule quick =
        new LimitRule(
            usual.limit(),
            Duration.ofMinutes(2),
            Duration.ofSeconds(90),
            usual.clearBelow(),
            Duration.ofSeconds(30),
            usual.burstLimit(),
            usual.recurringOver(),
            usual.recurringOf(),
            100);
    servers.put(GroupKey.OWN_NAMESPACE, new Server(GroupKey.OWN_NAMESPACE, quick, 1));
    servers.put(CALM, new Server(CALM, usual, 0.2));
    look();
    final var _ =
        clock.scheduleAtFixedRate(
            this::look, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    final long now = System.currentTimeMillis();
    for (final Server server : servers.values()) {
      final Reading reading = server.look(now);
      subscribers.forEach(subscriber -> subscriber.accept(reading));
    }
  }

  /** Hands the newest readings on once more. */
  void repeatLatest() {
    for (final Server server : servers.values()) {
      final Reading reading = server.latest;
      if (reading != null) {
        subscribers.forEach(subscriber -> subscriber.accept(reading));
      }
    }
  }

  void viewers(final int open) {
    viewers = open;
  }

  @Override
  public String host() {
    return "vps-4711.example.net";
  }

  @Override
  public String version() {
    return "0.3.0-played";
  }

  @Override
  public long startedMillis() {
    return started;
  }

  @Override
  public List<String> namespaces() {
    return List.copyOf(servers.keySet());
  }

  @Override
  public @Nullable Reading latest(final String namespace) {
    final Server server = servers.get(namespace);
    return server == null ? null : server.latest;
  }

  @Override
  public @Nullable Composition composition(final String namespace) {
    final Server server = servers.get(namespace);
    return server == null ? null : server.composition;
  }

  @Override
  public @Nullable Diagnosis diagnosis(final String namespace) {
    final Reading latest = latest(namespace);
    return latest == null
        ? null
        : PlayedDiagnosis.of(namespace, latest.timeMillis(), latest.sample().count());
  }

  @Override
  public List<Step> steps(final String namespace) {
    return PlayedDiagnosis.steps(namespace);
  }

  @Override
  public @Nullable SessionTable sessions(final String namespace) {
    final Server server = servers.get(namespace);
    return server == null ? null : server.sessions.table();
  }

  @Override
  public List<SeriesPoint> series(
      final String namespace, final long fromMillis, final long toMillis, final int points) {
    final Server server = servers.get(namespace);
    final long now = System.currentTimeMillis();
    return server == null
        ? List.of()
        : server.count.series(
            Math.max(fromMillis, now - 730 * PlayedCount.DAY), Math.min(toMillis, now), points);
  }

  @Override
  public List<Composition> compositions(
      final String namespace, final long fromMillis, final long toMillis, final int most) {
    final Server server = servers.get(namespace);
    final List<Composition> compositions = new ArrayList<>();
    if (server == null) {
      return compositions;
    }
    final long to = Math.min(toMillis, System.currentTimeMillis());
    final long from = Math.max(fromMillis, to - 730 * PlayedCount.DAY);
    final long step = Math.max(60_000, Math.ceilDiv((to - from) / most, 60_000L) * 60_000);
    for (long time = Math.ceilDiv(from, step) * step; time <= to; time += step) {
      compositions.add(server.count.composition(time));
    }
    return compositions;
  }

  @Override
  public List<Overload> overloads(
      final String namespace, final long fromMillis, final long toMillis) {
    final Server server = servers.get(namespace);
    if (server == null) {
      return List.of();
    }
    final List<Overload> all =
        server.count.overloads(
            Math.max(fromMillis, started - 730 * PlayedCount.DAY), Math.min(toMillis, started));
    server.overloads.stream()
        .filter(o -> o.sinceMillis() <= toMillis && (!o.isOver() || o.endMillis() >= fromMillis))
        .forEach(all::add);
    return all;
  }

  @Override
  public List<Delivery> alerts(final int rows) {
    return PlayedAlerts.newest(started).stream().limit(rows).toList();
  }

  @Override
  public List<SystemFinding> findings() {
    return PlayedAlerts.FINDINGS;
  }

  @Override
  public OwnCost ownCost() {
    final Runtime runtime = Runtime.getRuntime();
    final long samples = (System.currentTimeMillis() - started) / intervalMillis + 17_000;
    return new OwnCost(
        312.4,
        0.021,
        78L << 20,
        runtime.totalMemory() - runtime.freeMemory(),
        servers.values().stream().mapToLong(s -> s.sessions.table().memoryBytes()).sum(),
        samples,
        3,
        41,
        viewers);
  }

  @Override
  public HistoryHealth history() {
    return new HistoryHealth("/var/lib/plimsoll/history.db", 61L << 20, null, 0, 2, 0, 0);
  }

  @Override
  public Subscription subscribe(final Consumer<Reading> consumer) {
    subscribers.add(consumer);
    return () -> subscribers.remove(consumer);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  public static void main(final String[] args) throws IOException, InterruptedException {
    final int port = args.length > 0 ? Integer.parseInt(args[0]) : 7171;
    final int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    final WebSettings settings =
        WebSettings.onLoopback(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try (PlayedWatch watch = new PlayedWatch(Duration.ofSeconds(seconds));
        Metrics metrics = new Metrics(watch);
        WebServer server = WebServer.start(settings, watch, metrics)) {
      System.out.println("The page: http://127.0.0.1:" + server.address().getPort());
      while (true) {
        Thread.sleep(1000);
        watch.viewers(server.viewers());
      }
    }
  }
}
