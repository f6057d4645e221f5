package dev.plimsoll.kernel;

import dev.plimsoll.session.TupleView;
import java.util.Arrays;

/**
 * The sockets that sessions would have, by both their ends, so that a million sockets can pass by
 * and only those are kept which are asked for. About 60 bytes each. Not thread safe.
 */
final class WantedSockets {
  private int size;
  private final int[] kind;
  private final long[] localHigh;
  private final long[] localLow;
  private final long[] remoteHigh;
  private final long[] remoteLow;
  private final int[] ports;
  private final long[] inode;
  private final int[] user;
  private final int[] slots;
  private final long[] localPorts = new long[1 << 10];

  /**
   * Makes an empty one.
   *
   * @param most how many will be wanted at most
   */
  WantedSockets(final int most) {
    kind = new int[most];
    localHigh = new long[most];
    localLow = new long[most];
    remoteHigh = new long[most];
    remoteLow = new long[most];
    ports = new int[most];
    inode = new long[most];
    user = new int[most];
    slots = new int[Integer.highestOneBit(Math.max(8, most)) * 4];
    Arrays.fill(slots, -1);
  }

  /**
   * Asks for the socket whose own end is the tuple's source.
   *
   * @return its place; the same for the same ends
   */
  int want(final TupleView ends) {
    final int wanted = kind(ends.protocol(), ends.family());
    final int both = ends.sourcePort() << 16 | ends.destinationPort();
    final int slot =
        slot(
            wanted,
            ends.sourceHigh(),
            ends.sourceLow(),
            ends.destinationHigh(),
            ends.destinationLow(),
            both);
    if (slots[slot] < 0) {
      kind[size] = wanted;
      localHigh[size] = ends.sourceHigh();
      localLow[size] = ends.sourceLow();
      remoteHigh[size] = ends.destinationHigh();
      remoteLow[size] = ends.destinationLow();
      ports[size] = both;
      localPorts[ends.sourcePort() >>> 6] |= 1L << ends.sourcePort();
      slots[slot] = size++;
    }
    return slots[slot];
  }

  /** Whether any wanted one has this port at its own end. */
  boolean wantsPort(final int port) {
    return (localPorts[port >>> 6] >>> port & 1) != 0;
  }

  /** Keeps what is found of a connected socket if it is wanted. */
  void offer(final FoundSocket found) {
    final int at =
        slots[
            slot(
                kind(found.protocol(), found.family()),
                found.localHigh(),
                found.localLow(),
                found.remoteHigh(),
                found.remoteLow(),
                found.localPort() << 16 | found.remotePort())];
    if (at >= 0 && inode[at] == 0) {
      inode[at] = found.inode();
      user[at] = (int) found.user();
    }
  }

  /** The inode of the socket in a place; 0 if it was not found, or no process has it. */
  long inode(final int place) {
    return inode[place];
  }

  /** The user who opened the socket in a place, if it was found. */
  long user(final int place) {
    return user[place] & 0xffff_ffffL;
  }

  private int slot(
      final int wanted,
      final long lh,
      final long ll,
      final long rh,
      final long rl,
      final int both) {
    final int mask = slots.length - 1;
    int slot = (int) (SocketHash.of(wanted, lh, ll, rh, rl, both) >>> 32) & mask;
    while (slots[slot] >= 0) {
      final int at = slots[slot];
      if (ports[at] == both
          && remoteLow[at] == rl
          && localLow[at] == ll
          && kind[at] == wanted
          && remoteHigh[at] == rh
          && localHigh[at] == lh) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static int kind(final int protocol, final int family) {
    return protocol << 8 | family;
  }
}
