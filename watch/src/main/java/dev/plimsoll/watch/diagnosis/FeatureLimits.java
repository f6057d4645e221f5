package dev.plimsoll.watch.diagnosis;

/**
 * How much {@link Features} remember. Each number is a power of two; what does not fit is
 * forgotten, oldest and rarest first, whatever comes.
 *
 * @param sessions whose beginnings are remembered, for each direction; 8 bytes each
 * @param pairs of address and port that are told from each other, for each direction; 8 bytes each
 * @param keys addresses, and address and port together, that are counted, for each table; about
 *     half a kilobyte each
 * @param ports that are counted, for each table; about a kilobyte each
 * @param callers remote services whose calls are remembered for hours; half a kilobyte each
 */
public record FeatureLimits(int sessions, int pairs, int keys, int ports, int callers) {
  /** The most memory that the features of one namespace may take: 64 MiB. */
  public static final long MAX_BYTES = 64L << 20;

  /** For a server with up to a million sessions: 45 MiB. */
  public static final FeatureLimits LARGE =
      new FeatureLimits(1 << 19, 1 << 20, 1 << 13, 1 << 11, 1 << 13);

  /** For a server with some ten thousand sessions: 6 MiB. */
  public static final FeatureLimits MEDIUM =
      new FeatureLimits(1 << 16, 1 << 17, 1 << 10, 1 << 8, 1 << 10);

  /** For a guest with some thousand sessions: 3 MiB. */
  public static final FeatureLimits SMALL =
      new FeatureLimits(1 << 15, 1 << 16, 1 << 9, 1 << 7, 1 << 9);

  /** What suits a table with so many sessions. */
  public static FeatureLimits of(final int sessions) {
    if (sessions < 20_000) {
      return SMALL;
    }
    return sessions < 50_000 ? MEDIUM : LARGE;
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not a power of two of at least 64
   */
  public FeatureLimits {
    for (final int number : new int[] {sessions, pairs, keys, ports, callers}) {
      if (number < 64 || Integer.bitCount(number) != 1) {
        throw new IllegalArgumentException(number + " is no power of two of at least 64");
      }
    }
  }
}
