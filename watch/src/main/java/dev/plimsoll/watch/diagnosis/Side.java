package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleBuffer;

/** Whether this host, or a guest or container behind it, began a session. */
enum Side {
  /** This host or a guest of it. */
  OUT,
  /** Somebody outside. */
  IN,
  /** Both ends are this host, or it cannot be told which end is a guest of it. */
  NEITHER;

  /**
   * The side of a session. What is forwarded is a guest's: it is told by our own NAT, and without
   * it by the end that has a private address.
   */
  static Side of(final Session session, final HostAddresses host) {
    return switch (host.directionOf(session)) {
      case OUT -> OUT;
      case IN -> IN;
      case LOCAL -> NEITHER;
      case FORWARDED, UNKNOWN -> ofGuest(session, host);
    };
  }

  private static Side ofGuest(final Session session, final HostAddresses host) {
    final TupleBuffer original = session.original();
    final TupleBuffer reply = session.reply();
    final int family = original.family();
    if (host.isOwn(family, reply.destinationHigh(), reply.destinationLow())) {
      return OUT;
    }
    if (host.isOwn(family, original.destinationHigh(), original.destinationLow())) {
      return IN;
    }
    final boolean fromInside =
        PrivateAddress.is(family, original.sourceHigh(), original.sourceLow());
    final boolean toInside = PrivateAddress.is(family, reply.sourceHigh(), reply.sourceLow());
    if (fromInside == toInside) {
      return NEITHER;
    }
    return fromInside ? OUT : IN;
  }
}
