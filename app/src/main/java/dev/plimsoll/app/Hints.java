package dev.plimsoll.app;

import dev.plimsoll.watch.Cause;

/** Where to look next for each kind of cause. */
final class Hints {
  private Hints() {}

  /** What to group by, and behind it the filter if there is one: who is behind it. */
  static String whoCausesIt(final Cause.Kind kind) {
    return switch (kind) {
      case UNANSWERED_SYNS -> "remote,dport state:SYN_SENT";
      case HALF_OPEN -> "remote/net,dport state:SYN_RECV";
      case CLOSED_CONNECTIONS ->
          "remote,dport,state state:TIME_WAIT,FIN_WAIT,CLOSE_WAIT,LAST_ACK,CLOSE";
      case LEAKED_CONNECTIONS, CONNECTIONS_IN_USE ->
          "remote,dport state:ESTABLISHED -direction:local";
      case ONE_WAY_UDP -> "remote,dport proto:udp is:unreplied";
      case UDP_EXCHANGES, UDP_STREAMS -> "remote,dport proto:udp";
      case PINGS -> "remote,direction proto:icmp,icmpv6";
      case OTHER -> "protocol,remote";
      case MIXED, NOTHING -> "remote,direction -direction:local";
    };
  }
}
