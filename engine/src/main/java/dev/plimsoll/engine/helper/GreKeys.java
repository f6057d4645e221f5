package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleView;
import org.jspecify.annotations.Nullable;

/**
 * What PPTP's control sessions say of their tunnels: a GRE packet tells only the call id of its
 * receiver; the sender's is looked up here (the key map of net/netfilter/nf_conntrack_proto_gre.c).
 * Not thread safe.
 */
public final class GreKeys {
  private static final int BUCKETS = 1024;

  private final DestinationHash hash = new DestinationHash();
  private @Nullable Key @Nullable [] buckets;
  private int size;

  /** One direction of a tunnel, as its control session told. */
  static final class Key {
    private final Tuple tuple;
    private @Nullable Key next;

    private Key(final Tuple tuple) {
      this.tuple = tuple;
    }

    boolean isFor(final TupleView packet) {
      return tuple.destinationPort() == packet.destinationPort()
          && tuple.sourceLow() == packet.sourceLow()
          && tuple.sourceHigh() == packet.sourceHigh()
          && tuple.destinationLow() == packet.destinationLow()
          && tuple.destinationHigh() == packet.destinationHigh()
          && tuple.protocol() == packet.protocol()
          && tuple.family() == packet.family();
    }
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * The source key of a packet.
   *
   * @param packet its addresses and destination key
   * @return the key, or 0 if no control session told it
   */
  public int sourceKey(final TupleView packet) {
    if (size == 0 || buckets == null) {
      return 0;
    }
    int found = 0;
    Key key = buckets[hash.of(packet, BUCKETS)];
    for (; key != null; key = key.next) {
      if (key.isFor(packet)) {
        // Of several the oldest counts, which is the last of the list.
        found = key.tuple.sourcePort();
      }
    }
    return found;
  }

  Key add(final Tuple tuple) {
    if (buckets == null) {
      buckets = new Key[BUCKETS];
    }
    final int bucket = hash.of(tuple, BUCKETS);
    final Key key = new Key(tuple);
    key.next = buckets[bucket];
    buckets[bucket] = key;
    size++;
    return key;
  }

  /** Removes a key that is here. */
  void remove(final Key key) {
    if (buckets == null) {
      return;
    }
    final int bucket = hash.of(key.tuple, BUCKETS);
    Key at = buckets[bucket];
    if (at == key) {
      buckets[bucket] = key.next;
      size--;
      return;
    }
    for (; at != null; at = at.next) {
      if (at.next == key) {
        at.next = key.next;
        size--;
        return;
      }
    }
  }
}
