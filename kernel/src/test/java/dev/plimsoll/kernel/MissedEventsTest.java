package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told as missed, case by case; the kernel's own events are heard between. */
class MissedEventsTest {
  private final SessionTable table = new SessionTable(null, HostAddresses.UNKNOWN);
  private final List<String> heard = new ArrayList<>();
  private final MissedEvents missed =
      new MissedEvents(table, event -> heard.add("missed " + text(event)));
  private final EventClock clock = new EventClock();
  private final TableFollower follower = new TableFollower(table, clock, missed);

  @Test
  void aSessionThatBeganUnheardIsToldWithWhatTheTableKnows() {
    lose();
    row(1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("missed new 1/7");
  }

  @Test
  void aSessionThatEndedUnheardIsToldAsItWas() {
    event(SessionEvent.Type.NEW, 1, 7);
    lose();
    gone(1);
    missed.tell(10);
    assertThat(heard).containsExactly("new 1/7", "missed destroy 1/7");
  }

  @Test
  void aRowThatOvertookItsNewEventIsNotToldTwice() {
    lose();
    row(1, 7);
    event(SessionEvent.Type.NEW, 1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("new 1/7");
  }

  @Test
  void aLookThatOvertookTheDestroyEventIsNotToldTwice() {
    event(SessionEvent.Type.NEW, 1, 7);
    lose();
    gone(1);
    event(SessionEvent.Type.DESTROY, 1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("new 1/7", "destroy 1/7");
  }

  @Test
  void aRowThatOvertookItsNewEventBeforeTheLossIsNotToldTwice() {
    missed.forget();
    row(1, 7);
    missed.lost();
    event(SessionEvent.Type.NEW, 1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("new 1/7");
  }

  @Test
  void anUpdateOfAnUnknownSessionIsPrecededByItsBeginning() {
    lose();
    event(SessionEvent.Type.UPDATE, 1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("missed new 1/7", "update 1/7");
  }

  @Test
  void theEndOfASessionOfWhichNothingWasHeardIsPrecededByItsBeginning() {
    lose();
    event(SessionEvent.Type.DESTROY, 1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("missed new 1/7", "destroy 1/7");
  }

  @Test
  void theEndOfASessionThatOnlyARowHasShownIsPrecededByItsBeginning() {
    lose();
    row(1, 7);
    event(SessionEvent.Type.DESTROY, 1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("missed new 1/7", "destroy 1/7");
  }

  @Test
  void aSuccessorWithTheSameTupleIsPrecededByTheEndOfTheOneBefore() {
    event(SessionEvent.Type.NEW, 1, 7);
    lose();
    event(SessionEvent.Type.NEW, 1, 8);
    missed.tell(10);
    assertThat(heard).containsExactly("new 1/7", "missed destroy 1/7", "new 1/8");
  }

  @Test
  void aSuccessorWithTheSameTupleAndIdIsPrecededByTheEndOfTheOneBefore() {
    event(SessionEvent.Type.NEW, 1, 7);
    lose();
    event(SessionEvent.Type.NEW, 1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("new 1/7", "missed destroy 1/7", "new 1/7");
  }

  @Test
  void aSuccessorShownByARowIsToldAfterTheEndOfTheOneBefore() {
    event(SessionEvent.Type.NEW, 1, 7);
    lose();
    follower.beginDump();
    clock.advance();
    row(1, 8);
    missed.tell(10);
    assertThat(heard).containsExactly("new 1/7", "missed destroy 1/7", "missed new 1/8");
  }

  @Test
  void whatBeganAndEndedUnheardIsNotTold() {
    lose();
    row(1, 7);
    gone(1);
    missed.tell(10);
    assertThat(heard).isEmpty();
  }

  @Test
  void aSessionThatWasTakenForGoneAndIsThereIsNotTold() {
    event(SessionEvent.Type.NEW, 1, 7);
    lose();
    gone(1);
    row(1, 7);
    missed.tell(10);
    assertThat(heard).containsExactly("new 1/7");
  }

  @Test
  void muchIsToldInPieces() {
    lose();
    for (int port = 1; port <= 5; port++) {
      row(port, port);
    }
    assertThat(missed.tell(3)).isFalse();
    assertThat(heard).hasSize(3);
    assertThat(missed.tell(3)).isTrue();
    assertThat(heard).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void withoutALossNothingIsTold() {
    missed.forget();
    row(1, 7);
    event(SessionEvent.Type.UPDATE, 2, 8);
    event(SessionEvent.Type.NEW, 1, 9);
    event(SessionEvent.Type.DESTROY, 3, 10);
    gone(2);
    missed.forget();
    missed.lost();
    missed.tell(10);
    assertThat(heard).containsExactly("update 2/8", "new 1/9", "destroy 3/10");
  }

  @Test
  void aLossBeforeTheTableWasRightTellsNothing() {
    missed.lost();
    row(1, 7);
    event(SessionEvent.Type.UPDATE, 2, 8);
    assertThat(missed.isMending()).isFalse();
    assertThat(heard).containsExactly("update 2/8");
  }

  /** From here on the table was right, and events were lost. */
  private void lose() {
    missed.forget();
    missed.lost();
  }

  private void row(final int port, final int id) {
    follower.row(session(port, id), clock.now());
  }

  private void gone(final int port) {
    follower.gone(table.find(session(port, 0).original(), 0));
  }

  private void event(final SessionEvent.Type type, final int port, final int id) {
    final SessionEvent event = new SessionEvent();
    event.type(type);
    event.session().set(session(port, id));
    follower.event(event);
    heard.add(text(event));
  }

  private static String text(final SessionEvent event) {
    assertThat(event.session().status() & Status.DYING).isZero();
    return "%s %d/%d"
        .formatted(
            event.type().word(), event.session().original().sourcePort(), event.session().id());
  }

  private static Session session(final int port, final int id) {
    final Session session = new Session();
    session
        .original()
        .set(new Tuple(Family.IPV4, Protocol.UDP, 0, 0x0a00_0001L, 0, 0x0a00_0002L, port, 53));
    session.reply().setInverse(session.original());
    session.id(id);
    session.status(Status.CONFIRMED);
    session.timeoutMillis(30_000);
    session.observedNanos(1_800_000_000_000_000_000L);
    return session;
  }
}
