package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionRowTest {
  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final SessionRow row = table.row();

  private static TupleBuffer tuple(final int port) {
    final TupleBuffer tuple = new TupleBuffer();
    tuple.protocol(Protocol.TCP);
    tuple.source(Family.IPV4, 0, 0x0a00_0001);
    tuple.destination(Family.IPV4, 0, 0x0a00_0002);
    tuple.sourcePort(port);
    tuple.destinationPort(80);
    return tuple;
  }

  private void begin(final int port) {
    row.begin();
    row.status(Status.CONFIRMED);
    row.state(TcpState.SYN_SENT.number());
    row.deadlineMillis(5_000, 7);
    row.insert(tuple(port), 0);
  }

  @Test
  void whatHasBegunIsInTheTableAsItWasLeft() {
    row.begin();
    row.status(Status.CONFIRMED);
    row.state(2);
    row.deadlineMillis(5_000, 7);
    row.count(0, 60);
    row.word(3, 33);
    row.flags(0x1234_5678);
    row.insert(tuple(1), 0);

    final Session session = new Session();
    assertThat(table.get(tuple(1), 0, session)).isTrue();
    assertThat(session.status()).isEqualTo(Status.CONFIRMED);
    assertThat(session.state()).isEqualTo(2);
    assertThat(session.originalBytes()).isEqualTo(60);
    assertThat(table.deadlineMillis(row.slot())).isEqualTo(5_000);
    assertThat(row.deadlineKind()).isEqualTo(7);
    assertThat(row.word(3)).isEqualTo(33);
    assertThat(row.flags()).isEqualTo(0x1234_5678);
  }

  @Test
  void wordsOfNeighboursAreApart() {
    begin(1);
    final int first = row.slot();
    begin(2);
    for (int word = 0; word < SessionRow.WORDS; word++) {
      row.word(word, -1);
    }
    row.moveTo(first);
    for (int word = 0; word < SessionRow.WORDS; word++) {
      assertThat(row.word(word)).isZero();
    }
  }

  @Test
  void bothDirectionsAreFound() {
    begin(1);
    final TupleBuffer reply = new TupleBuffer();
    reply.setInverse(tuple(1));
    assertThat(table.findDirection(tuple(1), 0, table.hashOf(tuple(1), 0)))
        .isEqualTo(row.slot() << 1);
    assertThat(table.findDirection(reply, 0, table.hashOf(reply, 0)))
        .isEqualTo(row.slot() << 1 | 1);
    assertThat(table.findDirection(tuple(2), 0, table.hashOf(tuple(2), 0)))
        .isEqualTo(SessionTable.NONE);
  }

  @Test
  void anEarlierDeadlineIsDueEarlier() {
    begin(1);
    row.deadlineMillis(2_000, 0);
    assertThat(table.advance(2_000, table::remove)).isEqualTo(1);
  }

  @Test
  void aLaterDeadlineIsDueLater() {
    begin(1);
    row.deadlineMillis(9_000, 0);
    assertThat(table.advance(8_999, table::remove)).isZero();
    assertThat(table.advance(9_000, table::remove)).isEqualTo(1);
  }

  @Test
  void packetsBeyondThirtyTwoBitsAreCounted() {
    final long[] record = new long[SessionRecords.TRACKER_WIDTH];
    record[RowCounters.FIRST + 2] = -1; // 2³² - 1 packets in both directions
    RowCounters.count(record, 0, 0, 1500);
    RowCounters.count(record, 0, 1, 40);
    assertThat(RowCounters.packets(record, 0, 0)).isEqualTo(1L << 32);
    assertThat(RowCounters.packets(record, 0, 1)).isEqualTo(1L << 32);
    assertThat(RowCounters.bytes(record, 0, 0)).isEqualTo(1500);
    assertThat(RowCounters.bytes(record, 0, 1)).isEqualTo(40);
  }

  @Test
  void thoseThatMayGoOfTheFirstBucketThatHasAnyGo() {
    for (int port = 1; port <= 5_000; port++) {
      begin(port);
    }
    final int before = table.size();
    final int gone = table.evictNear(table.hashOf(tuple(9_999), 0), 8, slot -> true, table::remove);
    assertThat(gone).isBetween(1, 20);
    assertThat(table.size()).isEqualTo(before - gone);
  }

  @Test
  void aMillionSessionsTakeAtMost160BytesEach() {
    for (int i = 0; i < 1_000_000; i++) {
      final TupleBuffer tuple = tuple(i & 0xffff);
      tuple.source(Family.IPV6, 0x2001_0db8L << 32, i);
      tuple.destination(Family.IPV6, 0x2001_0db8L << 32, 1);
      row.begin();
      row.deadlineMillis(i, 0);
      row.insert(tuple, 0);
    }
    assertThat(table.memoryBytes() / (double) table.size()).isLessThanOrEqualTo(160);
  }

  @Test
  void onlyATrackersTableHasRows() {
    final SessionTable other = new SessionTable();
    assertThatThrownBy(other::row).isInstanceOf(IllegalStateException.class);
  }
}
