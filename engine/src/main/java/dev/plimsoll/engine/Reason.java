package dev.plimsoll.engine;

/**
 * Why a packet is invalid, in the order in which the kernel looks. The sentence may hold two
 * numbers, which {@link Packet#why} fills in.
 */
public enum Reason {
  NONE(""),
  // Found by the decoder.
  SNAPPED("the capture cut it short before the end of its headers"),
  BAD_EXTENSIONS("its IPv6 extension headers do not lead to a protocol"),
  SHORT_HEADER("its header is cut short"),
  WRONG_FAMILY("ICMP goes over IPv4 only, and ICMPv6 over IPv6 only"),
  BAD_HEADER_LENGTH("its header says %d bytes, which is too few or more than the packet has"),
  BAD_LENGTH("its header says a length of %d bytes, the packet has %d"),
  BAD_CHECKSUM("its checksum is wrong"),
  BAD_FLAGS("the TCP flags 0x%02x never come together"),
  BAD_ICMP_TYPE("ICMP type %d is not known"),
  BAD_REDIRECT("an ICMPv6 redirect has to come from a neighbour"),
  BAD_EMBEDDED("the packet that it is about cannot be read"),
  NO_CHECKSUM("UDP-Lite without a checksum"),
  BAD_GRE_PROTOCOL("GRE version 1 carries PPP only, not 0x%04x"),
  BAD_CHUNKS("its SCTP chunks do not fit together"),
  // Found by the tracker.
  CANNOT_BEGIN("no session begins with ICMP type %d"),
  NOTHING_RELATED("it is an error about no known session"),
  NOT_TO_SENDER(
      "it is an error about a session, but does not go where the session's packets come from"),
  NO_BEGINNING("no session begins with such a packet"),
  NO_PICK_UP("tcp_loose is off: a session begins with a SYN only"),
  WRONG_STATE("it does not fit the session's state"),
  SEQUENCE_BEYOND_WINDOW("seq %d is beyond the window by %d"),
  ACKNOWLEDGES_UNSEEN("ack %d is for data not seen yet, by %d"),
  RST_BEFORE_WINDOW("a RST with seq %d, %d before what was acknowledged"),
  WRONG_TAG("its SCTP verification tag is 0x%08x, the session's is 0x%08x");

  private final String sentence;

  Reason(final String sentence) {
    this.sentence = sentence;
  }

  /** The sentence, with its numbers. */
  String sentence(final long first, final long second) {
    return sentence.formatted(first, second);
  }
}
