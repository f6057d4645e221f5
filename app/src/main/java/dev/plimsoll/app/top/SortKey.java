package dev.plimsoll.app.top;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleView;
import java.util.Comparator;
import java.util.List;

/** What the sessions are ordered by. */
enum SortKey {
  REMOTE("remote", "dst", false),
  LEFT("time left", "timeout", false),
  STATE("state", "state", false),
  PORT("service port", "dport", false),
  BYTES("bytes", "bytes", true),
  PACKETS("packets", "packets", true),
  AGE("age", "start", true);

  private static final List<SortKey> ALL = List.of(values());

  private final String word;
  private final String parameter;
  private final boolean isFalling;

  SortKey(final String word, final String parameter, final boolean isFalling) {
    this.word = word;
    this.parameter = parameter;
    this.isFalling = isFalling;
  }

  String word() {
    return word;
  }

  /** The name that the daemon's interface has for it, or for what is nearest to it. */
  String parameter() {
    return parameter;
  }

  /** Whether the largest come first unless it is turned round. */
  boolean isFalling() {
    return isFalling;
  }

  SortKey next() {
    return ALL.get((ALL.indexOf(this) + 1) % ALL.size());
  }

  /** The order, turned round if it is to fall. */
  Comparator<Session> order(final boolean falling) {
    final Comparator<Session> rising =
        switch (this) {
          case REMOTE -> SortKey::compareRemotes;
          case LEFT -> Comparator.comparingLong(SortKey::left);
          case STATE -> Comparator.comparingInt(SortKey::state);
          case PORT -> Comparator.comparingInt(session -> session.original().destinationPort());
          case BYTES -> Comparator.comparingLong(SortKey::bytes);
          case PACKETS -> Comparator.comparingLong(SortKey::packets);
          case AGE -> Comparator.comparingLong(Session::ageSeconds);
        };
    return falling ? rising.reversed() : rising;
  }

  private static int compareRemotes(final Session a, final Session b) {
    final TupleView one = a.remote();
    final TupleView other = b.remote();
    int order = Integer.compare(one.family(), other.family());
    order = order != 0 ? order : Long.compareUnsigned(one.sourceHigh(), other.sourceHigh());
    order = order != 0 ? order : Long.compareUnsigned(one.sourceLow(), other.sourceLow());
    return order != 0 ? order : Integer.compare(one.sourcePort(), other.sourcePort());
  }

  // What is not told comes last: an offloaded session has no timeout.
  private static long left(final Session session) {
    return session.timeoutMillis() < 0 ? Long.MAX_VALUE : session.timeoutMillis();
  }

  private static int state(final Session session) {
    return session.protocol() << 8 | session.state() & 0xff;
  }

  /** All bytes of both directions, or -1 where the kernel does not count them. */
  static long bytes(final Session session) {
    return session.hasCounters() ? session.originalBytes() + session.replyBytes() : -1;
  }

  /** All packets of both directions, or -1 where the kernel does not count them. */
  static long packets(final Session session) {
    return session.hasCounters() ? session.originalPackets() + session.replyPackets() : -1;
  }
}
