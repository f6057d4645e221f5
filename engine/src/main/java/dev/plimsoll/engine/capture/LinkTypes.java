package dev.plimsoll.engine.capture;

import dev.plimsoll.engine.LinkType;

/** Link types as files tell them. */
final class LinkTypes {
  private LinkTypes() {}

  /** The number of the registry for one that older programs wrote (DLT_RAW of their systems). */
  static int inRegistry(final int number) {
    return number == 12 || number == 14 ? LinkType.RAW : number;
  }

  /** Says that frames of this type cannot be decoded. */
  static String unknown(final int linkType) {
    return ("its link type is %d, which cannot be decoded; Ethernet, raw IP, Linux cooked, loopback,"
            + " PPP and PPPoE can")
        .formatted(linkType);
  }
}
