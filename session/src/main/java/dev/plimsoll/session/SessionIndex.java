package dev.plimsoll.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Finds sessions by the tuple of either direction: linear hashing (Litwin, "Linear hashing: a new
 * tool for file and table addressing", VLDB 1980) over chained buckets. Whenever there are more
 * nodes than buckets, one bucket is split in two, so growing never stops for a rehash.
 *
 * <p>A node is {@code slot << 1 | direction}; 0 ends a chain, and the links lie in the records. A
 * session without NAT has one node, which is found by both of its tuples as their hash is the same.
 * A session with a reply row has a second node for the reply.
 *
 * <p>One thread writes. Readers are guarded by stripes of versions, chosen by the lowest bits of
 * the hash: a version is odd while a chain of the stripe changes. A split leaves all nodes in their
 * stripe, because the lowest bits of every bucket's number are those of the hashes in it. A reader
 * takes the version, looks, and takes it again: if it is the same and even, what it found was so.
 */
final class SessionIndex {
  /** The stripes, and also the buckets of an empty index. */
  private static final int STRIPES = 1 << 10;

  /** The buckets of one array, once there are so many. */
  private static final int CHUNK = 1 << 16;

  private static final int CHUNK_SHIFT = Integer.numberOfTrailingZeros(CHUNK);
  private static final int MAX_BUCKETS = 1 << 30;
  private static final int[] NO_HEADS = {};
  private static final VarHandle VERSIONS = MethodHandles.arrayElementVarHandle(int[].class);
  private static final VarHandle BUCKETS;

  static {
    try {
      BUCKETS = MethodHandles.lookup().findVarHandle(SessionIndex.class, "buckets", int.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SessionRecords records;
  private final TupleHash hash = new TupleHash();
  private final int[] versions = new int[STRIPES];
  private int[][] heads = {new int[STRIPES]};
  private int buckets = STRIPES;
  private int nodes;

  SessionIndex(final SessionRecords records) {
    this.records = records;
  }

  // --- any thread ---

  int hashOf(final TupleView tuple, final long key) {
    return hash.of(
        tuple.sourceHigh(),
        tuple.sourceLow(),
        tuple.destinationHigh(),
        tuple.destinationLow(),
        key);
  }

  /** The version of the chains with this hash; odd while one of them changes. */
  int version(final int hashed) {
    return (int) VERSIONS.getAcquire(versions, hashed & STRIPES - 1);
  }

  /** Whether nothing changed since; what was read before counts then. */
  boolean isStill(final int hashed, final int version) {
    VarHandle.acquireFence();
    return (int) VERSIONS.getOpaque(versions, hashed & STRIPES - 1) == version;
  }

  /**
   * Looks for a session with this tuple in either direction. One whose original tuple it is comes
   * before one whose reply it is. Gives up when the version changes.
   *
   * @return {@code slot << 1 | direction}, where the direction of a reply is 1, or {@link
   *     SessionTable#NONE}
   */
  int find(final TupleView tuple, final long key, final int hashed, final int version) {
    final long inverseKey = TupleKey.inverse(key);
    int reply = SessionTable.NONE;
    int node = head(hashed);
    while (node != 0 && (int) VERSIONS.getOpaque(versions, hashed & STRIPES - 1) == version) {
      final int slot = node >>> 1;
      if ((node & 1) == 0) {
        if (records.originalIs(slot, tuple, key)) {
          return node;
        }
        if (reply == SessionTable.NONE && records.inverseIs(slot, tuple, inverseKey)) {
          reply = node | 1;
        }
      } else if (reply == SessionTable.NONE && records.replyIs(slot, tuple, key)) {
        reply = node;
      }
      node = next(node);
    }
    return reply;
  }

  /** The first node of the chain with this hash, or 0. */
  int first(final int hashed) {
    return head(hashed);
  }

  private int head(final int hashed) {
    final int bucket = bucketOf(hashed, (int) BUCKETS.getAcquire(this));
    return heads[bucket >>> CHUNK_SHIFT][bucket & CHUNK - 1];
  }

  private static int bucketOf(final int hashed, final int count) {
    final int full = Integer.highestOneBit(count);
    final int bucket = hashed & (full << 1) - 1;
    return bucket < count ? bucket : bucket - full;
  }

  private int next(final int node) {
    final int slot = node >>> 1;
    return (node & 1) == 0 ? records.nextOfOriginal(slot) : records.nextOfReply(slot);
  }

  // --- the writer ---

  /** The slot of the session with this original tuple, or {@link SessionTable#NONE}. */
  int findOriginal(final TupleView tuple, final long key) {
    for (int node = head(hashOf(tuple, key)); node != 0; node = next(node)) {
      if ((node & 1) == 0 && records.originalIs(node >>> 1, tuple, key)) {
        return node >>> 1;
      }
    }
    return SessionTable.NONE;
  }

  /** The chosen of the sessions in the bucket that lies so far behind that of a hash. */
  int[] slotsNear(final int hashed, final int behind, final IntPredicate chosen) {
    int[] slots = NO_HEADS;
    int node = headAt((bucketOf(hashed, buckets) + behind) % buckets);
    for (; node != 0; node = next(node)) {
      final int slot = node >>> 1;
      if (chosen.test(slot) && (slots.length == 0 || slots[slots.length - 1] != slot)) {
        slots = Arrays.copyOf(slots, slots.length + 1);
        slots[slots.length - 1] = slot;
      }
    }
    return slots;
  }

  void insert(final int slot) {
    insertNode(slot << 1);
    insertReply(slot);
  }

  /** Adds the node of the reply, if the session has a reply row. */
  void insertReply(final int slot) {
    if (records.hasReply(slot)) {
      insertNode(slot << 1 | 1);
    }
  }

  void remove(final int slot) {
    removeNode(slot << 1);
    removeReply(slot);
  }

  /** Takes the node of the reply out, if the session has a reply row. */
  void removeReply(final int slot) {
    if (records.hasReply(slot)) {
      removeNode(slot << 1 | 1);
    }
  }

  private void insertNode(final int node) {
    final int hashed = hashOf(node);
    begin(hashed);
    final int bucket = bucketOf(hashed, buckets);
    next(node, headAt(bucket));
    headAt(bucket, node);
    end(hashed);
    nodes++;
    if (nodes > buckets && buckets < MAX_BUCKETS) {
      split();
    }
  }

  private void removeNode(final int node) {
    final int hashed = hashOf(node);
    final int bucket = bucketOf(hashed, buckets);
    int previous = 0;
    for (int at = headAt(bucket); at != node; at = next(at)) {
      if (at == 0) {
        throw new AssertionError("node " + node + " is not in its bucket");
      }
      previous = at;
    }
    begin(hashed);
    if (previous == 0) {
      headAt(bucket, next(node));
    } else {
      next(previous, next(node));
    }
    end(hashed);
    nodes--;
  }

  /** Deals the nodes of the next bucket in turn out to it and to a new last bucket. */
  private void split() {
    final int full = Integer.highestOneBit(buckets);
    final int bucket = buckets - full;
    makeRoom();
    begin(bucket);
    int stays = 0;
    int moves = 0;
    for (int node = headAt(bucket), next; node != 0; node = next) {
      next = next(node);
      if ((hashOf(node) & full) == 0) {
        next(node, stays);
        stays = node;
      } else {
        next(node, moves);
        moves = node;
      }
    }
    headAt(bucket, stays);
    headAt(buckets, moves);
    BUCKETS.setRelease(this, buckets + 1);
    end(bucket);
  }

  /** Makes room for one more bucket. The first array grows; when it is full others come beside. */
  private void makeRoom() {
    final int chunk = buckets >>> CHUNK_SHIFT;
    final boolean isNew = (buckets & CHUNK - 1) == 0;
    if (!isNew && buckets - (chunk << CHUNK_SHIFT) < heads[chunk].length) {
      return;
    }
    int[][] more = heads;
    if (chunk == heads.length) {
      more = Arrays.copyOf(heads, chunk * 2);
      Arrays.fill(more, chunk, chunk * 2, NO_HEADS);
    }
    final int[] made =
        isNew ? new int[CHUNK] : Arrays.copyOf(heads[chunk], heads[chunk].length * 2);
    // A reader of an old bucket may come by the new array at once, and must not find it empty.
    VarHandle.releaseFence();
    more[chunk] = made;
    heads = more;
  }

  private int hashOf(final int node) {
    final int slot = node >>> 1;
    return (node & 1) == 0 ? records.hashOfOriginal(slot, hash) : records.hashOfReply(slot, hash);
  }

  private void next(final int node, final int to) {
    final int slot = node >>> 1;
    if ((node & 1) == 0) {
      records.nextOfOriginal(slot, to);
    } else {
      records.nextOfReply(slot, to);
    }
  }

  private int headAt(final int bucket) {
    return heads[bucket >>> CHUNK_SHIFT][bucket & CHUNK - 1];
  }

  private void headAt(final int bucket, final int node) {
    heads[bucket >>> CHUNK_SHIFT][bucket & CHUNK - 1] = node;
  }

  private void begin(final int hashed) {
    final int stripe = hashed & STRIPES - 1;
    VERSIONS.setOpaque(versions, stripe, versions[stripe] + 1);
    VarHandle.storeStoreFence();
  }

  private void end(final int hashed) {
    final int stripe = hashed & STRIPES - 1;
    VERSIONS.setRelease(versions, stripe, versions[stripe] + 1);
  }

  /** The memory of all arrays. */
  long memoryBytes() {
    long bytes = 16 + 4L * heads.length + 16 + 4L * STRIPES;
    for (final int[] chunk : heads) {
      bytes += 16 + 4L * chunk.length;
    }
    return bytes;
  }
}
