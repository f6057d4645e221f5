package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import org.jspecify.annotations.Nullable;

/** What a command line tells of one direction; ports are the keys of GRE, too. Mutable. */
final class Ends {
  @Nullable IpAddress source;
  @Nullable IpAddress destination;
  int sourcePort = Session.ABSENT;
  int destinationPort = Session.ABSENT;

  boolean hasAddress() {
    return source != null || destination != null;
  }

  boolean hasBothAddresses() {
    return source != null && destination != null;
  }

  boolean hasPort() {
    return sourcePort != Session.ABSENT || destinationPort != Session.ABSENT;
  }

  /** As a tuple; what is not told is 0. */
  Tuple tuple(final int protocol) {
    return new Tuple(
        family(),
        protocol,
        source == null ? 0 : source.high(),
        source == null ? 0 : source.low(),
        destination == null ? 0 : destination.high(),
        destination == null ? 0 : destination.low(),
        Math.max(sourcePort, 0),
        Math.max(destinationPort, 0));
  }

  private int family() {
    if (source != null) {
      return source.family();
    }
    return destination != null ? destination.family() : Family.IPV4;
  }
}
