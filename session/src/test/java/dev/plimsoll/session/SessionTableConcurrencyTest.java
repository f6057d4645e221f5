package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One writer, two readers. Every field of a session follows from one number, which changes with
 * each write, so a copy of two writes shows.
 */
class SessionTableConcurrencyTest {
  private static final int STABLE = 1_000;
  private static final int PASSING = 40_000;
  private static final int STABLE_PORT = 1;
  private static final int PASSING_PORT = 2;
  private static final long NOW = 1_800_000_000_000L;

  private final SessionTable table = new SessionTable();
  private final AtomicBoolean stop = new AtomicBoolean();

  private static void tuple(final TupleBuffer into, final int number, final int port) {
    into.protocol(Protocol.UDP);
    into.source(Family.IPV6, number * 31L, number);
    into.destination(Family.IPV6, 7, number * 17L);
    into.sourcePort(number & 0xffff);
    into.destinationPort(port);
  }

  /** Makes all fields of a session follow from a value. */
  private static void fill(
      final Session session, final int number, final int port, final int value) {
    session.clear();
    tuple(session.original(), number, port);
    session.reply().setInverse(session.original());
    if (value % 3 == 0) {
      session.reply().destinationPort(value & 0xffff);
    }
    tell(session, value);
  }

  private static void tell(final Session session, final int value) {
    session.observedNanos(NOW * 1_000_000);
    session.mark(value);
    session.id(value * 7);
    session.status(1 + value % 0x3fff);
    session.state(value % 10);
    session.timeoutMillis(1 + value);
    session.use(1 + value % 9);
    session.originalCounters(value, value * 3L);
    session.replyCounters(value * 5L, value * 11L);
    session.labels(value * 13L, value * 19L);
    session.startNanos(1 + value * 23L);
    session.stopNanos(1 + value * 29L);
    session.helper(value % 2 == 0 ? "even" : "odd");
  }

  private static void check(final Session s) {
    final int value = s.mark();
    final Session expected = new Session();
    expected.original().set(s.original());
    tell(expected, value);
    final boolean whole =
        s.id() == expected.id()
            && s.status() == expected.status()
            && s.state() == expected.state()
            && s.timeoutMillis() == expected.timeoutMillis()
            && s.use() == expected.use()
            && s.originalPackets() == expected.originalPackets()
            && s.originalBytes() == expected.originalBytes()
            && s.replyPackets() == expected.replyPackets()
            && s.replyBytes() == expected.replyBytes()
            && s.labelsHigh() == expected.labelsHigh()
            && s.labelsLow() == expected.labelsLow()
            && s.startNanos() == expected.startNanos()
            && s.stopNanos() == expected.stopNanos()
            && String.valueOf(s.helper()).equals(expected.helper())
            && s.original().sourceHigh() == s.original().sourceLow() * 31
            && s.original().destinationLow() == s.original().sourceLow() * 17
            && s.reply().sourceLow() == s.original().destinationLow()
            && s.reply().destinationHigh() == s.original().sourceHigh();
    if (!whole) {
      throw new AssertionError("torn: " + s + " with value " + value);
    }
  }

  /** Lets sessions come and go, and rewrites the stable ones in place. */
  private long write() {
    final SplittableRandom random = new SplittableRandom(1);
    final Session session = new Session();
    long writes = 0;
    while (!stop.get()) {
      final int stable = random.nextInt(STABLE);
      final int passing = random.nextInt(PASSING);
      final int value = random.nextInt(1 << 24);
      switch (random.nextInt(4)) {
        case 0 -> {
          fill(session, stable, STABLE_PORT, value);
          table.put(session);
        }
        case 1 -> {
          fill(session, stable, STABLE_PORT, value);
          final int slot = table.find(session.original(), 0);
          table.update(slot, session);
        }
        case 2 -> {
          fill(session, passing, PASSING_PORT, value);
          table.put(session);
        }
        default -> {
          tuple(session.original(), passing, PASSING_PORT);
          final int slot = table.find(session.original(), 0);
          if (slot != SessionTable.NONE) {
            table.remove(slot);
          }
        }
      }
      writes++;
    }
    return writes;
  }

  private long iterate() {
    final int[] seen = new int[STABLE];
    long rounds = 0;
    while (!stop.get()) {
      table.forEach(
          NOW,
          s -> {
            check(s);
            if (s.original().destinationPort() == STABLE_PORT) {
              seen[(int) s.original().sourceLow()]++;
            }
          });
      rounds++;
      for (int i = 0; i < STABLE; i++) {
        if (seen[i] != rounds) {
          throw new AssertionError("session " + i + " was seen " + seen[i] + " times in " + rounds);
        }
      }
    }
    return rounds;
  }

  private long look() {
    final SplittableRandom random = new SplittableRandom(2);
    final TupleBuffer tuple = new TupleBuffer();
    final TupleBuffer inverse = new TupleBuffer();
    final Session session = new Session();
    long found = 0;
    while (!stop.get()) {
      final boolean stable = random.nextBoolean();
      final int number = random.nextInt(stable ? STABLE : PASSING);
      tuple(tuple, number, stable ? STABLE_PORT : PASSING_PORT);
      inverse.setInverse(tuple);
      if (table.get(tuple, 0, session)) {
        check(session);
        if (!session.original().sameAs(tuple)) {
          throw new AssertionError("looked for " + tuple + ", got " + session);
        }
        found++;
      } else if (stable) {
        throw new AssertionError("session " + number + " was not found");
      }
      if (table.get(inverse, 0, session)) {
        check(session);
        if (!session.reply().sameAs(inverse)) {
          throw new AssertionError("looked for the reply " + inverse + ", got " + session);
        }
        found++;
      }
    }
    return found;
  }

  private void readersBesideAWriter(final long millis) throws Exception {
    final Session session = new Session();
    for (int i = 0; i < STABLE; i++) {
      fill(session, i, STABLE_PORT, i);
      table.put(session);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      final List<Future<Long>> runs = new ArrayList<>();
      for (final Callable<Long> run :
          List.<Callable<Long>>of(this::write, this::iterate, this::look)) {
        runs.add(
            threads.submit(() -> {
              try {
                return run.call();
              } finally {
                stop.set(true);
              }
            }));
      }
      await(millis);
      stop.set(true);
      for (final Future<Long> run : runs) {
        assertThat(run.get(10, TimeUnit.SECONDS)).isPositive();
      }
    }
  }

  private void await(final long millis) throws InterruptedException {
    final long end = System.nanoTime() + millis * 1_000_000;
    while (!stop.get() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
  }

  @Test
  void readersSeeWholeSessionsAndStableOnesOnceARound() throws Exception {
    readersBesideAWriter(1_500);
  }

  @Test
  @Tag("nightly")
  void theySeeThemSoForLong() throws Exception {
    readersBesideAWriter(60_000);
  }
}
