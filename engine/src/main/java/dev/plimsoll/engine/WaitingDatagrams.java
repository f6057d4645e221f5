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

  /** What a datagram and each of its fragments are charged besides their bytes. */
  static final int OVERHEAD = 768;

  // The longest waiting first.
  private final Map<IncompleteDatagram.Key, IncompleteDatagram> datagrams = new LinkedHashMap<>();
  private final long timeoutNanos;
  private long charged;

  WaitingDatagrams(final long timeoutNanos) {
    this.timeoutNanos = timeoutNanos;
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
    charge(datagram, OVERHEAD);
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

  void charge(final IncompleteDatagram datagram, final long bytes) {
    datagram.charged += bytes;
    charged += bytes;
  }

  void remove(final IncompleteDatagram datagram) {
    datagrams.remove(datagram.key());
    charged -= datagram.charged;
  }

  /** Empties a datagram, which then waits for all of its fragments once more. */
  void startAgain(final IncompleteDatagram datagram, final long nowNanos) {
    charge(datagram, OVERHEAD - datagram.charged);
    datagram.clear();
    datagrams.remove(datagram.key());
    startWaiting(datagram, nowNanos);
  }

  private void startWaiting(final IncompleteDatagram datagram, final long nowNanos) {
    datagram.deadlineNanos = nowNanos + timeoutNanos;
    datagrams.put(datagram.key(), datagram);
  }
}
