package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Session;

/**
 * The argument of {@code -n}, {@code -g} and {@code -j}: {@code ADDRESS}, {@code ADDRESS:PORT}, or
 * {@code [ADDRESS]:PORT}.
 *
 * @param port 0 to 65,535, or {@link Session#ABSENT}
 */
record NatTarget(IpAddress address, int port) {

  static NatTarget read(final String text, final String option) throws ConntrackUsageException {
    final boolean isBracketed = text.startsWith("[");
    final int closing = text.indexOf(']');
    if (isBracketed && closing < 0) {
      throw ConntrackUsageException.parameter("No closing ']' around IPv6 address");
    }
    final int colon = isBracketed ? closing + 1 : text.indexOf(':');
    final boolean hasPort =
        isBracketed ? text.startsWith(":", colon) : colon >= 0 && colon == text.lastIndexOf(':');
    if (!hasPort) {
      return new NatTarget(ConntrackAddress.readSingle(text, option), Session.ABSENT);
    }
    final String address = isBracketed ? text.substring(1, closing) : text.substring(0, colon);
    final int port = port(text.substring(colon + 1));
    return new NatTarget(ConntrackAddress.readSingle(address, option), port);
  }

  private static int port(final String text) throws ConntrackUsageException {
    if (text.isEmpty()) {
      throw ConntrackUsageException.parameter("No port specified after `:'");
    }
    final boolean isNumber = text.chars().allMatch(c -> c >= '0' && c <= '9');
    final long port = isNumber ? CNumber.read(text, 10).value() : -1;
    if (port < 0 || port > 0xffff) {
      throw ConntrackUsageException.parameter("Invalid port `" + text + "'");
    }
    return (int) port;
  }
}
