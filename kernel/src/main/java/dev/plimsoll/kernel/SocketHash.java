package dev.plimsoll.kernel;

import java.util.concurrent.ThreadLocalRandom;

/** Hashes of a socket's ends that a stranger cannot foresee. */
final class SocketHash {
  private static final long SEED = ThreadLocalRandom.current().nextLong();
  private static final long ODD = 0x9e37_79b9_7f4a_7c15L;

  private SocketHash() {}

  /**
   * A hash of 64 bits; never 0.
   *
   * @param kind protocol and family
   * @param ports both, in one number
   */
  static long of(
      final int kind,
      final long localHigh,
      final long localLow,
      final long remoteHigh,
      final long remoteLow,
      final int ports) {
    long hash = mix(SEED ^ ((long) kind << 32 | ports & 0xffff_ffffL));
    hash = mix(hash ^ localLow);
    hash = mix(hash ^ remoteLow);
    if ((localHigh | remoteHigh) != 0) {
      hash = mix(mix(hash ^ localHigh) ^ remoteHigh);
    }
    return hash == 0 ? 1 : hash;
  }

  private static long mix(final long bits) {
    final long product = (bits ^ bits >>> 32) * ODD;
    return product ^ product >>> 29;
  }
}
