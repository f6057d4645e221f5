package dev.plimsoll.session;

/**
 * What names one direction of a session: addresses, protocol and the protocol's own numbers
 * (include/net/netfilter/nf_conntrack_tuple.h).
 *
 * <p>An address is two longs in network order. An IPv4 address stands in the low 32 bits of the low
 * long, and its high long is 0.
 *
 * <p>Ports are 0 to 65,535. As in the kernel, other protocols keep their numbers in the same two
 * places: for ICMP the id is the source port, and {@code type << 8 | code} the destination port;
 * for GRE they are the keys; for protocols without any they are 0.
 */
public interface TupleView {
  /** {@link Family#IPV4} or {@link Family#IPV6}. */
  int family();

  /** The IP protocol number, 0 to 255. */
  int protocol();

  long sourceHigh();

  long sourceLow();

  long destinationHigh();

  long destinationLow();

  /** The source port; the id for ICMP; the source key for GRE. */
  int sourcePort();

  /** The destination port; {@code type << 8 | code} for ICMP; the destination key for GRE. */
  int destinationPort();

  default int icmpId() {
    return sourcePort();
  }

  default int icmpType() {
    return destinationPort() >>> 8;
  }

  default int icmpCode() {
    return destinationPort() & 0xff;
  }

  default IpAddress source() {
    return new IpAddress(family(), sourceHigh(), sourceLow());
  }

  default IpAddress destination() {
    return new IpAddress(family(), destinationHigh(), destinationLow());
  }

  /** Whether this tuple and the other name the same packets. */
  default boolean sameAs(final TupleView other) {
    return sourceLow() == other.sourceLow()
        && destinationLow() == other.destinationLow()
        && sourcePort() == other.sourcePort()
        && destinationPort() == other.destinationPort()
        && protocol() == other.protocol()
        && family() == other.family()
        && sourceHigh() == other.sourceHigh()
        && destinationHigh() == other.destinationHigh();
  }

  /**
   * Whether the other is exactly what the kernel would expect as the answer to this one
   * (nf_ct_invert_tuple). A reply tuple that is not the mirror of its original means NAT.
   */
  default boolean isMirroredBy(final TupleView other) {
    if (sourceLow() != other.destinationLow()
        || destinationLow() != other.sourceLow()
        || protocol() != other.protocol()
        || family() != other.family()
        || sourceHigh() != other.destinationHigh()
        || destinationHigh() != other.sourceHigh()) {
      return false;
    }
    if (Protocol.isIcmp(protocol())) {
      return icmpId() == other.icmpId()
          && icmpCode() == other.icmpCode()
          && IcmpTypes.inverse(protocol(), icmpType()) == other.icmpType();
    }
    return sourcePort() == other.destinationPort() && destinationPort() == other.sourcePort();
  }
}
