package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Tuple;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A tracker with all before it, which writes down what it says and checks that it can be true. */
final class ObservedTracker {
  // So many sessions and their index fit a table's first pieces.
  private static final int FEW = 8_000;
  private static final long MEMORY_OF_FEW = 8 << 20;

  private final PacketDecoder decoder = new PacketDecoder(Checksums.NONE);
  private final Defragmenter defragmenter;
  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final Tracker tracker;
  private final long maximum;
  private final Packet[] waiting = new Packet[Tracker.BATCH];
  private Packet spare = new Packet();
  private int count;
  private final StringBuilder said = new StringBuilder();
  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Set<Tuple> alive = new HashSet<>();
  private long begun;
  private long ended;
  private boolean wasFull;
  private long newestMillis = Long.MIN_VALUE;

  ObservedTracker(final TrackerSettings settings) {
    defragmenter = new Defragmenter(decoder, settings);
    tracker = new Tracker(settings, table, this::note);
    maximum = settings.value(Sysctl.MAX);
    Arrays.setAll(waiting, i -> new Packet());
  }

  /** Decodes a frame; what it gives waits for {@link #trackBatch} or {@link #trackEach}. */
  void take(final Frame frame) {
    final Packet packet = waiting[count];
    switch (decoder.decode(frame, packet)) {
      case PACKET -> count++;
      case FRAGMENT -> {
        waiting[count] = spare;
        spare = packet;
        if (defragmenter.add(packet, waiting[count])) {
          count++;
        }
      }
      case IGNORED -> {}
    }
  }

  boolean isFull() {
    return count == waiting.length;
  }

  /** Tracks what waits side by side. */
  void trackBatch() {
    tracker.track(waiting, count, this::note);
    count = 0;
    check();
    checkVisits();
  }

  /** Tracks what waits one by one. */
  void trackEach() {
    for (int i = 0; i < count; i++) {
      note(waiting[i], tracker.track(waiting[i]));
      check();
    }
    count = 0;
  }

  /** Lets all sessions end. */
  void end() {
    checkVisits();
    // Longer than any timeout that there can be.
    tracker.advance(newestMillis + 2L * Integer.MAX_VALUE * 1000);
    check();
    assertThat(table.size()).isZero();
    assertThat(begun).isEqualTo(ended);
  }

  /**
   * Whether there was ever no room: which sessions went then hangs on the table's own, random hash.
   */
  boolean wasFull() {
    return wasFull;
  }

  /** All verdicts with their reasons and all events, in their order. */
  String said() {
    return said.toString();
  }

  private void note(final Packet packet, final Verdict verdict) {
    verdicts.merge(verdict, 1L, Long::sum);
    newestMillis = Math.max(newestMillis, packet.timeNanos / 1_000_000);
    said.append(verdict).append(' ').append(packet.why()).append('\n');
  }

  private void note(final SessionEvent event) {
    final Session session = event.session();
    final Tuple original = Tuple.copyOf(session.original());
    said.append(event.type()).append(' ').append(original).append(' ').append(session.status());
    said.append(' ').append(session.state()).append(' ').append(session.timeoutMillis());
    said.append('\n');
    switch (event.type()) {
      case NEW -> {
        begun++;
        assertThat(alive.add(original)).as("begins once: %s", original).isTrue();
      }
      case UPDATE -> assertThat(alive).contains(original);
      case DESTROY -> {
        ended++;
        assertThat(alive.remove(original)).as("had begun: %s", original).isTrue();
      }
    }
  }

  private void check() {
    assertThat(table.size()).isEqualTo(alive.size());
    if (maximum > 0) {
      assertThat(table.size()).isLessThanOrEqualTo((int) maximum);
      wasFull |= table.size() == maximum;
    }
    final TrackerStatistics statistics = tracker.statistics();
    assertThat(statistics.inserted()).isEqualTo(begun);
    assertThat(statistics.expired() + statistics.earlyDropped()).isLessThanOrEqualTo(ended);
    assertThat(statistics.packets())
        .isEqualTo(verdicts.values().stream().mapToLong(Long::longValue).sum());
    assertThat(statistics.invalid() + statistics.icmpErrors()).isEqualTo(count(Verdict.INVALID));
    assertThat(statistics.untracked()).isEqualTo(count(Verdict.UNTRACKED));
    assertThat(statistics.dropped()).isEqualTo(count(Verdict.DROPPED));
    assertThat(begun).isLessThan(FEW);
    assertThat(table.memoryBytes()).isLessThan(MEMORY_OF_FEW);
    assertThat(defragmenter.bytes()).isBetween(0L, WaitingDatagrams.THRESHOLD * 2);
  }

  /** Whoever goes through the table meets those that are alive. */
  private void checkVisits() {
    final Set<Tuple> visited = new HashSet<>();
    table.forEach(session -> visited.add(Tuple.copyOf(session.original())));
    assertThat(visited).isEqualTo(alive);
  }

  private long count(final Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0L);
  }
}
