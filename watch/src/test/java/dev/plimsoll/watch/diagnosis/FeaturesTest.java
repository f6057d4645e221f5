package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.watch.Seeds;
import dev.plimsoll.watch.diagnosis.card.Cards;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final long OWN = 0x0a00_0001L;
  private static final List<SessionEvent.Type> TYPES = List.of(SessionEvent.Type.values());

  @Test
  void aSmallTableTakesLittleAndALargeOneWhatItNeeds() {
    assertThat(bytes(10_000)).isLessThan(4L << 20);
    assertThat(bytes(30_000)).isBetween(4L << 20, 8L << 20);
    assertThat(bytes(1_000_000)).isGreaterThan(32L << 20);
  }

  private static long bytes(final int sessions) {
    return new Features(Play.HOST, FeatureLimits.of(sessions)).memoryBytes();
  }

  @Test
  void theMemoryOfTheLargestIsBelow64Mebibytes() {
    final Features features = new Features(Play.HOST, FeatureLimits.LARGE);
    assertThat(features.memoryBytes()).isBetween(32L << 20, FeatureLimits.MAX_BYTES);
  }

  private static void fill(
      final SessionEvent event, final boolean out, final long remote, final int port) {
    final Session session = event.session();
    session.clear();
    session.original().protocol(Protocol.TCP);
    session.original().source(Family.IPV4, 0, out ? OWN : remote);
    session.original().destination(Family.IPV4, 0, out ? remote : OWN);
    session.original().sourcePort(port);
    session.original().destinationPort(443);
    session.reply().setInverse(session.original());
    session.state(TcpState.SYN_SENT.number());
  }

  @Test
  void tenMillionSourcesNeitherCostMemoryNorHideAScan() {
    final Play play = new Play();
    final long before = play.features.memoryBytes();
    for (int i = 0; i < 60; i++) {
      play.gone(play.pass(0.1).tcpOut(Play.host(i), 445));
    }
    final SessionEvent event = new SessionEvent();
    for (int i = 0; i < 10_000_000; i++) {
      fill(event, false, 0x4000_0000L + i, i & 0xffff);
      event.timeNanos(play.nowMillis() * 1_000_000 + i * 10_000L);
      play.features.event(event);
    }
    play.pass(100);
    assertThat(play.features.memoryBytes()).isEqualTo(before);
    assertThat(play.find(Card.SCAN_HORIZONTAL_OUT)).hasSize(1);
    assertThat(play.features.look(play.nowMillis()).inSources()).hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void oneThatComesAgainAndAgainIsNotPushedOutByAMillionThatComeOnce() {
    final Play play = new Play();
    final SessionEvent event = new SessionEvent();
    for (int i = 0; i < 1_000_000; i++) {
      final boolean again = i % 1_000 == 0;
      fill(event, true, again ? 0x4242_4242L : 0x5000_0000L + i, i & 0xffff);
      event.timeNanos(play.nowMillis() * 1_000_000 + i * 10_000L);
      play.features.event(event);
    }
    final Tally most = play.features.look(play.nowMillis() + 10_000).outServices().getFirst();
    assertThat(most.address().low()).isEqualTo(0x4242_4242L);
    assertThat(most.total(Measure.STARTED)).isBetween(800L, 1_000L);
  }

  @Test
  void noEventsWhateverTheySayBreakAnything() {
    Seeds.each(
        25,
        random -> {
          final Play play = new Play();
          final SessionEvent event = new SessionEvent();
          long nanos = Play.START_MILLIS * 1_000_000;
          for (int i = 0; i < 20_000; i++) {
            nanos += random.nextInt(1_000) == 0 ? wild(random) : random.nextLong(50_000_000);
            scramble(event, random);
            event.timeNanos(nanos);
            play.features.event(event);
            if (random.nextInt(4) == 0) {
              event.session().observedNanos(Math.max(0, nanos));
              play.table.put(event.session());
            }
          }
          final Diagnosis diagnosis =
              new Diagnostician(Cards.ALL, Thresholds.STANDARD, Set.of())
                  .look(
                      "own",
                      play.features,
                      play.table,
                      Circumstances.UNKNOWN,
                      SessionOwners.NOBODY,
                      nanos / 1_000_000);
          assertThat(diagnosis.confidence()).isBetween(0.0, 1.0);
          assertThat(diagnosis.findings()).allMatch(f -> f.confidence() > 0 && f.confidence() < 1);
        });
  }

  // The clock is set back or forward by up to a year.
  private static long wild(final SplittableRandom random) {
    return random.nextLong(-31_536_000, 31_536_000) * 1_000_000_000;
  }

  private static void scramble(final SessionEvent event, final SplittableRandom random) {
    final Session session = event.session();
    session.clear();
    session.host(random.nextInt(20) == 0 ? HostAddresses.UNKNOWN : Play.HOST);
    final int[] protocols = {1, 6, 6, 6, 17, 17, 47, 58, 132, 255};
    final int[] ports = {0, 22, 25, 53, 80, 123, 443, 6_667, 9_001, 3_333, 65_535};
    session.original().protocol(protocols[random.nextInt(protocols.length)]);
    final boolean v6 = random.nextInt(5) == 0;
    final int family = v6 ? Family.IPV6 : Family.IPV4;
    final long other = v6 ? random.nextLong() : 0xc612_0000L + random.nextInt(300);
    final boolean out = random.nextBoolean();
    session.original().source(family, v6 ? other : 0, out && !v6 ? OWN : other);
    session.original().destination(family, v6 ? other : 0, out || v6 ? other : OWN);
    session.original().sourcePort(random.nextInt(65_536));
    session.original().destinationPort(ports[random.nextInt(ports.length)]);
    session.reply().setInverse(session.original());
    session.status(random.nextInt());
    session.state(random.nextInt(-1, 256));
    session.timeoutMillis(random.nextLong(-1, 432_000_000));
    if (random.nextBoolean()) {
      session.originalCounters(random.nextInt(), random.nextLong());
      session.replyCounters(random.nextInt(), random.nextLong());
    }
    event.portId(random.nextInt(3) == 0 ? random.nextInt() : 0);
    event.type(TYPES.get(random.nextInt(3)));
  }

  @Test
  void partnersAreCountedOnceInEveryWindowAsAModelDoes() {
    Seeds.each(
        20,
        random -> {
          final Play play = new Play();
          final Map<Integer, Long> seen = new HashMap<>();
          play.tcpOut(Play.host(200), 443);
          seen.put(200, play.nowMillis());
          for (int i = 0; i < 2_000; i++) {
            final int host = random.nextInt(200);
            play.pass(random.nextDouble(2)).tcpOut(Play.host(host), 443);
            seen.put(host, play.nowMillis());
          }
          final Tally port = play.features.look(play.nowMillis()).outPorts().getFirst();
          final long base = Play.START_MILLIS - 86_400_000;
          final long bucket = (play.nowMillis() - base) / 30_000;
          for (final int seconds : new int[] {30, 120, 300, 600}) {
            final long expected =
                seen.values().stream()
                    .filter(at -> (at - base) / 30_000 >= bucket - seconds / 30)
                    .count();
            assertThat(port.sum(Measure.PARTNERS, seconds)).isEqualTo(expected);
          }
        });
  }

  @Test
  void aClockThatIsSetBackStartsAnew() {
    final Play play = new Play();
    play.tcpOut(Play.host(1), 443);
    play.pass(-7_200).tcpOut(Play.host(2), 443);
    final Recent recent = play.features.look(play.nowMillis());
    assertThat(recent.sinceMillis()).isEqualTo(play.nowMillis());
    assertThat(recent.outPorts().getFirst().total(Measure.STARTED)).isEqualTo(1);
  }

  @Test
  void whatIsDeletedByHandIsNotRefused() {
    final Play play = new Play();
    final SessionEvent event = new SessionEvent();
    final Session session = play.tcpOut(Play.host(1), 443);
    event.type(SessionEvent.Type.DESTROY);
    event.session().set(session);
    event.timeNanos(play.nowMillis() * 1_000_000);
    event.portId(4_711);
    play.features.event(event);
    assertThat(play.features.look(play.nowMillis()).outPorts().getFirst().total(Measure.REFUSED))
        .isZero();
  }

  @Test
  void looksBesideTheWriterNeverSeeMoreThanWasWritten() throws InterruptedException {
    final Play play = new Play();
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final int events = 300_000;
    play.tcpOut(Play.host(1), 443);
    final Thread reader =
        new Thread(() -> {
          final Deque<Long> last = new ArrayDeque<>();
          while (!Thread.interrupted()) {
            final long total =
                play.features.look(Play.START_MILLIS + 3_000).outPorts().stream()
                    .mapToLong(port -> port.total(Measure.STARTED))
                    .sum();
            assertThat(total).isBetween(last.isEmpty() ? 1 : last.pop(), events + 1L);
            last.push(total);
          }
        });
    reader.setUncaughtExceptionHandler((_, e) -> failure.set(e));
    reader.start();
    final SessionEvent event = new SessionEvent();
    for (int i = 0; i < events; i++) {
      fill(event, true, 0x5000_0000L + i % 100, i & 0xffff);
      event.timeNanos((Play.START_MILLIS + i / 100) * 1_000_000);
      play.features.event(event);
    }
    reader.interrupt();
    reader.join();
    assertThat(failure.get()).isNull();
  }
}
