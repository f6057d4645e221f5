package dev.plimsoll.engine;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.TupleView;

/**
 * Which packets have their checksums verified. The kernel verifies what it receives ({@code
 * nf_conntrack_checksum}) and trusts what it sends: a capture shows the latter before the network
 * card has filled its checksums in.
 */
@FunctionalInterface
public interface Checksums {
  /** No packet: for captures of a host's own traffic. */
  Checksums NONE = tuple -> false;

  /** Every packet: for captures from the wire. */
  Checksums ALL = tuple -> true;

  /** Packets towards these addresses: for captures on the host that has them. */
  static Checksums towards(final HostAddresses own) {
    return tuple -> own.isOwn(tuple.family(), tuple.destinationHigh(), tuple.destinationLow());
  }

  /** Whether a packet's are verified; of its tuple the addresses and the protocol are known. */
  boolean apply(TupleView packet);
}
