package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.u16;
import static dev.plimsoll.engine.BigEndian.u8;

import dev.plimsoll.session.Family;

/** Finds the IP packet in a frame. Not thread safe. */
final class LinkHeaders {
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int PPP_IPV4 = 0x0021;
  private static final int PPP_IPV6 = 0x0057;

  private byte[] bytes = {};
  private int end;
  private int family;
  private int network;

  /** {@link Family#IPV4} or {@link Family#IPV6}, as the headers before it say. */
  int family() {
    return family;
  }

  /** Where its header begins in the frame's array; at most where the captured bytes end. */
  int network() {
    return network;
  }

  /**
   * Looks through the headers of the link.
   *
   * @return whether they lead to an IP packet
   */
  boolean find(final Frame frame) {
    bytes = frame.bytes();
    final int at = frame.offset();
    end = at + frame.captured();
    return switch (frame.linkType()) {
      case LinkType.ETHERNET -> has(at, 14) && ethertype(u16(bytes, at + 12), at + 14);
      case LinkType.LINUX_SLL -> has(at, 16) && ethertype(u16(bytes, at + 14), at + 16);
      case LinkType.LINUX_SLL2 -> has(at, 20) && ethertype(u16(bytes, at), at + 20);
      case LinkType.RAW -> byVersion(at);
      case LinkType.IPV4 -> found(Family.IPV4, at);
      case LinkType.IPV6 -> found(Family.IPV6, at);
      case LinkType.NULL, LinkType.LOOP -> loopback(at);
      case LinkType.PPP, LinkType.PPP_HDLC, LinkType.C_HDLC -> hdlc(at);
      case LinkType.PPPOE -> pppoe(at);
      default -> false;
    };
  }

  private boolean has(final int at, final int count) {
    return end - at >= count;
  }

  private boolean found(final int addressFamily, final int at) {
    family = addressFamily;
    network = at;
    return true;
  }

  private boolean ethertype(final int first, final int next) {
    int type = first;
    int at = next;
    while (type == 0x8100 || type == 0x88a8 || type == 0x9100) {
      if (!has(at, 4)) {
        return false;
      }
      type = u16(bytes, at + 2);
      at += 4;
    }
    return switch (type) {
      case ETHERTYPE_IPV4 -> found(Family.IPV4, at);
      case ETHERTYPE_IPV6 -> found(Family.IPV6, at);
      case 0x8847, 0x8848 -> mpls(at);
      case 0x8864 -> pppoe(at);
      default -> false;
    };
  }

  /** RFC 3032: labels up to the one with the bottom-of-stack bit, then no type at all. */
  private boolean mpls(final int first) {
    int at = first;
    while (has(at, 4)) {
      final boolean bottom = (bytes[at + 2] & 1) != 0;
      at += 4;
      if (bottom) {
        return byVersion(at);
      }
    }
    return false;
  }

  private boolean byVersion(final int at) {
    if (!has(at, 1)) {
      return false;
    }
    return switch (u8(bytes, at) >>> 4) {
      case 4 -> found(Family.IPV4, at);
      case 6 -> found(Family.IPV6, at);
      default -> false;
    };
  }

  /**
   * The address family of the host that captured, in that host's byte order (LOOP: in network
   * order); each BSD has a number of its own for IPv6.
   */
  private boolean loopback(final int at) {
    if (!has(at, 4)) {
      return false;
    }
    final int written = BigEndian.i32(bytes, at);
    return switch ((written & 0xffff) == 0 ? Integer.reverseBytes(written) : written) {
      case 2 -> found(Family.IPV4, at + 4);
      case 10, 24, 28, 30 -> found(Family.IPV6, at + 4);
      default -> false;
    };
  }

  /** PPP with its address and control bytes or without them, and Cisco's HDLC (RFC 1547, 1662). */
  private boolean hdlc(final int at) {
    if (!has(at, 4)) {
      return false;
    }
    final int address = u8(bytes, at);
    if (address == 0x0f || address == 0x8f) {
      return ethertype(u16(bytes, at + 2), at + 4);
    }
    return ppp(u16(bytes, at) == 0xff03 ? at + 2 : at);
  }

  private boolean pppoe(final int at) {
    final boolean session = has(at, 6) && u8(bytes, at) == 0x11 && bytes[at + 1] == 0;
    return session && ppp(at + 6);
  }

  private boolean ppp(final int at) {
    if (!has(at, 2)) {
      return false;
    }
    // An odd first byte is a number in one byte (protocol field compression).
    final boolean compressed = (bytes[at] & 1) != 0;
    final int next = compressed ? at + 1 : at + 2;
    return switch (compressed ? u8(bytes, at) : u16(bytes, at)) {
      case PPP_IPV4 -> found(Family.IPV4, next);
      case PPP_IPV6 -> found(Family.IPV6, next);
      case 0x0281, 0x0283 -> mpls(next);
      default -> false;
    };
  }
}
