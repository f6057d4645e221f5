package dev.plimsoll.session;

import java.security.SecureRandom;

/**
 * A hash of a tuple and its zone that is the same for both directions of a session without NAT: the
 * two ends are hashed alike and added. It is keyed at random, so that nobody outside can choose
 * which tuples meet in a bucket. Its step is the folded 128-bit product of wyhash (Wang Yi).
 */
final class TupleHash {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final long highSeed;
  private final long lowSeed;
  private final long portSeed;
  private final long endsSeed;
  private final long restSeed;

  TupleHash() {
    highSeed = RANDOM.nextLong();
    lowSeed = RANDOM.nextLong();
    portSeed = RANDOM.nextLong();
    endsSeed = RANDOM.nextLong();
    restSeed = RANDOM.nextLong();
  }

  /**
   * Hashes a tuple and its zone.
   *
   * @param key what {@link TupleKey} makes of the rest
   */
  int of(
      final long sourceHigh,
      final long sourceLow,
      final long destinationHigh,
      final long destinationLow,
      final long key) {
    int sourcePort = TupleKey.sourcePort(key);
    int destinationPort = TupleKey.destinationPort(key);
    long rest = key & 0xffff_ffffL;
    final int protocol = TupleKey.protocol(key);
    if (Protocol.isIcmp(protocol)) {
      // Id and code are the same both ways; of the two types that belong together the higher one.
      final int type = destinationPort >>> 8;
      final int either = Math.max(type, IcmpTypes.inverse(protocol, type));
      rest |= (long) sourcePort << 48 | (long) either << 40 | (destinationPort & 0xffL) << 32;
      sourcePort = 0;
      destinationPort = 0;
    }
    final long ends =
        end(sourceHigh, sourceLow, sourcePort)
            + end(destinationHigh, destinationLow, destinationPort);
    final long hash = fold(ends ^ endsSeed, rest ^ restSeed);
    return (int) (hash ^ hash >>> 32);
  }

  private long end(final long high, final long low, final int port) {
    return fold(fold(high ^ highSeed, low ^ lowSeed) ^ port, portSeed);
  }

  private static long fold(final long a, final long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }
}
