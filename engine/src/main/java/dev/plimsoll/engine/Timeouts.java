package dev.plimsoll.engine;

/**
 * How long a session lasts after a packet, by kind: which settings decide, not how much they are.
 * So a session's time under other settings can be told without tracking it again.
 *
 * <p>Most kinds are one {@link Sysctl}. TCP's are a state and what may shorten its time ({@code
 * nf_conntrack_tcp_packet}).
 */
final class Timeouts {
  /** As many acknowledgements were repeated as tcp_max_retrans says. */
  static final int REPEATED = 1;

  /** A RST, also one that is not exact enough to change the state. */
  static final int RESET = 2;

  /** One side has sent what the other has not acknowledged. */
  static final int UNACKNOWLEDGED = 4;

  /** The window is closed. */
  static final int WINDOW_CLOSED = 8;

  /** Picked up in the middle and not yet answered. */
  static final int UNREPLIED = 16;

  private static final int STATES = 10;
  private static final int SHORTENINGS = 32;
  private static final int OTHERS = STATES * SHORTENINGS;
  private static final int KINDS = OTHERS + Sysctl.values().length;

  private static final Sysctl[] OF_STATE = {
    Sysctl.TCP_TIMEOUT_SYN_SENT, // NONE: never seen
    Sysctl.TCP_TIMEOUT_SYN_SENT,
    Sysctl.TCP_TIMEOUT_SYN_RECV,
    Sysctl.TCP_TIMEOUT_ESTABLISHED,
    Sysctl.TCP_TIMEOUT_FIN_WAIT,
    Sysctl.TCP_TIMEOUT_CLOSE_WAIT,
    Sysctl.TCP_TIMEOUT_LAST_ACK,
    Sysctl.TCP_TIMEOUT_TIME_WAIT,
    Sysctl.TCP_TIMEOUT_CLOSE,
  };

  /** The one state whose time no sysctl sets. */
  private static final long SYN_SENT2_MILLIS = 120_000;

  private final long[] millis = new long[KINDS];

  Timeouts(final TrackerSettings settings) {
    for (int state = 0; state < STATES; state++) {
      for (int shortened = 0; shortened < SHORTENINGS; shortened++) {
        millis[ofTcp(state, shortened)] = tcpMillis(settings, state, shortened);
      }
    }
    for (final Sysctl sysctl : Sysctl.values()) {
      if (sysctl.kind() == Sysctl.Kind.SECONDS) {
        millis[of(sysctl)] = settings.millis(sysctl);
      }
    }
  }

  private static long tcpMillis(
      final TrackerSettings settings, final int state, final int shortened) {
    final long ofState =
        state == TcpStates.SYN_SENT2 ? SYN_SENT2_MILLIS : settings.millis(OF_STATE[state]);
    final long retransmitted = settings.millis(Sysctl.TCP_TIMEOUT_MAX_RETRANS);
    final long unacknowledged = settings.millis(Sysctl.TCP_TIMEOUT_UNACKNOWLEDGED);
    final long timeout;
    if ((shortened & REPEATED) != 0 && ofState > retransmitted) {
      timeout = retransmitted;
    } else if ((shortened & RESET) != 0) {
      timeout = settings.millis(Sysctl.TCP_TIMEOUT_CLOSE);
    } else if ((shortened & UNACKNOWLEDGED) != 0 && ofState > unacknowledged) {
      timeout = unacknowledged;
    } else if ((shortened & WINDOW_CLOSED) != 0 && ofState > retransmitted) {
      timeout = retransmitted;
    } else {
      timeout = ofState;
    }
    return (shortened & UNREPLIED) != 0 ? Math.min(timeout, unacknowledged) : timeout;
  }

  /** The kind that is one setting. */
  @SuppressWarnings("EnumOrdinal") // a number within this program
  static int of(final Sysctl sysctl) {
    return OTHERS + sysctl.ordinal();
  }

  /** The kind of a TCP state with what may shorten its time. */
  static int ofTcp(final int state, final int shortened) {
    return state * SHORTENINGS + shortened;
  }

  /** How many kinds there are. */
  static int kinds() {
    return KINDS;
  }

  /** The time of a kind in milliseconds. */
  long millis(final int kind) {
    return millis[kind];
  }
}
