package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table against a map of copies, step by step. */
class SessionTableModelTest {
  private static final int[] PROTOCOLS = {
    Protocol.TCP, Protocol.UDP, Protocol.ICMP, Protocol.ICMPV6, Protocol.SCTP, Protocol.GRE, 89
  };
  private static final int[] ICMP_TYPES = {8, 0, 13, 17, 128, 129, 139, 3};

  /** A tuple where it counts. */
  private record Key(Tuple tuple, int zone) {
    static Key original(final Session session) {
      return new Key(Tuple.copyOf(session.original()), TupleKey.originalZone(session));
    }

    static Key reply(final Session session) {
      return new Key(Tuple.copyOf(session.reply()), TupleKey.replyZone(session));
    }
  }

  /** What the model keeps of a session. */
  private static final class Entry {
    Session session = new Session();
    int slot;
    int generation;
    long deadlineMillis;
    boolean isTimerOn;
  }

  /** One run: a table, its model, and the steps. */
  private static final class Run {
    final long seed;
    final SplittableRandom random;
    final int span;
    final SessionTable table = new SessionTable();
    final Map<Key, Entry> model = new HashMap<>();
    final Map<Integer, Entry> bySlot = new HashMap<>();
    final Map<Key, Set<Entry>> byReply = new HashMap<>();
    final Session read = new Session();
    long now = 1_800_000_000_000L;
    int step;

    /**
     * Makes a run.
     *
     * @param span how many values an address and a port may have; few make sessions collide
     */
    Run(final long seed, final int span) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.span = span;
    }

    String at() {
      return "seed " + seed + ", step " + step;
    }

    Tuple tuple() {
      final int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
      final boolean ipv6 = random.nextBoolean();
      final int type = ICMP_TYPES[random.nextInt(ICMP_TYPES.length)] << 8;
      final boolean icmp = Protocol.isIcmp(protocol);
      return new Tuple(
          ipv6 ? Family.IPV6 : Family.IPV4,
          protocol,
          ipv6 ? 0x2001_0db8_0000_0000L + random.nextInt(2) : 0,
          1 + random.nextInt(span),
          ipv6 ? 0x2001_0db8_0000_0000L + random.nextInt(2) : 0,
          1 + random.nextInt(span),
          random.nextInt(span),
          icmp ? type | random.nextInt(2) : random.nextInt(span));
    }

    Session session() {
      final Session session = new Session();
      final Tuple original = tuple();
      session.original().set(original);
      session.reply().setInverse(original);
      if (random.nextInt(4) == 0) {
        final Tuple to = tuple();
        session.reply().source(original.family(), original.destinationHigh(), to.sourceLow());
        session.reply().sourcePort(to.sourcePort());
      }
      session.zone(random.nextInt(4) == 0 ? random.nextInt(3) : 0);
      if (random.nextInt(8) == 0) {
        session.zone(0);
        if (random.nextBoolean()) {
          session.originalZone(random.nextInt(3));
        } else {
          session.replyZone(random.nextInt(3));
        }
      }
      tell(session);
      return session;
    }

    void tell(final Session session) {
      session.observedNanos(now * 1_000_000);
      session.status(random.nextInt(1 << 16));
      if (random.nextBoolean()) {
        session.state(random.nextInt(10));
      }
      if (random.nextInt(4) != 0) {
        session.timeoutMillis(random.nextLong(1L << random.nextInt(1, 30)));
      }
      if (random.nextBoolean()) {
        session.mark(random.nextInt());
      }
      if (random.nextBoolean()) {
        session.id(random.nextInt());
      }
      session.use(random.nextInt(3));
      if (random.nextInt(4) == 0) {
        session.originalCounters(random.nextInt(1_000), random.nextLong(1L << 50));
        session.replyCounters(random.nextInt(1_000), random.nextLong(1L << 50));
      }
      if (random.nextInt(4) == 0) {
        session.startNanos(1 + random.nextLong(1L << 60));
      }
      if (random.nextInt(8) == 0) {
        session.stopNanos(1 + random.nextLong(1L << 60));
      }
      if (random.nextInt(8) == 0) {
        session.labels(random.nextLong(), random.nextLong());
      }
      if (random.nextInt(16) == 0) {
        session.helper("ftp");
        session.master(tuple());
      }
      if (random.nextInt(16) == 0) {
        session.securityContext("system_u");
      }
    }

    void put() {
      final Session session = session();
      final Entry known = model.get(Key.original(session));
      final Entry entry = known == null ? new Entry() : known;
      if (known != null) {
        unlinkReply(known);
      }
      final int slot = table.put(session);
      if (known != null) {
        assertThat(slot).as(at()).isEqualTo(known.slot);
      } else {
        assertThat(bySlot).as(at()).doesNotContainKey(slot);
        entry.slot = slot;
        bySlot.put(slot, entry);
        model.put(Key.original(session), entry);
      }
      entry.session = session;
      entry.isTimerOn = session.timeoutMillis() != Session.ABSENT;
      entry.deadlineMillis = entry.isTimerOn ? now + session.timeoutMillis() : Long.MAX_VALUE;
      byReply.computeIfAbsent(Key.reply(session), key -> new HashSet<>()).add(entry);
    }

    void unlinkReply(final Entry entry) {
      byReply.computeIfPresent(
          Key.reply(entry.session),
          (key, entries) -> {
            entries.remove(entry);
            return entries.isEmpty() ? null : entries;
          });
    }

    Entry entryIn(final int slot) {
      return Objects.requireNonNull(bySlot.get(slot), this::at);
    }

    @Nullable Entry any() {
      if (bySlot.isEmpty()) {
        return null;
      }
      for (int tries = 0; tries < 100; tries++) {
        final Entry entry = bySlot.get(1 + random.nextInt(2 * bySlot.size() + 600));
        if (entry != null) {
          return entry;
        }
      }
      return bySlot.values().iterator().next();
    }

    void remove(final Entry entry) {
      table.remove(entry.slot);
      forget(entry);
    }

    void forget(final Entry entry) {
      model.remove(Key.original(entry.session));
      bySlot.remove(entry.slot);
      unlinkReply(entry);
    }

    void update(final Entry entry) {
      final Session update = new Session();
      update.original().set(entry.session.original());
      update.reply().set(entry.session.reply());
      tell(update);
      table.update(entry.slot, update);
      final Session s = entry.session;
      s.status(update.status() != 0 ? update.status() : s.status());
      s.state(update.state() != Session.ABSENT ? update.state() : s.state());
      if (update.timeoutMillis() != Session.ABSENT) {
        entry.deadlineMillis = now + update.timeoutMillis();
        entry.isTimerOn = true;
      } else if (update.isOffloaded()) {
        entry.deadlineMillis = Long.MAX_VALUE;
        entry.isTimerOn = false;
      }
      if (update.hasMark()) {
        s.mark(update.mark());
      }
      if (update.hasId()) {
        s.id(update.id());
      }
      s.use(update.use() != 0 ? update.use() : s.use());
      if (update.hasCounters()) {
        s.originalCounters(update.originalPackets(), update.originalBytes());
        s.replyCounters(update.replyPackets(), update.replyBytes());
      }
      s.startNanos(update.startNanos() != 0 ? update.startNanos() : s.startNanos());
      s.stopNanos(update.stopNanos() != 0 ? update.stopNanos() : s.stopNanos());
      if (update.hasLabels()) {
        s.labels(update.labelsHigh(), update.labelsLow());
      }
      s.helper(update.helper() != null ? update.helper() : s.helper());
      s.master(update.master() != null ? update.master() : s.master());
      s.securityContext(
          update.securityContext() != null ? update.securityContext() : s.securityContext());
    }

    void find(final Key key) {
      final int slot = table.find(key.tuple, key.zone);
      final Entry original = model.get(key);
      final boolean got = table.get(key.tuple, key.zone, read);
      if (original != null) {
        assertThat(slot).as(at()).isEqualTo(original.slot);
        same(original);
      } else if (byReply.containsKey(key)) {
        final Entry found = entryIn(slot);
        assertThat(byReply.get(key)).as(at()).contains(found);
        same(found);
      } else {
        assertThat(slot).as(at()).isEqualTo(SessionTable.NONE);
        assertThat(got).as(at()).isFalse();
      }
    }

    /** Compares what was read with the model. */
    void same(final Entry entry) {
      final Session expected = entry.session.copy();
      expected.observedNanos(now * 1_000_000);
      expected.timeoutMillis(
          entry.deadlineMillis == Long.MAX_VALUE
              ? Session.ABSENT
              : Math.max(0, entry.deadlineMillis - now));
      if (!parts(read).equals(parts(expected))) {
        assertThat(read).as(at()).usingRecursiveComparison().isEqualTo(expected);
      }
      assertThat(table.generation(entry.slot)).as(at()).isEqualTo(entry.generation);
      assertThat(table.deadlineMillis(entry.slot)).as(at()).isEqualTo(entry.deadlineMillis);
    }

    // A recursive comparison takes a millisecond.
    private static List<@Nullable Object> parts(final Session s) {
      return Arrays.asList(
          Tuple.copyOf(s.original()),
          Tuple.copyOf(s.reply()),
          List.of(s.status(), s.state(), s.timeoutMillis(), s.hasMark(), s.mark(), s.use()),
          List.of(s.zone(), s.originalZone(), s.replyZone(), s.hasId(), s.id()),
          List.of(s.originalPackets(), s.originalBytes(), s.replyPackets(), s.replyBytes()),
          List.of(s.startNanos(), s.stopNanos(), s.hasLabels(), s.labelsHigh(), s.labelsLow()),
          s.helper(),
          s.securityContext(),
          s.master(),
          s.observedNanos());
    }

    void advance() {
      now += random.nextLong(1L << random.nextInt(1, 22));
      final Set<Integer> expected = new HashSet<>();
      for (final Entry entry : bySlot.values()) {
        if (entry.isTimerOn && entry.deadlineMillis <= now) {
          expected.add(entry.slot);
        }
      }
      final List<Integer> due = new ArrayList<>();
      table.advance(
          now,
          slot -> {
            due.add(slot);
            final Entry entry = entryIn(slot);
            switch (random.nextInt(3)) {
              case 0 -> remove(entry);
              case 1 -> {
                entry.deadlineMillis = now + random.nextInt(100_000);
                table.deadlineMillis(slot, entry.deadlineMillis);
              }
              default -> entry.isTimerOn = false;
            }
          });
      assertThat(due)
          .as(at())
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(expected);
    }

    void iterate() {
      final Set<Key> seen = new HashSet<>();
      table.forEach(s -> assertThat(seen.add(Key.original(s))).as(at()).isTrue());
      assertThat(seen).as(at()).isEqualTo(model.keySet());
      final Set<Integer> slots = new HashSet<>();
      table.forEachSlot(slots::add);
      assertThat(slots).as(at()).isEqualTo(bySlot.keySet());
    }

    void steps(final int count) {
      for (step = 0; step < count; step++) {
        final Entry entry = any();
        switch (random.nextInt(16)) {
          case 0, 1 -> find(new Key(tuple(), random.nextInt(3)));
          case 2, 3 -> {
            if (entry != null) {
              find(Key.original(entry.session));
              find(Key.reply(entry.session));
            }
          }
          case 4, 5 -> {
            if (entry != null) {
              update(entry);
            }
          }
          case 6, 7 -> {
            if (entry != null) {
              remove(entry);
            }
          }
          case 8 -> {
            if (entry != null) {
              entry.generation = random.nextInt();
              table.generation(entry.slot, entry.generation);
            }
          }
          case 9 -> {
            if (step % 4 == 0) {
              advance();
            }
          }
          default -> put();
        }
        assertThat(table.size()).as(at()).isEqualTo(model.size());
      }
      iterate();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aTableOfTuplesThatOftenMeetDoesWhatAMapDoes(final long seed) {
    new Run(seed, 4).steps(20_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aTableThatGrowsDoesWhatAMapDoes(final long seed) {
    new Run(seed, 1_000).steps(20_000);
  }

  @Test
  @Tag("nightly")
  void itDoesSoForManySeeds() {
    for (long seed = 100; seed < 130; seed++) {
      new Run(seed, 1 << (seed % 12)).steps(50_000);
    }
  }
}
