package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.TupleView;

/**
 * An IPv4 address of the host whose packets are tracked, on a network with broadcasts.
 *
 * @param prefix the length of the network's prefix, 1 to 30
 */
public record OwnAddress(IpAddress address, int prefix) {
  public OwnAddress {
    if (address.family() != Family.IPV4 || prefix < 1 || prefix > 30) {
      throw new IllegalArgumentException(
          "not an IPv4 address with a prefix of 1 to 30: " + address + "/" + prefix);
    }
  }

  /** The network's mask. */
  long mask() {
    return 0xffff_ffffL << 32 - prefix & 0xffff_ffffL;
  }

  /** Whether the packet goes from this address to the broadcast address of its network. */
  boolean broadcasts(final TupleView packet) {
    return packet.family() == Family.IPV4
        && packet.sourceLow() == address.low()
        && packet.destinationLow() == (address.low() | ~mask() & 0xffff_ffffL);
  }
}
