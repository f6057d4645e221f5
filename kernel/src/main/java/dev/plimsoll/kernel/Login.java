package dev.plimsoll.kernel;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleView;
import java.util.Set;

/**
 * A TCP connection through which somebody is logged in here. The local address does not matter: it
 * may be translated.
 *
 * @param remote where they sit
 * @param remotePort their port
 * @param localPort ours, 22 as a rule
 */
public record Login(IpAddress remote, int remotePort, int localPort) {

  /** Whether a session of a table is this connection. */
  public boolean isIn(final Session session) {
    return isFrom(session.original())
        || isTo(session.original())
        || isFrom(session.reply())
        || isTo(session.reply());
  }

  /** Whether a session is one of these connections. */
  public static boolean isAnyIn(final Set<Login> logins, final Session session) {
    for (final Login login : logins) {
      if (login.isIn(session)) {
        return true;
      }
    }
    return false;
  }

  private boolean isFrom(final TupleView tuple) {
    return tuple.protocol() == Protocol.TCP
        && tuple.sourcePort() == remotePort
        && tuple.destinationPort() == localPort
        && tuple.family() == remote.family()
        && tuple.sourceHigh() == remote.high()
        && tuple.sourceLow() == remote.low();
  }

  private boolean isTo(final TupleView tuple) {
    return tuple.protocol() == Protocol.TCP
        && tuple.destinationPort() == remotePort
        && tuple.sourcePort() == localPort
        && tuple.family() == remote.family()
        && tuple.destinationHigh() == remote.high()
        && tuple.destinationLow() == remote.low();
  }

  @Override
  public String toString() {
    return "%s port %d to port %d".formatted(remote, remotePort, localPort);
  }
}
