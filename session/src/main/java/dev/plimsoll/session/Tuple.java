package dev.plimsoll.session;

/**
 * One direction of a session as a value. {@link TupleView} tells what the parts mean.
 *
 * @param family {@link Family#IPV4} or {@link Family#IPV6}
 * @param protocol 0 to 255
 */
public record Tuple(
    int family,
    int protocol,
    long sourceHigh,
    long sourceLow,
    long destinationHigh,
    long destinationLow,
    int sourcePort,
    int destinationPort)
    implements TupleView {

  /**
   * Puts a tuple together from its parts.
   *
   * @throws IllegalArgumentException if the two addresses are of different families
   */
  public static Tuple of(
      final int protocol,
      final IpAddress source,
      final int sourcePort,
      final IpAddress destination,
      final int destinationPort) {
    if (source.family() != destination.family()) {
      throw new IllegalArgumentException(
          "addresses of different families: " + source + ", " + destination);
    }
    return new Tuple(
        source.family(),
        protocol,
        source.high(),
        source.low(),
        destination.high(),
        destination.low(),
        sourcePort,
        destinationPort);
  }

  public static Tuple copyOf(final TupleView view) {
    return view instanceof Tuple tuple
        ? tuple
        : new Tuple(
            view.family(),
            view.protocol(),
            view.sourceHigh(),
            view.sourceLow(),
            view.destinationHigh(),
            view.destinationLow(),
            view.sourcePort(),
            view.destinationPort());
  }

  /** The tuple of the answer, without NAT (nf_ct_invert_tuple). */
  public Tuple inverse() {
    final int inverseType =
        Protocol.isIcmp(protocol) ? IcmpTypes.inverse(protocol, icmpType()) : -1;
    final boolean icmp = Protocol.isIcmp(protocol);
    return new Tuple(
        family,
        protocol,
        destinationHigh,
        destinationLow,
        sourceHigh,
        sourceLow,
        icmp ? sourcePort : destinationPort,
        icmp ? (inverseType & 0xff) << 8 | icmpCode() : sourcePort);
  }
}
