package dev.plimsoll.engine.helper;

import dev.plimsoll.session.TupleView;
import java.security.SecureRandom;

/** A hash of where a tuple leads, keyed at random so that nobody can choose what collides. */
final class DestinationHash {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final long seed = RANDOM.nextLong();
  private final long multiplier = RANDOM.nextLong() | 1;

  /** A number below a power of two. */
  int of(final TupleView tuple, final int powerOfTwo) {
    long hash = seed + tuple.destinationHigh() * multiplier;
    hash = (hash ^ hash >>> 29 ^ tuple.destinationLow()) * multiplier;
    hash = (hash ^ hash >>> 31 ^ tuple.destinationPort() << 8 ^ tuple.protocol()) * multiplier;
    return (int) (hash >>> 33) & powerOfTwo - 1;
  }
}
