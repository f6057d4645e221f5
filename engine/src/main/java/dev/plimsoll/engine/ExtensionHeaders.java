package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.u16;
import static dev.plimsoll.engine.BigEndian.u8;

/**
 * Walks over the extension headers of an IPv6 packet (ipv6_skip_exthdr in net/ipv6/exthdrs_core.c).
 * Not thread safe.
 *
 * <p>Each header takes at least 8 bytes of the packet, so a walk ends.
 */
final class ExtensionHeaders {
  static final int HOP_BY_HOP = 0;
  static final int FRAGMENT = 44;
  private static final int ROUTING = 43;
  static final int AUTHENTICATION = 51;
  private static final int NONE = 59;
  private static final int DESTINATION = 60;

  /** Where a walk came to. */
  enum End {
    /** To the header of a protocol. */
    PROTOCOL,
    /** To a fragment header. */
    FRAGMENT,
    /** To no protocol: there is none, or the packet is too short, or not its first fragment. */
    UNREADABLE,
    /** To where the captured bytes end. */
    SNAPPED
  }

  private int protocol;
  private int position;

  /** The number of the header that the walk came to. */
  int protocol() {
    return protocol;
  }

  /** Where that header begins: at most 2 KiB behind the packet's end. */
  int position() {
    return position;
  }

  /**
   * Walks from a header on.
   *
   * @param first where the header begins
   * @param number its number
   * @param overFragments whether first fragments are walked over
   */
  End skip(final Packet packet, final int first, final int number, final boolean overFragments) {
    final byte[] bytes = packet.bytes;
    final int limit = packet.network + packet.length;
    position = first;
    protocol = number;
    while (isExtension(protocol)) {
      final boolean fragment = protocol == FRAGMENT;
      if (fragment && !overFragments && position <= limit) {
        return End.FRAGMENT;
      }
      final int needed = fragment ? 4 : 2;
      if (protocol == NONE || limit - position < needed) {
        return End.UNREADABLE;
      }
      if (packet.end - position < needed) {
        return End.SNAPPED;
      }
      if (fragment && (u16(bytes, position + 2) & 0xfff8) != 0) {
        return End.UNREADABLE;
      }
      final int units = u8(bytes, position + 1);
      final int length =
          switch (protocol) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> units + 2 << 2;
            default -> units + 1 << 3;
          };
      protocol = u8(bytes, position);
      position += length;
    }
    return End.PROTOCOL;
  }

  private static boolean isExtension(final int number) {
    return switch (number) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, NONE, DESTINATION -> true;
      default -> false;
    };
  }
}
