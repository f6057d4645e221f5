package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

/** The names of the bits of {@link Status} in JSON and CSV, in their order. */
final class StatusWords {
  private static final byte[][] WORDS = {
    ascii("expected"),
    ascii("seen_reply"),
    ascii("assured"),
    ascii("confirmed"),
    ascii("src_nat"),
    ascii("dst_nat"),
    ascii("seq_adjust"),
    ascii("src_nat_done"),
    ascii("dst_nat_done"),
    ascii("dying"),
    ascii("fixed_timeout"),
    ascii("template"),
    ascii("nat_clash"),
    ascii("helper"),
    ascii("offload"),
    ascii("hw_offload"),
  };

  private StatusWords() {}

  /** Appends the word of a bit, or {@code bit16} and so on for one that we do not know. */
  static void put(final int bitNumber, final LineBuffer line) {
    if (bitNumber < WORDS.length) {
      line.put(WORDS[bitNumber]);
    } else {
      line.put("bit").put(bitNumber);
    }
  }
}
