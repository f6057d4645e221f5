package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.watch.Timeouts;

/** When a session of a table began. */
final class Begun {
  private Begun() {}

  /** In milliseconds since 1970, or -1 if nothing tells it. */
  static long millis(final Session session, final Timeouts timeouts, final long nowMillis) {
    if (session.startNanos() != 0) {
      return Math.min(nowMillis, session.startNanos() / 1_000_000);
    }
    final long left = session.timeoutMillis();
    if (session.isReplied() || left == Session.ABSENT) {
      return -1;
    }
    final long whole =
        1000L
            * switch (session.protocol()) {
              case Protocol.TCP ->
                  session.state() == TcpState.SYN_SENT.number()
                      ? timeouts.tcpSeconds(TcpState.SYN_SENT)
                      : -1;
              case Protocol.UDP -> timeouts.udpSeconds();
              default -> -1;
            };
    return whole < left ? -1 : nowMillis - (whole - left);
  }
}
