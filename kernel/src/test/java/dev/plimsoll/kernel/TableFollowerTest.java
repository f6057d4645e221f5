package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableFollowerTest {
  private final SessionTable table = new SessionTable(null, HostAddresses.UNKNOWN);
  private final EventClock clock = new EventClock();
  private final TableFollower follower =
      new TableFollower(table, clock, new MissedEvents(table, event -> {}));
  private final SlotQueue doubtful = new SlotQueue(10);

  @Test
  void aRowMadeAfterTheLastEventReplacesWhatIsThere() {
    follower.beginDump();
    event(SessionEvent.Type.NEW, session(1, 7, TcpState.SYN_SENT));
    follower.row(session(1, 7, TcpState.ESTABLISHED), clock.now());
    assertThat(stateOf(1)).isEqualTo(TcpState.ESTABLISHED.number());
  }

  @Test
  void aRowThatMayBeOlderThanAnEventIsDropped() {
    follower.beginDump();
    final int madeAt = clock.now();
    event(SessionEvent.Type.NEW, session(1, 7, TcpState.ESTABLISHED));
    follower.row(session(1, 7, TcpState.SYN_SENT), madeAt);
    assertThat(stateOf(1)).isEqualTo(TcpState.ESTABLISHED.number());
  }

  @Test
  void aSessionDestroyedDuringTheDumpDoesNotComeBack() {
    follower.beginDump();
    final int madeAt = clock.now();
    event(SessionEvent.Type.DESTROY, session(1, 7, null));
    follower.row(session(1, 7, TcpState.ESTABLISHED), madeAt);
    assertThat(table.size()).isZero();
  }

  @Test
  void aRowOfADyingSessionIsDropped() {
    follower.beginDump();
    final Session dying = session(1, 7, TcpState.CLOSE);
    dying.status(dying.status() | Status.DYING);
    follower.row(dying, clock.now());
    assertThat(table.size()).isZero();
  }

  @Test
  void anUpdateOfAnUnknownSessionIsAskedForAtTheEndOfTheDump() {
    follower.beginDump();
    final int madeAt = clock.now();
    event(SessionEvent.Type.UPDATE, session(1, 7, null));
    event(SessionEvent.Type.UPDATE, session(1, 7, null));
    follower.row(session(1, 7, TcpState.ESTABLISHED), madeAt);
    follower.endDump(doubtful);
    assertThat(doubtful.size()).isOne();
  }

  @Test
  void anUpdateOfAnUnknownSessionIsDueAtOnce() {
    final Session partial = session(1, 7, null);
    event(SessionEvent.Type.UPDATE, partial);
    final int[] due = {0};
    table.advance(partial.observedNanos() / 1_000_000 + 1_000, slot -> due[0]++);
    assertThat(due[0]).isOne();
  }

  @Test
  void anUpdateDuringTheDumpDoesNotMakeAnOldPictureSound() {
    event(SessionEvent.Type.NEW, session(1, 7, TcpState.SYN_SENT));
    // Here its way to ESTABLISHED is lost.
    follower.beginDump();
    final int madeAt = clock.now();
    event(SessionEvent.Type.UPDATE, session(1, 7, null));
    follower.row(session(1, 7, TcpState.ESTABLISHED), madeAt);
    follower.endDump(doubtful);
    assertThat(doubtful.size()).isOne();
  }

  @Test
  void anUpdateAfterTheRowNeedsNoLook() {
    follower.beginDump();
    follower.row(session(1, 7, TcpState.ESTABLISHED), clock.now());
    event(SessionEvent.Type.UPDATE, session(1, 7, null));
    follower.endDump(doubtful);
    assertThat(doubtful.isEmpty()).isTrue();
  }

  @Test
  void whatTheDumpDidNotShowIsAskedForAndNotRemoved() {
    event(SessionEvent.Type.NEW, session(1, 7, TcpState.SYN_SENT));
    follower.beginDump();
    follower.endDump(doubtful);
    assertThat(table.size()).isOne();
    assertThat(doubtful.size()).isOne();
  }

  @Test
  void whatAnEventTouchedDuringTheDumpStaysWithoutALook() {
    follower.beginDump();
    event(SessionEvent.Type.NEW, session(1, 7, TcpState.SYN_SENT));
    follower.endDump(doubtful);
    assertThat(table.size()).isOne();
    assertThat(doubtful.isEmpty()).isTrue();
  }

  @Test
  void withMoreThanCanBeAskedForTheDumpIsBelieved() {
    for (int i = 0; i < 20; i++) {
      event(SessionEvent.Type.NEW, session(i, i, TcpState.SYN_SENT));
    }
    follower.beginDump();
    follower.row(session(3, 3, TcpState.SYN_SENT), clock.now());
    assertThat(follower.endDump(doubtful)).isEqualTo(19);
    assertThat(table.size()).isOne();
    assertThat(doubtful.isEmpty()).isTrue();
  }

  @Test
  void aTupleReusedWithAnotherIdIsANewSession() {
    final Session first = session(1, 7, TcpState.TIME_WAIT);
    first.originalCounters(5, 500);
    first.replyCounters(5, 500);
    follower.beginDump();
    follower.row(first, clock.now());
    event(SessionEvent.Type.NEW, session(1, 8, TcpState.SYN_SENT));
    final Session there = read(1);
    assertThat(there.id()).isEqualTo(8);
    assertThat(there.hasCounters()).isFalse();
  }

  @Test
  void theEndOfAFormerHolderOfTheTupleDoesNotEndTheNewOne() {
    event(SessionEvent.Type.NEW, session(1, 8, TcpState.SYN_SENT));
    event(SessionEvent.Type.DESTROY, session(1, 7, null));
    assertThat(table.size()).isOne();
  }

  @Test
  void anAnswerOfAnotherSessionTakesThePlaceOfTheOneAskedFor() {
    event(SessionEvent.Type.NEW, session(1, 7, TcpState.SYN_SENT));
    final int slot = table.find(session(1, 7, null).original(), 0);
    follower.found(slot, session(1, 8, TcpState.ESTABLISHED));
    assertThat(table.size()).isOne();
    assertThat(read(1).id()).isEqualTo(8);
  }

  @Test
  void whoLostAClashIsLeftOut() {
    event(SessionEvent.Type.NEW, session(1, 7, TcpState.SYN_SENT));
    final Session loser = session(1, 8, null);
    loser.status(loser.status() | Status.NAT_CLASH);
    event(SessionEvent.Type.UPDATE, loser);
    assertThat(read(1).id()).isEqualTo(7);
  }

  @Test
  void sessionsOfDifferentZonesOfTheOriginalDirectionAreApart() {
    for (int zone = 1; zone <= 3; zone++) {
      final Session session = session(1, zone, TcpState.SYN_SENT);
      session.originalZone(zone);
      session.reply().destinationPort(5000 + zone);
      event(SessionEvent.Type.NEW, session);
    }
    assertThat(table.size()).isEqualTo(3);
  }

  private void event(final SessionEvent.Type type, final Session session) {
    final SessionEvent event = new SessionEvent();
    event.type(type);
    event.session().set(session);
    follower.event(event);
    clock.advance();
  }

  private Session read(final int port) {
    final Session into = new Session();
    assertThat(table.get(session(port, 0, null).original(), 0, into)).isTrue();
    return into;
  }

  private int stateOf(final int port) {
    return read(port).state();
  }

  private static Session session(final int port, final int id, final @Nullable TcpState state) {
    final Session session = new Session();
    session
        .original()
        .set(new Tuple(Family.IPV4, Protocol.TCP, 0, 0x0a00_0001L, 0, 0x0a00_0002L, port, 80));
    session.reply().setInverse(session.original());
    session.id(id);
    session.status(Status.CONFIRMED);
    session.timeoutMillis(100_000);
    session.observedNanos(1_800_000_000_000_000_000L);
    if (state != null) {
      session.state(state.number());
    }
    return session;
  }
}
