package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionIndexTest {
  private static final IpAddress CLIENT = IpAddress.of("2001:db8::1");
  private static final IpAddress SERVER = IpAddress.of("2001:db8::2");

  private final SessionRecords records = new SessionRecords(false);
  private final SessionIndex index = new SessionIndex(records);
  private int lastSlot;

  private static Tuple tuple(final int number) {
    return Tuple.of(Protocol.TCP, CLIENT, number & 0xffff, SERVER, 1 + (number >>> 16));
  }

  private int insert(final Tuple tuple) {
    final Session session = new Session();
    session.original().set(tuple);
    session.reply().setInverse(tuple);
    final int slot = ++lastSlot;
    records.write(slot, session, Long.MAX_VALUE);
    index.insert(slot);
    return slot;
  }

  private int hashOf(final Tuple tuple) {
    return index.hashOf(tuple, TupleKey.of(tuple, 0));
  }

  private int find(final Tuple tuple, final int version) {
    final int found = index.find(tuple, TupleKey.of(tuple, 0), hashOf(tuple), version);
    return found == SessionTable.NONE ? found : found >>> 1;
  }

  @Test
  void whatIsReadWhileNothingChangesCounts() {
    insert(tuple(1));
    final int hashed = hashOf(tuple(1));
    final int version = index.version(hashed);

    assertThat(version & 1).isZero();
    assertThat(index.isStill(hashed, version)).isTrue();
  }

  @Test
  void whatIsReadBeforeAnInsertIntoTheBucketDoesNotCount() {
    final int hashed = hashOf(tuple(1));
    final int version = index.version(hashed);
    insert(tuple(1));

    assertThat(index.isStill(hashed, version)).isFalse();
  }

  @Test
  void whatIsReadBeforeARemovalFromTheBucketDoesNotCount() {
    final int slot = insert(tuple(1));
    final int hashed = hashOf(tuple(1));
    final int version = index.version(hashed);
    index.remove(slot);

    assertThat(index.isStill(hashed, version)).isFalse();
  }

  @Test
  void aLookThatMeetsAChangeGivesUp() {
    insert(tuple(1));

    assertThat(find(tuple(1), index.version(hashOf(tuple(1))) + 2)).isEqualTo(SessionTable.NONE);
  }

  @Test
  void aBucketThatIsSplitChangesItsVersion() {
    for (int i = 0; i < 1_024; i++) {
      insert(tuple(i));
    }
    final int[] versions = new int[1_024];
    for (int i = 0; i < versions.length; i++) {
      versions[i] = index.version(i);
    }
    insert(tuple(1_024));

    // The first split is of bucket 0; the insert itself changes one stripe.
    assertThat(index.isStill(0, versions[0])).isFalse();
    int changed = 0;
    for (int i = 0; i < versions.length; i++) {
      changed += index.isStill(i, versions[i]) ? 0 : 1;
    }
    assertThat(changed).isLessThanOrEqualTo(2);
  }

  @Test
  void everySessionIsFoundAtEverySizeOnTheWayUp() {
    for (int i = 0; i < 5_000; i++) {
      insert(tuple(i));
      final int probe = i / 2;
      assertThat(find(tuple(probe), index.version(hashOf(tuple(probe))))).isEqualTo(probe + 1);
    }
    for (int i = 0; i < 5_000; i++) {
      assertThat(find(tuple(i).inverse(), index.version(hashOf(tuple(i))))).isEqualTo(i + 1);
    }
  }

  @Test
  void bothDirectionsHashAlike() {
    final Tuple echo = Tuple.of(Protocol.ICMPV6, CLIENT, 9, SERVER, 128 << 8);

    assertThat(hashOf(tuple(7).inverse())).isEqualTo(hashOf(tuple(7)));
    assertThat(hashOf(echo.inverse())).isEqualTo(hashOf(echo));
  }

  @Test
  void hashesOfNeighboursDiffer() {
    final Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      hashes.add(hashOf(tuple(i)));
    }

    // About one pair in 100,000 random numbers of 32 bits meets.
    assertThat(hashes).hasSizeGreaterThan(99_980);
  }

  @Test
  void everyTableHashesInItsOwnWay() {
    final SessionIndex other = new SessionIndex(records);
    int same = 0;
    for (int i = 0; i < 100; i++) {
      same += other.hashOf(tuple(i), TupleKey.of(tuple(i), 0)) == hashOf(tuple(i)) ? 1 : 0;
    }

    assertThat(same).isLessThan(5);
  }
}
