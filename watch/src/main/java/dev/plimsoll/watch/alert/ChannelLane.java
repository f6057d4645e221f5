package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.alert.Delivery.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One channel's deliveries, in order, on a thread of their own. As soon as one is due all that wait
 * go out in one message. After a failure all wait longer; an alert that comes meanwhile is worth a
 * new attempt.
 */
final class ChannelLane {
  private static final Logger LOG = System.getLogger(ChannelLane.class.getName());
  private static final int MOST_IN_A_MESSAGE = 20;
  private static final int MOST_WAITING = 10_000;
  private static final long REFRESH_MILLIS = 60_000;
  private static final int JITTER_PART = 5;
  private static final int MOST_DOUBLINGS = 20;

  private final ChannelSettings settings;
  private final AlertSettings timing;
  private final Channel channel;
  private final AlertStore store;
  private final InstantSource clock;
  private final Supplier<List<Alert>> open;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All below under the lock.
  private final List<Delivery> waiting = new ArrayList<>();
  private long nextRefreshMillis;
  private boolean closing;
  private long delivered;
  private long failedAttempts;
  private long givenUp;

  /**
   * A lane that is not running yet.
   *
   * @param open what lasts, for a receiver that forgets
   */
  ChannelLane(
      final ChannelSettings settings,
      final AlertSettings timing,
      final Channel channel,
      final AlertStore store,
      final InstantSource clock,
      final Supplier<List<Alert>> open) {
    this.settings = settings;
    this.timing = timing;
    this.channel = channel;
    this.store = store;
    this.clock = clock;
    this.open = open;
    thread = Thread.ofVirtual().name("plimsoll-alerts-" + settings.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  boolean takes(final Alert alert) {
    return settings.takes(alert);
  }

  String name() {
    return settings.name();
  }

  /** Adds deliveries of this channel that the store already keeps. */
  void add(final List<Delivery> deliveries) {
    final List<Delivery> tooMany;
    lock.lock();
    try {
      waiting.addAll(deliveries);
      final List<Delivery> oldest = waiting.subList(0, Math.max(0, waiting.size() - MOST_WAITING));
      tooMany = oldest.stream().map(ChannelLane::crowdedOut).toList();
      oldest.clear();
      givenUp += tooMany.size();
      changed.signal();
    } finally {
      lock.unlock();
    }
    if (!tooMany.isEmpty()) {
      store.put(tooMany);
    }
  }

  ChannelCount count() {
    lock.lock();
    try {
      return new ChannelCount(settings.name(), delivered, failedAttempts, givenUp, waiting.size());
    } finally {
      lock.unlock();
    }
  }

  /** Lets a receiver that forgets be told what lasts. */
  void refreshSoon() {
    lock.lock();
    try {
      nextRefreshMillis = 0;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets it try once what it has not tried yet, and end. */
  void finish() {
    lock.lock();
    try {
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end, and forces it when the time is over. */
  void join(final Duration most) throws InterruptedException {
    if (!thread.join(most)) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        final List<Delivery> batch = awaitBatch();
        if (!batch.isEmpty()) {
          deliver(batch);
        } else if (!refresh()) {
          return;
        }
      }
    } catch (final InterruptedException e) {
      // Closed while a message was under way: it stays to be delivered.
      LOG.log(Level.DEBUG, "The channel {0} was stopped within a delivery", settings.name());
    }
  }

  // What is to be sent now; empty when it is time to refresh, or to end.
  private List<Delivery> awaitBatch() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closing) {
          return first(waiting.stream().filter(delivery -> delivery.attempts() == 0));
        }
        final long now = clock.millis();
        final long due =
            waiting.stream().mapToLong(one -> due(one, now)).min().orElse(Long.MAX_VALUE);
        if (due <= now) {
          return first(waiting.stream());
        }
        final long refresh = channel.forgets() ? nextRefreshMillis : Long.MAX_VALUE;
        if (refresh <= now) {
          return List.of();
        }
        final long wait = Math.min(REFRESH_MILLIS, Math.min(due, refresh) - now);
        changed.await(wait, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private static List<Delivery> first(final Stream<Delivery> deliveries) {
    return deliveries.limit(MOST_IN_A_MESSAGE).toList();
  }

  // A moment further ahead than any wait is long was set by a clock that was wrong.
  private long due(final Delivery delivery, final long now) {
    final long longest = timing.groupWait().plus(timing.retryAtMost().multipliedBy(2)).toMillis();
    final long next = delivery.nextAttemptMillis();
    return next > now + longest ? now : next;
  }

  private void deliver(final List<Delivery> batch) throws InterruptedException {
    final Outcome outcome = send(batch.stream().map(Delivery::alert).toList());
    final long now = clock.millis();
    final long retry = now + backOffMillis(batch.getFirst().attempts() + 1);
    final List<Delivery> after =
        batch.stream().map(delivery -> after(delivery, outcome, now, retry)).toList();
    store.put(after);
    log(outcome, batch.size());
    lock.lock();
    try {
      waiting.removeAll(batch);
      for (final Delivery delivery : after) {
        switch (delivery.state()) {
          case PENDING -> failedAttempts++;
          case DELIVERED -> delivered++;
          case FAILED -> givenUp++;
        }
      }
      if (!outcome.delivered()) {
        waiting.replaceAll(delivery -> notBefore(delivery, retry));
        waiting.addAll(
            0, after.stream().filter(delivery -> delivery.state() == State.PENDING).toList());
      }
    } finally {
      lock.unlock();
    }
  }

  private Outcome send(final List<Alert> alerts) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = channel.send(alerts);
    } catch (final RuntimeException e) {
      LOG.log(Level.ERROR, "The channel " + settings.name() + " broke", e);
      outcome = Outcome.failed("A fault in Plimsoll: " + e + ".");
    }
    if (Thread.interrupted() && !outcome.delivered()) {
      throw new InterruptedException("within a delivery");
    }
    return outcome;
  }

  private Delivery after(
      final Delivery before, final Outcome outcome, final long now, final long retry) {
    final int attempts = before.attempts() + 1;
    if (outcome.delivered()) {
      return new Delivery(
          before.alert(), before.channel(), State.DELIVERED, attempts, 0, outcome.text());
    }
    final boolean tooOld = now - before.alert().timeMillis() >= timing.giveUpAfter().toMillis();
    return new Delivery(
        before.alert(),
        before.channel(),
        tooOld ? State.FAILED : State.PENDING,
        attempts,
        tooOld ? 0 : retry,
        outcome.text());
  }

  private static Delivery notBefore(final Delivery delivery, final long timeMillis) {
    return new Delivery(
        delivery.alert(),
        delivery.channel(),
        delivery.state(),
        delivery.attempts(),
        Math.max(timeMillis, delivery.nextAttemptMillis()),
        delivery.outcome());
  }

  private static Delivery crowdedOut(final Delivery delivery) {
    return new Delivery(
        delivery.alert(),
        delivery.channel(),
        State.FAILED,
        delivery.attempts(),
        0,
        "Given up: more than %d alerts wait for this channel.".formatted(MOST_WAITING));
  }

  // Doubled each time; by chance a fifth less or more, so that many hosts do not come at once.
  private long backOffMillis(final int attempts) {
    final long doubled = timing.retryAfter().toMillis() << Math.min(attempts - 1, MOST_DOUBLINGS);
    final long bounded = Math.min(doubled, timing.retryAtMost().toMillis());
    final long jitter = bounded / JITTER_PART;
    return bounded + ThreadLocalRandom.current().nextLong(-jitter, jitter + 1);
  }

  private void log(final Outcome outcome, final int alerts) {
    LOG.log(
        outcome.delivered() ? Level.INFO : Level.WARNING,
        "Alerts: {0} through {1}: {2}",
        alerts,
        settings.name(),
        outcome.text());
  }

  // Tells again what lasts. False when this lane is to end.
  private boolean refresh() throws InterruptedException {
    lock.lock();
    try {
      if (closing) {
        return false;
      }
      nextRefreshMillis = clock.millis() + REFRESH_MILLIS;
    } finally {
      lock.unlock();
    }
    final List<Alert> lasting = open.get().stream().filter(this::takes).toList();
    if (!lasting.isEmpty()) {
      final Outcome outcome = send(lasting);
      if (!outcome.delivered()) {
        log(outcome, lasting.size());
      }
    }
    return true;
  }
}
