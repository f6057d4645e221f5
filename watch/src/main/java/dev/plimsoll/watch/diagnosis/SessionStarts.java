package dev.plimsoll.watch.diagnosis;

import java.util.Arrays;

/**
 * When the newest sessions began and what became of them, each by its hash: the kernel tells it
 * with none of the later events. A fixed table of sets of four; in a full set the oldest is
 * forgotten. Not thread safe.
 */
final class SessionStarts {
  /** The session is not known. */
  static final int NONE = -1;

  static final int ANSWERED = 1;
  static final int ASSURED = 2;
  static final int CLOSED = 4;

  private static final int WAYS = 4;
  private static final int FLAG_BITS = 4;
  private static final int FLAGS = (1 << FLAG_BITS) - 1;
  private static final int TIME_BITS = 32;
  // Two sessions with the same 28 bits in one set are taken for one.
  private static final long NAME_MASK = -1L << TIME_BITS + FLAG_BITS;
  private static final long TIME_MASK = (1L << TIME_BITS) - 1;

  private final long[] entries;
  private final int sets;

  /**
   * Makes an empty table.
   *
   * @param sessions how many fit, a power of two
   */
  SessionStarts(final int sessions) {
    entries = new long[sessions];
    sets = sessions / WAYS - 1;
  }

  /**
   * A session begins.
   *
   * @param tenths when, in tenths of a second, at least 1
   * @param flags what is known of it already
   */
  void begin(final long hash, final long tenths, final int flags) {
    final int first = ((int) hash & sets) * WAYS;
    final long name = hash & NAME_MASK;
    int place = first;
    for (int at = first; at < first + WAYS; at++) {
      if ((entries[at] & NAME_MASK) == name) {
        place = at;
        break;
      }
      place = tenths(at) < tenths(place) ? at : place;
    }
    entries[place] = name | (tenths & TIME_MASK) << FLAG_BITS | flags;
  }

  /** The place of a session, good until the next beginning, or {@link #NONE}. */
  int find(final long hash) {
    final int first = ((int) hash & sets) * WAYS;
    final long name = hash & NAME_MASK;
    for (int at = first; at < first + WAYS; at++) {
      if ((entries[at] & NAME_MASK) == name && entries[at] != 0) {
        return at;
      }
    }
    return NONE;
  }

  /** When the session at a place began, in tenths of a second. */
  long tenths(final int place) {
    return entries[place] >>> FLAG_BITS & TIME_MASK;
  }

  boolean is(final int place, final int flag) {
    return (entries[place] & flag) != 0;
  }

  /** Sets a flag; false if it was set already. */
  boolean mark(final int place, final int flag) {
    final boolean news = (entries[place] & flag & FLAGS) == 0;
    entries[place] |= flag;
    return news;
  }

  void clear() {
    Arrays.fill(entries, 0);
  }

  long memoryBytes() {
    return 8L * entries.length;
  }
}
