package dev.plimsoll.session;

import java.util.List;

/** What the conditions of a {@link SessionFilter} look at. */
public final class FilterField {
  private FilterField() {}

  /** An address of a session. */
  public enum Address {
    SRC("src"),
    DST("dst"),
    REPLY_SRC("reply-src"),
    REPLY_DST("reply-dst"),
    /** Any of the four addresses. */
    ADDR("addr"),
    LOCAL("local"),
    REMOTE("remote");

    private final String word;

    Address(final String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    boolean matches(final Session session, final List<IpNetwork> networks) {
      return switch (this) {
        case SRC -> sourceIsIn(networks, session.original());
        case DST -> destinationIsIn(networks, session.original());
        case REPLY_SRC -> sourceIsIn(networks, session.reply());
        case REPLY_DST -> destinationIsIn(networks, session.reply());
        case ADDR ->
            sourceIsIn(networks, session.original())
                || destinationIsIn(networks, session.original())
                || sourceIsIn(networks, session.reply())
                || destinationIsIn(networks, session.reply());
        case LOCAL -> sourceIsIn(networks, session.local());
        case REMOTE -> sourceIsIn(networks, session.remote());
      };
    }

    private static boolean sourceIsIn(final List<IpNetwork> networks, final TupleView tuple) {
      return contain(networks, tuple.family(), tuple.sourceHigh(), tuple.sourceLow());
    }

    private static boolean destinationIsIn(final List<IpNetwork> networks, final TupleView tuple) {
      return contain(networks, tuple.family(), tuple.destinationHigh(), tuple.destinationLow());
    }

    private static boolean contain(
        final List<IpNetwork> networks, final int family, final long high, final long low) {
      for (int i = 0; i < networks.size(); i++) {
        if (networks.get(i).contains(family, high, low)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A port of a session. */
  public enum Port {
    SPORT("sport"),
    DPORT("dport"),
    REPLY_SPORT("reply-sport"),
    REPLY_DPORT("reply-dport"),
    /** Any of the four ports. */
    PORT("port"),
    LPORT("lport"),
    RPORT("rport");

    private final String word;

    Port(final String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    boolean matches(final Session session, final NumberSet ports) {
      return switch (this) {
        case SPORT -> ports.contains(session.original().sourcePort());
        case DPORT -> ports.contains(session.original().destinationPort());
        case REPLY_SPORT -> ports.contains(session.reply().sourcePort());
        case REPLY_DPORT -> ports.contains(session.reply().destinationPort());
        case PORT ->
            ports.contains(session.original().sourcePort())
                || ports.contains(session.original().destinationPort())
                || ports.contains(session.reply().sourcePort())
                || ports.contains(session.reply().destinationPort());
        case LPORT -> ports.contains(session.local().sourcePort());
        case RPORT -> ports.contains(session.remote().sourcePort());
      };
    }
  }

  /** A quantity of a session. Times are whole seconds, rounded down as they are printed. */
  public enum Quantity {
    /** Seconds since it began; needs timestamps. */
    AGE("age"),
    /** Seconds until it expires unless a packet comes. */
    TIMEOUT("timeout"),
    /** Bytes of both directions; needs accounting. */
    BYTES("bytes"),
    /** Packets of both directions; needs accounting. */
    PACKETS("packets");

    private final String word;

    Quantity(final String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    FilterUnits units() {
      return this == AGE || this == TIMEOUT ? FilterUnits.TIME : FilterUnits.SIZE;
    }

    /** The quantity, or {@link Session#ABSENT} if the session does not tell it. */
    long of(final Session session) {
      return switch (this) {
        case AGE -> session.ageSeconds();
        case TIMEOUT -> session.timeoutSeconds();
        case BYTES -> sum(session.originalBytes(), session.replyBytes());
        case PACKETS -> sum(session.originalPackets(), session.replyPackets());
      };
    }

    private static long sum(final long original, final long reply) {
      return original == Session.ABSENT || reply == Session.ABSENT
          ? Session.ABSENT
          : original + reply;
    }
  }

  /** How a quantity is compared with its limit. */
  public enum Comparison {
    EQUAL("="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(final String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    boolean holds(final long value, final long limit) {
      final int order = Long.compareUnsigned(value, limit);
      return switch (this) {
        case EQUAL -> order == 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }
}
