package dev.plimsoll.engine.helper;

import dev.plimsoll.session.TupleBuffer;
import dev.plimsoll.session.TupleView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are expected (net/netfilter/nf_conntrack_expect.c). Its clock is the packets':
 * {@link #advance}. Costs nothing while it is empty. Not thread safe.
 */
public final class Expectations {
  private static final int MOST_BUCKETS = 1 << 16;

  private final long most;
  private final DestinationHash hash = new DestinationHash();
  private final Map<Integer, List<Expectation>> byMaster = new HashMap<>();
  private final TupleBuffer inverse = new TupleBuffer();
  // Made when the first session is expected. The newest comes first in a bucket.
  private @Nullable Expectation[] buckets = {};
  private int size;
  private long nowMillis;
  private long nextDeadline = Long.MAX_VALUE;
  private long created;
  private long deleted;

  /** What becomes of a wish. */
  enum Answer {
    /** It is expected from now on. */
    EXPECTED,
    /** Another session, or another class, expects the same. */
    ALREADY,
    /** It overlaps with something else that is expected. */
    CLASH,
    /** As many are expected as may be. */
    FULL
  }

  /**
   * Makes an empty set.
   *
   * @param most how many sessions may be expected at once (nf_conntrack_expect_max)
   */
  public Expectations(final long most) {
    this.most = most;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int size() {
    return size;
  }

  /** How many have ever been expected: {@code expect_create} of the statistics. */
  public long created() {
    return created;
  }

  /** How many came or were given up: {@code expect_delete} of the statistics. */
  public long deleted() {
    return deleted;
  }

  long nowMillis() {
    return nowMillis;
  }

  /**
   * Takes the expectation of a session that begins. It is gone then, if it is not permanent.
   *
   * @param first the tuple of the first packet
   * @return null if it is not expected
   */
  public @Nullable Expectation take(final TupleView first, final int zone) {
    if (size == 0) {
      return null;
    }
    final Expectation found = find(first, zone, true);
    if (found == null) {
      return null;
    }
    if (!found.permanent) {
      remove(found);
    }
    if (found.eitherWay) {
      inverse.setInverse(found.tuple);
      final Expectation other = find(inverse, zone, false);
      if (other != null) {
        remove(other);
      }
    }
    return found;
  }

  /** The newest that a tuple matches, an inactive one too. */
  @Nullable Expectation find(final TupleView first, final int zone) {
    return find(first, zone, false);
  }

  private @Nullable Expectation find(
      final TupleView first, final int zone, final boolean activeOnly) {
    if (size == 0) {
      return null;
    }
    Expectation at = buckets[hash.of(first, buckets.length)];
    while (at != null && (activeOnly && at.inactive || !at.matches(first, zone))) {
      at = at.next;
    }
    return at;
  }

  /** Expects a session; what the same master expected alike is replaced. */
  Answer expect(final Expectation wish) {
    return expect(wish, false);
  }

  /**
   * Expects a session.
   *
   * @param ofAnyMaster whether it is enough that any session expects the same already
   */
  Answer expect(final Expectation wish, final boolean ofAnyMaster) {
    if (buckets.length == 0) {
      final int wanted = Math.clamp(most, 16, MOST_BUCKETS);
      buckets = new Expectation[Integer.highestOneBit(wanted)];
    }
    final int bucket = hash.of(wish.tuple, buckets.length);
    for (Expectation at = buckets[bucket]; at != null; at = at.next) {
      final boolean ownMaster = at.master.slot() == wish.master.slot();
      if ((ofAnyMaster || ownMaster) && at.sameAs(wish)) {
        if (!ownMaster || at.expectationClass != wish.expectationClass) {
          return Answer.ALREADY;
        }
        remove(at);
        break;
      }
      if (at.clashesWith(wish)) {
        return Answer.CLASH;
      }
    }
    final HelperKind helper = wish.master.helper();
    makeRoom(wish, helper.most(wish.expectationClass));
    if (size >= most) {
      return Answer.FULL;
    }
    insert(wish, bucket, nowMillis + helper.seconds() * 1000L);
    return Answer.EXPECTED;
  }

  /** Gives the oldest up if the master has as many of this class as it may have. */
  private void makeRoom(final Expectation wish, final int mostOfClass) {
    Expectation oldest = null;
    int count = 0;
    for (final Expectation other : of(wish.master.slot())) {
      if (other.expectationClass == wish.expectationClass) {
        oldest = oldest == null ? other : oldest;
        count++;
      }
    }
    if (oldest != null && count >= mostOfClass) {
      remove(oldest);
    }
  }

  private void insert(final Expectation expectation, final int bucket, final long deadline) {
    expectation.next = buckets[bucket];
    buckets[bucket] = expectation;
    byMaster
        .computeIfAbsent(expectation.master.slot(), slot -> new ArrayList<>(2))
        .add(expectation);
    deadline(expectation, deadline);
    size++;
    created++;
  }

  /** Sets when an expectation is given up. */
  void deadline(final Expectation expectation, final long millis) {
    expectation.deadlineMillis = millis;
    nextDeadline = Math.min(nextDeadline, millis);
  }

  /** What a session expects, the oldest first; not to be changed. */
  List<Expectation> of(final int masterSlot) {
    return byMaster.getOrDefault(masterSlot, List.of());
  }

  /** Gives up what a session expects and the condition holds for. */
  void removeIf(final int masterSlot, final Predicate<Expectation> condition) {
    for (final Expectation expectation : List.copyOf(of(masterSlot))) {
      if (condition.test(expectation)) {
        remove(expectation);
      }
    }
  }

  /** Gives up one that is here. */
  void remove(final Expectation expectation) {
    final int bucket = hash.of(expectation.tuple, buckets.length);
    Expectation at = buckets[bucket];
    if (at == expectation) {
      buckets[bucket] = expectation.next;
    } else {
      while (at != null && at.next != expectation) {
        at = at.next;
      }
      if (at == null) {
        throw new IllegalStateException("not expected: " + expectation);
      }
      at.next = expectation.next;
    }
    final List<Expectation> siblings = byMaster.get(expectation.master.slot());
    if (siblings != null) {
      siblings.remove(expectation);
      if (siblings.isEmpty()) {
        byMaster.remove(expectation.master.slot());
      }
    }
    size--;
    deleted++;
  }

  /** Gives up all that a session expects, because it ends. */
  public void masterEnded(final int slot) {
    if (size != 0) {
      removeIf(slot, expectation -> true);
    }
  }

  /** Lets the time pass and gives up what is due. */
  public void advance(final long millis) {
    nowMillis = millis;
    if (millis < nextDeadline) {
      return;
    }
    nextDeadline = Long.MAX_VALUE;
    final List<Expectation> due = new ArrayList<>();
    forEach(expectation -> {
      if (expectation.deadlineMillis <= millis) {
        due.add(expectation);
      } else {
        nextDeadline = Math.min(nextDeadline, expectation.deadlineMillis);
      }
    });
    due.forEach(this::remove);
  }

  /** Shows all that are expected, in no order. They must not change meanwhile. */
  public void forEach(final Consumer<Expectation> visitor) {
    for (final Expectation first : buckets) {
      for (Expectation at = first; at != null; at = at.next) {
        visitor.accept(at);
      }
    }
  }
}
