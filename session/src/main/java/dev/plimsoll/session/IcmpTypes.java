package dev.plimsoll.session;

/**
 * ICMP requests and their answers, as the kernel pairs them (nf_conntrack_proto_icmp.c and
 * nf_conntrack_proto_icmpv6.c, {@code invmap}).
 */
final class IcmpTypes {
  private IcmpTypes() {}

  /**
   * The type of the answer to a request, or of the request to an answer.
   *
   * @param protocol {@link Protocol#ICMP} or {@link Protocol#ICMPV6}
   * @return the other type, or -1 where the kernel pairs it with none
   */
  static int inverse(final int protocol, final int type) {
    if (protocol == Protocol.ICMP) {
      return switch (type) {
        case 8 -> 0;
        case 0 -> 8;
        case 13 -> 14;
        case 14 -> 13;
        case 15 -> 16;
        case 16 -> 15;
        case 17 -> 18;
        case 18 -> 17;
        default -> -1;
      };
    }
    return switch (type) {
      case 128 -> 129;
      case 129 -> 128;
      case 139 -> 140;
      case 140 -> 139;
      default -> -1;
    };
  }
}
