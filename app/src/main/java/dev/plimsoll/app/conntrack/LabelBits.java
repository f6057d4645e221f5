package dev.plimsoll.app.conntrack;

/**
 * A set of labels.
 *
 * @param high labels 64 to 127
 * @param low labels 0 to 63
 */
record LabelBits(long high, long low) {
  static final LabelBits NONE = new LabelBits(0, 0);
  static final LabelBits ALL = new LabelBits(-1, -1);

  LabelBits plus(final int bit) {
    return bit < 64 ? new LabelBits(high, low | 1L << bit) : new LabelBits(high | 1L << bit, low);
  }
}
