package dev.plimsoll.engine;

import dev.plimsoll.session.TupleBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The incomplete datagrams of one address family, within the kernel's bounds
 * (net/ipv4/inet_fragment.c). Not thread safe.
 */
final class WaitingDatagrams {
  /** In bytes. Above it nothing is taken in: all wait for the oldest to time out. */
  static final long THRESHOLD = 4 << 20;

  // The longest waiting first.
  private final Map<IncompleteDatagram.Key, IncompleteDatagram> datagrams = new LinkedHashMap<>();
  private final long timeoutNanos;
  private final int chargedEach;
  private long charged;

  /**
   * Starts empty.
   *
   * @param timeoutNanos how long a datagram waits
   * @param chargedEach what a datagram is charged besides its fragments, in bytes
   */
  WaitingDatagrams(final long timeoutNanos, final int chargedEach) {
    this.timeoutNanos = timeoutNanos;
    this.chargedEach = chargedEach;
  }

  int count() {
    return datagrams.size();
  }

  /** How many bytes they are charged. */
  long charged() {
    return charged;
  }

  /**
   * The datagram that a fragment belongs to, perhaps a new one.
   *
   * @param protocol 0 where it does not matter
   * @return null above the threshold
   */
  @Nullable IncompleteDatagram find(
      final Packet fragment, final int identification, final int protocol) {
    if (charged > THRESHOLD) {
      return null;
    }
    final TupleBuffer tuple = fragment.tuple;
    final var key =
        new IncompleteDatagram.Key(
            tuple.sourceHigh(),
            tuple.sourceLow(),
            tuple.destinationHigh(),
            tuple.destinationLow(),
            identification,
            protocol,
            fragment.zone);
    final IncompleteDatagram known = datagrams.get(key);
    if (known != null) {
      return known;
    }
    final IncompleteDatagram datagram = new IncompleteDatagram(key);
    charge(datagram, chargedEach);
    startWaiting(datagram, fragment.timeNanos);
    return datagram;
  }

  /** The one that has waited longest, if it has waited too long. */
  @Nullable IncompleteDatagram expired(final long nowNanos) {
    if (datagrams.isEmpty()) {
      return null;
    }
    final IncompleteDatagram oldest = datagrams.values().iterator().next();
    return oldest.deadlineNanos <= nowNanos ? oldest : null;
  }

  /**
   * Charges a datagram for a fragment: what the kernel's buffer for an Ethernet frame takes, with
   * room before it, in units of 64 bytes, and what describes it.
   */
  void charge(final IncompleteDatagram datagram, final Packet fragment) {
    charge(datagram, (fragment.length + 14 + 64 + 63 & ~63) + 576L);
  }

  private void charge(final IncompleteDatagram datagram, final long bytes) {
    datagram.charged += bytes;
    charged += bytes;
  }

  void remove(final IncompleteDatagram datagram) {
    datagrams.remove(datagram.key());
    charged -= datagram.charged;
  }

  /** Empties a datagram, which then waits for all of its fragments once more. */
  void startAgain(final IncompleteDatagram datagram, final long nowNanos) {
    charge(datagram, chargedEach - datagram.charged);
    datagram.clear();
    datagrams.remove(datagram.key());
    startWaiting(datagram, nowNanos);
  }

  private void startWaiting(final IncompleteDatagram datagram, final long nowNanos) {
    datagram.deadlineNanos = nowNanos + timeoutNanos;
    datagrams.put(datagram.key(), datagram);
  }
}
