package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.alert.Delivery.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Takes readings, decides what is told, and sees to it that it is: each decision is kept together
 * with its deliveries before the first of them is made, and what has not been delivered is tried
 * again, also after a restart. While the store cannot tell what an earlier desk left, this one
 * decides without it, and takes it over as soon as it can. A kill between the delivery and the note
 * of it makes a receiver hear an alert twice, with the same id; none is lost.
 *
 * <p>Each alert is also written to the log, and kept as delivered to {@link ChannelSettings#LOG}:
 * so there is a record of it without any channel.
 *
 * <p>Deciding has a thread of its own, and each channel another, so neither the sampling nor
 * another channel waits for a slow one.
 */
public final class AlertDesk implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AlertDesk.class.getName());
  private static final int MOST_QUEUED = 1_024;
  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(2);
  private static final String KEY = "alerts/";
  private static final Duration LAST_DECISIONS = Duration.ofMillis(500);

  private final AlertSettings settings;
  private final AlertStore store;
  private final InstantSource clock;
  private final AlertJudge judge;
  private final List<ChannelLane> lanes = new ArrayList<>();
  private final Map<String, AlertState> states = new ConcurrentHashMap<>();
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST_QUEUED);
  private final Thread thread =
      Thread.ofPlatform().name("plimsoll-alerts").daemon().unstarted(this::run);
  private volatile boolean closing;

  // Of start(), and then of the thread.
  private final Set<String> unsure = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private boolean hasTakenOver;

  /** What the desk learns. */
  private sealed interface Event {}

  private record Read(Reading reading) implements Event {}

  private record Vanished(String namespace, long timeMillis) implements Event {}

  /**
   * A desk that is closed still.
   *
   * @param host this machine's name
   * @param zone whose clock the texts tell
   * @param past what the table consisted of
   * @param store where decisions and deliveries are kept
   * @param clock says when a delivery is due
   */
  public AlertDesk(
      final AlertSettings settings,
      final String host,
      final ZoneId zone,
      final Past past,
      final AlertStore store,
      final InstantSource clock) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
    judge = new AlertJudge(settings.rule(), host, zone, past);
    for (final ChannelSettings channel : settings.channels()) {
      lanes.add(
          new ChannelLane(
              channel,
              settings,
              Channel.to(channel.receiver(), zone, clock),
              store,
              clock,
              this::open));
    }
  }

  /** The namespaces of which an earlier desk left something that is not over. */
  public static Set<String> unfinished(final AlertStore store) {
    return store.keys().stream()
        .filter(key -> key.startsWith(KEY))
        .map(key -> key.substring(KEY.length()))
        .collect(Collectors.toSet());
  }

  /** Opens the desk: what an earlier one left is delivered first. */
  public void start() {
    takeOver();
    lanes.forEach(ChannelLane::start);
    thread.start();
  }

  /** Opens the desk in place of one of this process, which is closed. */
  public void start(final AlertDesk before) {
    states.putAll(before.states);
    unsure.addAll(before.unsure);
    start();
  }

  // Deliveries that nobody has made yet. The same one may not be taken twice.
  private void takeOver() {
    final boolean readable = store.isReadable();
    final List<Delivery> pending =
        store.pending().stream().filter(delivery -> taken.add(name(delivery))).toList();
    lanes.forEach(lane -> lane.add(of(lane, pending)));
    final List<Delivery> homeless = pending.stream().filter(this::hasNoLane).toList();
    if (!homeless.isEmpty()) {
      store.put(homeless.stream().map(AlertDesk::undeliverable).toList());
    }
    hasTakenOver = readable && store.isReadable();
    if (hasTakenOver) {
      taken.clear();
    }
  }

  private static List<Delivery> of(final ChannelLane lane, final List<Delivery> deliveries) {
    return deliveries.stream().filter(one -> one.channel().equals(lane.name())).toList();
  }

  private static String name(final Delivery delivery) {
    return delivery.alert().id() + " " + delivery.channel();
  }

  private boolean hasNoLane(final Delivery delivery) {
    return lanes.stream().noneMatch(lane -> lane.name().equals(delivery.channel()));
  }

  private static Delivery undeliverable(final Delivery delivery) {
    return new Delivery(
        delivery.alert(),
        delivery.channel(),
        State.FAILED,
        delivery.attempts(),
        0,
        "The channel " + delivery.channel() + " is no longer configured.");
  }

  /** Takes a reading. Never waits; any thread may call it, for one namespace one at a time. */
  public void accept(final Reading reading) {
    offer(new Read(reading));
  }

  /** A server stopped or vanished, or is no longer watched. Never waits. */
  public void vanished(final String namespace, final long timeMillis) {
    offer(new Vanished(namespace, timeMillis));
  }

  // What is the matter is told by the readings that follow, too: one may be missed.
  private void offer(final Event event) {
    if (!events.offer(event)) {
      LOG.log(
          Level.WARNING,
          "A reading was not looked at for alerts, because {0} others wait: is the disk slow?",
          MOST_QUEUED);
    }
  }

  /** What each channel has done since the start. */
  public List<ChannelCount> counts() {
    return lanes.stream().map(ChannelLane::count).toList();
  }

  /** What was told last of each matter that is not over, in all namespaces. */
  public List<Alert> open() {
    return states.values().stream().flatMap(state -> state.open().stream()).toList();
  }

  private void run() {
    try {
      while (!closing || !events.isEmpty()) {
        final Event event = events.poll(100, TimeUnit.MILLISECONDS);
        if (event != null) {
          handle(event);
        }
      }
    } catch (final InterruptedException e) {
      LOG.log(Level.DEBUG, "Stopped; {0} readings were not looked at for alerts", events.size());
    }
  }

  private void handle(final Event event) {
    try {
      if (!hasTakenOver && store.isReadable()) {
        takeOver();
      }
      switch (event) {
        case Read(final Reading reading) -> {
          final AlertState before = state(reading.namespace());
          keep(reading.namespace(), before, judge.judge(before, reading));
        }
        case Vanished(final String namespace, final long timeMillis) -> {
          final AlertState before = state(namespace);
          keep(namespace, before, judge.vanish(before, timeMillis));
          states.remove(namespace);
          unsure.remove(namespace);
        }
      }
    } catch (final RuntimeException e) {
      LOG.log(Level.ERROR, "A reading could not be looked at for alerts", e);
    }
  }

  private AlertState state(final String namespace) {
    final AlertState known = states.get(namespace);
    final boolean readable = (known == null || unsure.contains(namespace)) && store.isReadable();
    if (known != null && !readable) {
      return known;
    }
    final AlertState recalled = recalled(namespace);
    final boolean sure = readable && store.isReadable();
    if (known != null && !sure) {
      return known;
    }
    final AlertState state = known == null ? recalled : recalled.and(known);
    states.put(namespace, state);
    if (!sure) {
      unsure.add(namespace);
    } else if (unsure.remove(namespace) && !state.equals(recalled)) {
      store.remember(key(namespace), state.text(), List.of());
    }
    if (!recalled.open().isEmpty()) {
      lanes.forEach(ChannelLane::refreshSoon);
    }
    return state;
  }

  private AlertState recalled(final String namespace) {
    try {
      return AlertState.parse(store.recall(key(namespace)));
    } catch (final IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "What was alerted on in {0} is not readable and begins anew: {1}",
          namespace,
          e.getMessage());
      return AlertState.NONE;
    }
  }

  private static String key(final String namespace) {
    return KEY + namespace;
  }

  // First it is kept, then it is delivered.
  private void keep(
      final String namespace, final AlertState before, final AlertJudge.Decision decision) {
    if (decision.state().equals(before) && decision.alerts().isEmpty()) {
      return;
    }
    final long due = clock.millis() + settings.groupWait().toMillis();
    final List<Delivery> deliveries = new ArrayList<>();
    for (final Alert alert : decision.alerts()) {
      deliveries.add(
          new Delivery(
              alert, ChannelSettings.LOG, State.DELIVERED, 1, 0, "Written to the watch's log."));
      for (final ChannelLane lane : lanes) {
        if (lane.takes(alert)) {
          deliveries.add(new Delivery(alert, lane.name(), State.PENDING, 0, due, ""));
        }
      }
    }
    if (unsure.contains(namespace)) {
      // What an earlier desk kept is not to be replaced before it was read.
      store.put(deliveries);
    } else {
      store.remember(key(namespace), decision.state().text(), deliveries);
    }
    if (!hasTakenOver) {
      deliveries.forEach(delivery -> taken.add(name(delivery)));
    }
    states.put(namespace, decision.state());
    for (final Alert alert : decision.alerts()) {
      LOG.log(Level.INFO, "Alert: {0}", AlertLetter.line(alert));
    }
    lanes.forEach(lane -> lane.add(of(lane, deliveries)));
  }

  /**
   * Closes the desk within 3 s. What waits only for its group is sent at once; what cannot be
   * delivered stays for the next desk.
   */
  @Override
  public void close() {
    closing = true;
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!thread.join(LAST_DECISIONS)) {
        thread.interrupt();
      }
      lanes.forEach(ChannelLane::finish);
      final long end = System.nanoTime() + LAST_ATTEMPTS.toNanos();
      for (final ChannelLane lane : lanes) {
        lane.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
