package dev.plimsoll.session;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Transport protocols by their IP number (IANA "Protocol Numbers"), with the names that Linux
 * prints in {@code /proc/net/nf_conntrack}.
 *
 * <p>Protocols are plain numbers from 0 to 255 here, because the kernel tracks any of them.
 */
public final class Protocol {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int DCCP = 33;
  public static final int GRE = 47;
  public static final int ICMPV6 = 58;
  public static final int SCTP = 132;
  public static final int UDPLITE = 136;

  private Protocol() {}

  /**
   * The kernel's name (net/netfilter/nf_conntrack_standalone.c, {@code l4proto_name}).
   *
   * @param number 0 to 255
   * @return the name, or {@code "unknown"} for a protocol that the kernel tracks generically
   */
  public static String kernelName(final int number) {
    return switch (number) {
      case ICMP -> "icmp";
      case TCP -> "tcp";
      case UDP -> "udp";
      case DCCP -> "dccp";
      case GRE -> "gre";
      case ICMPV6 -> "icmpv6";
      case SCTP -> "sctp";
      case UDPLITE -> "udplite";
      default -> "unknown";
    };
  }

  /**
   * A name for people and for filters: the kernel's where it has one, a common name where there is
   * one, else the number.
   *
   * @param number 0 to 255
   */
  public static String displayName(final int number) {
    return switch (number) {
      case 2 -> "igmp";
      case 4 -> "ipip";
      case 41 -> "ipv6";
      case 50 -> "esp";
      case 51 -> "ah";
      case 89 -> "ospf";
      case 103 -> "pim";
      case 112 -> "vrrp";
      default -> {
        final String name = kernelName(number);
        yield name.equals("unknown") ? Integer.toString(number) : name;
      }
    };
  }

  /**
   * The number of a protocol given by name or number, in any case.
   *
   * @return the number, or empty if there is no such protocol
   */
  public static OptionalInt parse(final String text) {
    final int number =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "icmp" -> ICMP;
          case "igmp" -> 2;
          case "ipip" -> 4;
          case "tcp" -> TCP;
          case "udp" -> UDP;
          case "dccp" -> DCCP;
          case "ipv6" -> 41;
          case "gre" -> GRE;
          case "esp" -> 50;
          case "ah" -> 51;
          case "icmpv6", "ipv6-icmp" -> ICMPV6;
          case "ospf" -> 89;
          case "pim" -> 103;
          case "vrrp" -> 112;
          case "sctp" -> SCTP;
          case "udplite" -> UDPLITE;
          default -> parseNumber(text);
        };
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Whether tuples of this protocol carry source and destination ports. */
  public static boolean hasPorts(final int number) {
    return number == TCP || number == UDP || number == SCTP || number == DCCP || number == UDPLITE;
  }

  /** Whether tuples of this protocol carry an ICMP type, code and id. */
  public static boolean isIcmp(final int number) {
    return number == ICMP || number == ICMPV6;
  }

  private static int parseNumber(final String text) {
    if (text.isEmpty() || text.length() > 3) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      final int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value <= 255 ? value : -1;
  }
}
