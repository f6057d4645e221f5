package dev.plimsoll.web;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * What sessions are sorted by. A key is two numbers, the second for sessions whose first is equal;
 * only addresses need it. IPv4 stands before IPv6, counters count both directions.
 */
enum SortKey {
  TIMEOUT,
  SRC,
  DST,
  SPORT,
  DPORT,
  PROTOCOL,
  STATE,
  PACKETS,
  BYTES,
  START;

  /** The key of a session that has none: without counters, ports, a state. It comes last. */
  static final long NONE = Long.MIN_VALUE;

  /** The word of the parameter. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static @Nullable SortKey of(final String word) {
    for (final SortKey key : values()) {
      if (key.word().equals(word)) {
        return key;
      }
    }
    return null;
  }

  long first(final Session session) {
    return switch (this) {
      case TIMEOUT -> session.timeoutMillis() < 0 ? NONE : session.timeoutMillis();
      case SRC -> high(session.family(), session.original().sourceHigh());
      case DST -> high(session.family(), session.original().destinationHigh());
      case SPORT -> hasPorts(session) ? session.original().sourcePort() : NONE;
      case DPORT -> hasPorts(session) ? session.original().destinationPort() : NONE;
      case PROTOCOL -> session.protocol();
      case STATE -> session.state() < 0 ? NONE : (long) session.protocol() << 8 | session.state();
      case PACKETS -> sum(session.originalPackets(), session.replyPackets());
      case BYTES -> sum(session.originalBytes(), session.replyBytes());
      case START -> session.startNanos() == 0 ? NONE : session.startNanos();
    };
  }

  long second(final Session session) {
    return switch (this) {
      case SRC -> session.original().sourceLow() ^ Long.MIN_VALUE;
      case DST -> session.original().destinationLow() ^ Long.MIN_VALUE;
      default -> 0;
    };
  }

  private static boolean hasPorts(final Session session) {
    return Protocol.hasPorts(session.protocol());
  }

  // As unsigned numbers, and never NONE: each session has its addresses.
  private static long high(final int family, final long high) {
    return family == Family.IPV4 ? NONE + 1 : Math.max(NONE + 2, high ^ Long.MIN_VALUE);
  }

  private static long sum(final long original, final long reply) {
    return original == Session.ABSENT || reply == Session.ABSENT ? NONE : original + reply;
  }
}
