package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SessionTableMemoryTest {
  private static final int MILLION = 1_000_000;

  private final SessionTable table = new SessionTable();
  private final Session session = new Session();

  /** Puts sessions of IPv4 and IPv6 by turns. */
  private void fill(final int count, final Consumer<Session> more) {
    for (int i = 0; i < count; i++) {
      session.clear();
      final TupleBuffer original = session.original();
      original.protocol(Protocol.TCP);
      if (i % 2 == 0) {
        original.source(Family.IPV4, 0, 0x0a00_0000L + i / 50_000);
        original.destination(Family.IPV4, 0, 0xc633_6401L);
      } else {
        original.source(Family.IPV6, 0x2001_0db8_0000_0001L, i / 50_000);
        original.destination(Family.IPV6, 0x2001_0db8_0000_0000L, 1);
      }
      original.sourcePort(10_000 + i % 50_000);
      original.destinationPort(443);
      session.reply().setInverse(original);
      session.status(Status.CONFIRMED | Status.SEEN_REPLY | Status.ASSURED);
      session.state(3);
      session.timeoutMillis(1_000L + i);
      session.mark(i);
      session.id(i);
      session.use(1);
      session.observedNanos(1_800_000_000_000_000_000L);
      more.accept(session);
      table.put(session);
    }
    assertThat(table.size()).isEqualTo(count);
  }

  @Test
  void aMillionSessionsTakeAtMost96BytesEach() {
    fill(MILLION, s -> {});

    assertThat(table.memoryBytes()).isLessThanOrEqualTo(96L * MILLION);
  }

  @Test
  void memoryBytesIsWhatTheHeapGrowsBy() {
    final long before = usedHeapBytes();
    fill(MILLION / 4, s -> {});
    final long growth = usedHeapBytes() - before;

    assertThat(table.memoryBytes()).isCloseTo(growth, withinPercentage(10));
  }

  @Test
  void natTakes44BytesMoreForThoseThatHaveItAndNoneForOthers() {
    fill(
        100_000,
        s -> {
          if (s.id() % 10 == 0) {
            s.reply().destinationPort(1);
          }
        });

    assertThat(table.memoryBytes() / 100_000).isBetween(88L + 4, 88L + 7);
  }

  @Test
  void countersAndTimesTakeWhatTheTableSays() {
    fill(
        100_000,
        s -> {
          s.originalCounters(1, 1);
          s.replyCounters(1, 1);
          s.startNanos(1);
        });

    assertThat(table.memoryBytes() / 100_000).isBetween(88L + 32 + 16, 88L + 32 + 16 + 3);
  }

  @Test
  void anEmptyTableIsSmall() {
    assertThat(table.memoryBytes()).isLessThan(12 * 1024);
  }

  private static long usedHeapBytes() {
    final Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
