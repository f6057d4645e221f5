package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleBuffer;
import java.util.SplittableRandom;

/**
 * Hashes of sessions, addresses and ports. Seeded, because senders choose addresses and ports. Two
 * things with the same 64 bits are taken for one.
 */
final class SessionHash {
  private final long seed = new SplittableRandom().nextLong() | 1;

  /** Of a session, by its original tuple. */
  long session(final Session session) {
    final TupleBuffer original = session.original();
    final long ports =
        (long) original.sourcePort() << 48
            | (long) original.destinationPort() << 32
            | (long) session.zone() << 8
            | original.protocol();
    return mix(
        mix(original.sourceLow() ^ seed)
            + mix(original.destinationLow() + ports * seed)
            + (original.sourceHigh() ^ Long.rotateLeft(original.destinationHigh(), 17)) * seed);
  }

  /** Of an address; never 0. */
  long address(final long high, final long low) {
    final long ofLow = mix(low ^ seed);
    final long mixed = high == 0 ? ofLow : mix(ofLow + high);
    return mixed == 0 ? 1 : mixed;
  }

  /** Of a hash and a number of at most 64 bits; never 0. */
  long with(final long hash, final long number) {
    final long mixed = mix(hash + number * seed);
    return mixed == 0 ? 1 : mixed;
  }

  // The finalizer of SplitMix64 (Stafford's variant 13).
  private static long mix(final long number) {
    final long once = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
    final long twice = (once ^ once >>> 27) * 0x94d049bb133111ebL;
    return twice ^ twice >>> 31;
  }
}
