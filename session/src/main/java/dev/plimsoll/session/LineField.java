package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import org.jspecify.annotations.Nullable;

/** The {@code key=value} words of the kernel's and conntrack's lines. */
enum LineField {
  SOURCE("src", 0),
  DESTINATION("dst", 0),
  SOURCE_PORT("sport", 0xffff),
  DESTINATION_PORT("dport", 0xffff),
  TYPE("type", 0xff),
  CODE("code", 0xff),
  /** The id of an ICMP tuple, or the kernel's name for the entry. */
  ID("id", 0xffff_ffffL),
  SOURCE_KEY("srckey", 0xffff),
  DESTINATION_KEY("dstkey", 0xffff),
  PACKETS("packets", -1),
  BYTES("bytes", -1),
  MARK("mark", 0xffff_ffffL),
  ZONE("zone", 0xffff),
  ORIGINAL_ZONE("zone-orig", 0xffff),
  REPLY_ZONE("zone-reply", 0xffff),
  DELTA_TIME("delta-time", -1),
  USE("use", 0xffff_ffffL),
  HELPER("helper", 0),
  SECURITY_CONTEXT("secctx", 0),
  /** The number that older kernels show instead of the context. */
  SECURITY_MARK("secmark", 0),
  LABELS("labels", 0),
  /** The timeouts of GRE that /proc shows, each with a comma or a space behind it. */
  GRE_TIMEOUT("timeout", 0),
  GRE_STREAM_TIMEOUT("stream_timeout", 0);

  private static final int SLOTS = 128;
  // By a hash of the key, or a few places behind it.
  private static final @Nullable LineField[] FIELDS = new LineField[SLOTS];
  private static final byte[][] KEYS = new byte[SLOTS][];

  static {
    for (final LineField field : values()) {
      final byte[] key = ascii(field.key);
      int slot = WordScanner.hash(key.length, key[0], key[1]) % SLOTS;
      while (FIELDS[slot] != null) {
        slot = (slot + 1) % SLOTS;
      }
      FIELDS[slot] = field;
      KEYS[slot] = key;
    }
  }

  private final String key;
  private final long max;

  LineField(final String key, final long max) {
    this.key = key;
    this.max = max;
  }

  /** The greatest number it may have, -1 for 2^64 - 1. */
  long max() {
    return max;
  }

  /** The field of a word that has a key, or null if we do not know it. */
  static @Nullable LineField of(final WordScanner words) {
    int slot = words.keyHash() % SLOTS;
    while (FIELDS[slot] != null && !words.hasKey(KEYS[slot])) {
      slot = (slot + 1) % SLOTS;
    }
    return FIELDS[slot];
  }
}
