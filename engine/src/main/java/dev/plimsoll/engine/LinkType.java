package dev.plimsoll.engine;

/**
 * The link types that are decoded, by their number in capture files (the LINKTYPE_ registry of
 * tcpdump.org).
 */
public final class LinkType {
  public static final int NULL = 0;
  public static final int ETHERNET = 1;
  public static final int PPP = 9;
  public static final int PPP_HDLC = 50;
  public static final int PPPOE = 51;
  public static final int RAW = 101;
  public static final int C_HDLC = 104;
  public static final int LOOP = 108;
  public static final int LINUX_SLL = 113;
  public static final int IPV4 = 228;
  public static final int IPV6 = 229;
  public static final int LINUX_SLL2 = 276;

  private LinkType() {}

  /** Whether frames of this type are decoded. */
  public static boolean isDecoded(final int linkType) {
    return switch (linkType) {
      case NULL, ETHERNET, PPP, PPP_HDLC, PPPOE, RAW, LOOP, LINUX_SLL, IPV4, IPV6, LINUX_SLL2 ->
          true;
      default -> false;
    };
  }
}
