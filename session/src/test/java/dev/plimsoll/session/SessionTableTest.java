package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTableTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final IpAddress CLIENT = IpAddress.of("192.0.2.10");
  private static final IpAddress SERVER = IpAddress.of("198.51.100.1");
  private static final IpAddress GUEST = IpAddress.of("10.0.0.5");
  private static final Tuple WEB = Tuple.of(Protocol.TCP, CLIENT, 40_000, SERVER, 443);

  private final SessionTable table = new SessionTable();
  private final Session read = new Session();

  private static Session session(final Tuple original) {
    return session(original, original.inverse());
  }

  private static Session session(final Tuple original, final Tuple reply) {
    final Session session = new Session();
    session.original().set(original);
    session.reply().set(reply);
    session.observedNanos(NOW * 1_000_000);
    return session;
  }

  private static Session full() {
    final Session session = session(WEB, Tuple.of(Protocol.TCP, GUEST, 8443, CLIENT, 40_000));
    session.status(Status.CONFIRMED | Status.HW_OFFLOAD | Status.DST_NAT);
    session.state(3);
    session.timeoutMillis(432_000_000);
    session.mark(0xffff_ffff);
    session.id(0x8000_0001);
    session.use(2);
    session.zone(9);
    session.originalCounters(10, 1_000);
    session.replyCounters(20, 1L << 40);
    session.startNanos(NOW * 1_000_000 - 5);
    session.stopNanos(NOW * 1_000_000);
    session.labels(1L << 63, 7);
    session.helper("ftp");
    session.securityContext("system_u");
    session.master(WEB.inverse());
    return session;
  }

  @Test
  void aSessionIsReadAsItWasPut() {
    final int slot = table.put(full());

    assertThat(table.read(slot, read)).isTrue();
    assertThat(read).usingRecursiveComparison().isEqualTo(full());
  }

  @Test
  void whatASessionDoesNotTellIsAbsent() {
    final int slot = table.put(session(WEB));

    table.read(slot, read);
    assertThat(read).usingRecursiveComparison().isEqualTo(session(WEB));
  }

  @Test
  void bothTuplesFindASessionWithoutNat() {
    final int slot = table.put(session(WEB));

    assertThat(table.find(WEB, 0)).isEqualTo(slot);
    assertThat(table.find(WEB.inverse(), 0)).isEqualTo(slot);
  }

  @Test
  void withNatTheReplyTupleFindsItAndTheMirrorDoesNot() {
    final int slot = table.put(full());

    assertThat(table.find(Tuple.of(Protocol.TCP, GUEST, 8443, CLIENT, 40_000), 9)).isEqualTo(slot);
    assertThat(table.find(WEB.inverse(), 9)).isEqualTo(SessionTable.NONE);
  }

  @Test
  void anEchoAnswerFindsItsRequest() {
    final Tuple echo = Tuple.of(Protocol.ICMP, CLIENT, 77, SERVER, 8 << 8);
    final int slot = table.put(session(echo));

    assertThat(table.find(Tuple.of(Protocol.ICMP, SERVER, 77, CLIENT, 0), 0)).isEqualTo(slot);
    assertThat(table.find(Tuple.of(Protocol.ICMP, SERVER, 78, CLIENT, 0), 0))
        .isEqualTo(SessionTable.NONE);
  }

  @Test
  void theSameTupleInAnotherZoneIsAnotherSession() {
    final int slot = table.put(session(WEB));
    final Session other = session(WEB);
    other.zone(5);
    final int otherSlot = table.put(other);

    assertThat(table.size()).isEqualTo(2);
    assertThat(table.find(WEB, 0)).isEqualTo(slot);
    assertThat(table.find(WEB.inverse(), 5)).isEqualTo(otherSlot);
  }

  @Test
  void aZoneOfOneDirectionCountsForThatDirectionOnly() {
    final Session session = session(WEB);
    session.originalZone(5);
    final int slot = table.put(session);

    assertThat(table.find(WEB, 5)).isEqualTo(slot);
    assertThat(table.find(WEB, 0)).isEqualTo(SessionTable.NONE);
    assertThat(table.find(WEB.inverse(), 0)).isEqualTo(slot);
    assertThat(table.find(WEB.inverse(), 5)).isEqualTo(SessionTable.NONE);
    table.read(slot, read);
    assertThat(read).usingRecursiveComparison().isEqualTo(session);
  }

  @Test
  void anOriginalTupleIsFoundBeforeTheReplyOfAnother() {
    final int slot = table.put(session(WEB));
    final int reverse = table.put(session(WEB.inverse()));

    assertThat(table.find(WEB, 0)).isEqualTo(slot);
    assertThat(table.find(WEB.inverse(), 0)).isEqualTo(reverse);
  }

  @Test
  void puttingTheSameTupleAgainReplacesTheSessionInItsSlot() {
    final int slot = table.put(full());
    table.generation(slot, 3);
    final Session other = session(WEB);
    other.zone(9);
    other.id(4);

    assertThat(table.put(other)).isEqualTo(slot);
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.generation(slot)).isEqualTo(3);
    table.read(slot, read);
    assertThat(read).usingRecursiveComparison().isEqualTo(other);
  }

  @Test
  void replacingNatMovesTheReplyTuple() {
    table.put(full());
    final Session other = session(WEB);
    other.zone(9);
    final int slot = table.put(other);

    assertThat(table.find(WEB.inverse(), 9)).isEqualTo(slot);
    assertThat(table.find(full().reply(), 9)).isEqualTo(SessionTable.NONE);
  }

  @Test
  void anUpdateChangesWhatItTellsOnly() {
    final int slot = table.put(full());
    final Session update = session(WEB);
    update.status(Status.CONFIRMED | Status.ASSURED);
    update.timeoutMillis(120_000);
    update.helper("sip");
    table.update(slot, update);

    final Session expected = full();
    expected.status(Status.CONFIRMED | Status.ASSURED);
    expected.timeoutMillis(120_000);
    expected.helper("sip");
    table.read(slot, read);
    assertThat(read).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void anUpdateAddsWhatWasAbsent() {
    final int slot = table.put(session(WEB));
    final Session update = full();
    update.zone(0);
    table.update(slot, update);

    final Session expected = full();
    expected.zone(0);
    expected.reply().set(WEB.inverse());
    table.read(slot, read);
    assertThat(read).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void anOffloadedSessionHasNoDeadline() {
    final Session session = session(WEB);
    session.timeoutMillis(30_000);
    final int slot = table.put(session);
    final Session update = session(WEB);
    update.status(Status.CONFIRMED | Status.OFFLOAD);
    table.update(slot, update);

    assertThat(table.deadlineMillis(slot)).isEqualTo(Long.MAX_VALUE);
    assertThat(table.advance(NOW + 40_000, due -> {})).isZero();
  }

  @Test
  void aRemovedSessionIsNotFound() {
    final int slot = table.put(full());
    table.remove(slot);

    assertThat(table.size()).isZero();
    assertThat(table.find(WEB, 9)).isEqualTo(SessionTable.NONE);
    assertThat(table.find(full().reply(), 9)).isEqualTo(SessionTable.NONE);
    assertThat(table.read(slot, read)).isFalse();
  }

  @Test
  void aReusedSlotKeepsNothingOfTheSessionBefore() {
    final int slot = table.put(full());
    table.generation(slot, 3);
    table.remove(slot);
    final Session bare = session(WEB, Tuple.of(Protocol.TCP, GUEST, 8444, CLIENT, 40_000));

    assertThat(table.put(bare)).isEqualTo(slot);
    assertThat(table.generation(slot)).isZero();
    table.read(slot, read);
    assertThat(read).usingRecursiveComparison().isEqualTo(bare);
  }

  @Test
  void removingTwiceIsRefused() {
    final int slot = table.put(session(WEB));
    table.remove(slot);

    assertThatThrownBy(() -> table.remove(slot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no session in slot " + slot);
  }

  @Test
  void clearTakesAllOutAndLetsTheMemoryGo() {
    final long empty = table.memoryBytes();
    table.put(full());
    table.put(session(WEB));
    table.clear();

    assertThat(table.size()).isZero();
    assertThat(table.find(WEB, 0)).isEqualTo(SessionTable.NONE);
    assertThat(table.memoryBytes()).isEqualTo(empty);
  }

  @Test
  void aSessionIsDueWhenItsTimeoutHasPassed() {
    final Session session = session(WEB);
    session.timeoutMillis(30_000);
    final int slot = table.put(session);
    final List<Integer> due = new ArrayList<>();

    assertThat(table.advance(NOW + 29_999, due::add)).isZero();
    assertThat(table.advance(NOW + 30_000, due::add)).isEqualTo(1);
    assertThat(due).containsExactly(slot);
  }

  @Test
  void aDueSessionStaysUntilItsOwnerRemovesIt() {
    final Session session = session(WEB);
    session.timeoutMillis(30_000);
    final int slot = table.put(session);
    table.advance(NOW + 31_000, due -> {});

    assertThat(table.read(slot, read)).isTrue();
    assertThat(read.timeoutMillis()).isZero();
    assertThat(table.deadlineMillis(slot)).isEqualTo(NOW + 30_000);
    assertThat(table.advance(NOW + 32_000, due -> {})).isZero();
  }

  @Test
  void aDueSessionThatIsToldAgainToBeDueIsHandedOutAgain() {
    final Session session = session(WEB);
    session.timeoutMillis(30_000);
    final int slot = table.put(session);
    table.advance(NOW + 31_000, due -> {});
    table.update(slot, session);

    assertThat(table.advance(NOW + 31_000, due -> {})).isEqualTo(1);
  }

  @Test
  void theOwnerMayRemoveDueSessionsAtOnce() {
    for (int port = 1; port <= 1_000; port++) {
      final Session session = session(Tuple.of(Protocol.UDP, CLIENT, port, SERVER, 53));
      session.timeoutMillis(port);
      table.put(session);
    }

    assertThat(table.advance(NOW + 400, table::remove)).isEqualTo(400);
    assertThat(table.size()).isEqualTo(600);
  }

  @Test
  void iterationTellsWhatIsLeftAtTheTimeGiven() {
    final Session session = session(WEB);
    session.timeoutMillis(30_000);
    session.startNanos((NOW - 5_000) * 1_000_000);
    table.put(session);

    table.forEach(NOW + 10_000, s -> read.set(s));
    assertThat(read.timeoutMillis()).isEqualTo(20_000);
    assertThat(read.ageSeconds()).isEqualTo(15);
  }

  @Test
  void sessionsCarryTheNamespaceAndTheHostOfTheTable() {
    final HostAddresses host = HostAddresses.of(List.of(CLIENT));
    final SessionTable guest = new SessionTable("guest", host);
    guest.put(session(WEB));

    assertThat(guest.get(WEB, 0, read)).isTrue();
    assertThat(read.namespace()).isEqualTo("guest");
    assertThat(read.direction()).isEqualTo(Direction.OUT);
  }

  @Test
  void theVisitedSlotMayBeRemoved() {
    for (int port = 1; port <= 2_000; port++) {
      table.put(session(Tuple.of(Protocol.UDP, CLIENT, port, SERVER, 53)));
    }
    final List<Integer> seen = new ArrayList<>();
    table.forEachSlot(slot -> {
      seen.add(slot);
      table.remove(slot);
    });

    assertThat(seen).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(table.size()).isZero();
  }
}
