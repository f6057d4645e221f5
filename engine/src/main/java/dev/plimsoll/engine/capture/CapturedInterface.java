package dev.plimsoll.engine.capture;

/**
 * An interface of a pcapng section, and how its times are to be read.
 *
 * <p>Whole ticks a second: 10 to the power of n, or 2 to the power of n. What is below a nanosecond
 * is dropped.
 *
 * @param linkType in the registry of LINKTYPE_ values
 * @param snapLength the most that a packet was captured of, without sign; 0 for no limit
 * @param binary whether a second has 2 to the power of n ticks, else 10 to the power of n
 * @param exponent n, from 0 to 63 or to 18
 * @param offsetSeconds what is to be added to all times
 */
record CapturedInterface(
    int linkType, int snapLength, boolean binary, int exponent, long offsetSeconds) {
  private static final long NANOS = 1_000_000_000;

  /** The greatest time that fits into nanoseconds, in seconds. */
  private static final long LATEST_SECONDS = Long.MAX_VALUE / NANOS - 1;

  private static final long[] POWERS_OF_TEN = new long[19];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  /** Whether such a resolution is read. */
  static boolean isResolution(final boolean binary, final int exponent) {
    return exponent < (binary ? Long.SIZE : POWERS_OF_TEN.length);
  }

  /** Whether such an offset leaves room for times. */
  static boolean isOffset(final long seconds) {
    return seconds >= -LATEST_SECONDS && seconds <= LATEST_SECONDS;
  }

  /**
   * A time in nanoseconds since 1970.
   *
   * @param ticks without sign
   * @return {@link Long#MIN_VALUE} if it is too far away
   */
  long nanos(final long ticks) {
    final long seconds;
    final long fraction;
    if (binary) {
      seconds = exponent == 0 ? ticks : ticks >>> exponent;
      // The fraction as a part of 2^64, times 10^9.
      fraction =
          exponent == 0 ? 0 : Math.unsignedMultiplyHigh(ticks << (Long.SIZE - exponent), NANOS);
    } else {
      final long perSecond = POWERS_OF_TEN[exponent];
      seconds = Long.divideUnsigned(ticks, perSecond);
      final long rest = ticks - seconds * perSecond;
      fraction =
          exponent <= 9 ? rest * POWERS_OF_TEN[9 - exponent] : rest / POWERS_OF_TEN[exponent - 9];
    }
    if (Long.compareUnsigned(seconds, LATEST_SECONDS) > 0
        || seconds + offsetSeconds > LATEST_SECONDS) {
      return Long.MIN_VALUE;
    }
    return (seconds + offsetSeconds) * NANOS + fraction;
  }
}
