package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.TupleView;
import java.util.Arrays;

/**
 * The sockets of one namespace that stand for more than one session: those that listen, and those
 * of UDP, which may send anywhere. Only ports that are asked for are kept, and at most {@value
 * #MOST} sockets. Not thread safe.
 */
final class BoundSockets {
  static final int MOST = 1 << 16;
  private static final int BUCKETS = 1 << 10;
  private static final int NONE = -1;

  private final int[] first = new int[BUCKETS];
  private int[] next = new int[64];
  private int[] port = new int[64];
  private byte[] protocol = new byte[64];
  private byte[] family = new byte[64];
  private boolean[] takesIpv4 = new boolean[64];
  private boolean[] connected = new boolean[64];
  private long[] high = new long[64];
  private long[] low = new long[64];
  private long[] inode = new long[64];
  private long[] user = new long[64];
  private int size;
  private boolean full;

  BoundSockets() {
    Arrays.fill(first, NONE);
  }

  void add(final FoundSocket found) {
    if (found.inode() == 0 || size == MOST) {
      full |= size == MOST;
      return;
    }
    if (size == port.length) {
      grow();
    }
    final int bucket = found.localPort() & BUCKETS - 1;
    port[size] = found.localPort();
    protocol[size] = (byte) found.protocol();
    family[size] = (byte) found.family();
    takesIpv4[size] = found.takesIpv4();
    connected[size] = found.isConnected();
    high[size] = found.localHigh();
    low[size] = found.localLow();
    inode[size] = found.inode();
    user[size] = found.user();
    next[size] = first[bucket];
    first[bucket] = size++;
  }

  private void grow() {
    final int larger = size * 2;
    next = Arrays.copyOf(next, larger);
    port = Arrays.copyOf(port, larger);
    protocol = Arrays.copyOf(protocol, larger);
    family = Arrays.copyOf(family, larger);
    takesIpv4 = Arrays.copyOf(takesIpv4, larger);
    connected = Arrays.copyOf(connected, larger);
    high = Arrays.copyOf(high, larger);
    low = Arrays.copyOf(low, larger);
    inode = Arrays.copyOf(inode, larger);
    user = Arrays.copyOf(user, larger);
  }

  boolean isFull() {
    return full;
  }

  /**
   * The socket that has a session's own end, the tuple's source: one bound to the very address
   * rather than one bound to none.
   *
   * @param addresses the namespace's own: only for those do sockets without an address stand
   * @return its place, or -1
   */
  int find(final TupleView ends, final HostAddresses addresses) {
    final boolean ours =
        addresses.isOwn(ends.family(), ends.sourceHigh(), ends.sourceLow())
            || isToMany(ends.family(), ends.sourceHigh(), ends.sourceLow());
    int best = NONE;
    for (int i = first[ends.sourcePort() & BUCKETS - 1]; i != NONE; i = next[i]) {
      if (port[i] != ends.sourcePort() || (protocol[i] & 0xff) != ends.protocol()) {
        continue;
      }
      if (family[i] == ends.family()
          && high[i] == ends.sourceHigh()
          && low[i] == ends.sourceLow()) {
        return i;
      }
      final boolean any =
          high[i] == 0
              && low[i] == 0
              && (family[i] == ends.family() || ends.family() == Family.IPV4 && takesIpv4[i]);
      // One of several that share a port: the one that was made first.
      best = any && ours ? i : best;
    }
    return best;
  }

  private static boolean isToMany(final int family, final long high, final long low) {
    return family == Family.IPV4 ? low >>> 28 == 0xe : high >>> 56 == 0xff;
  }

  long inode(final int place) {
    return inode[place];
  }

  /** The user who opened the socket. */
  long user(final int place) {
    return user[place];
  }

  /**
   * Whether a session that has this port is surely this socket's: an unconnected one of UDP. Who
   * listens has most likely taken the connection; who is connected elsewhere may have been to
   * others before.
   */
  boolean isSure(final int place) {
    return (protocol[place] & 0xff) != Protocol.TCP && !connected[place];
  }
}
