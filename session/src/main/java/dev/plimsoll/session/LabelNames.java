package dev.plimsoll.session;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of the labels, which are bits 0 to 127 of a session (connlabel.conf, the file of
 * iptables' connlabel match). It reads the file as conntrack(8) 1.4.7 does, tried on it: a line is
 * a number, decimal, octal or hexadecimal, and a name of letters, digits, hyphens and spaces. Other
 * lines mean nothing, and the first of two lines with the same number or the same name counts.
 *
 * <p>Immutable.
 */
public final class LabelNames {
  /** How many labels a session may have. */
  public static final int BITS = 128;

  /** No label has a name. */
  public static final LabelNames NONE = new LabelNames(new String[BITS]);

  // conntrack reads a line into a buffer of 1024 bytes, and its end is one of them.
  private static final int LONGEST_LINE = 1023;
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*+\\+?((?>0[xX]\\p{XDigit}+|0[0-7]*|[1-9][0-9]*))\\s*+([A-Za-z0-9 -]+?)\\s*");
  private static final int LONGEST_NUMBER = 15;

  private final @Nullable String[] names;
  private final byte[][] words = new byte[BITS][];
  private final Map<String, Integer> bits = new HashMap<>();

  private LabelNames(final @Nullable String[] names) {
    this.names = names;
    for (int bit = 0; bit < BITS; bit++) {
      final String name = names[bit];
      words[bit] = LineBuffer.ascii(name == null ? "" : name);
      if (name != null) {
        bits.put(name, bit);
      }
    }
  }

  /** The names in the text of a connlabel.conf. */
  public static LabelNames parse(final String text) {
    final @Nullable String[] names = new String[BITS];
    final Map<String, Integer> seen = new HashMap<>();
    for (final String whole : text.split("\n", -1)) {
      final Matcher line = LINE.matcher(whole.substring(0, Math.min(whole.length(), LONGEST_LINE)));
      if (!line.matches() || line.group(1).length() > LONGEST_NUMBER) {
        continue;
      }
      final long bit = Long.decode(line.group(1));
      if (bit < BITS && names[(int) bit] == null && seen.putIfAbsent(line.group(2), 0) == null) {
        names[(int) bit] = line.group(2);
      }
    }
    return seen.isEmpty() ? NONE : new LabelNames(names);
  }

  /** Each label's name is its number: every label can be told. */
  public static LabelNames numbers() {
    final String[] names = new String[BITS];
    for (int bit = 0; bit < BITS; bit++) {
      names[bit] = Integer.toString(bit);
    }
    return new LabelNames(names);
  }

  /** Whether no label has a name. */
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /**
   * The name of a label.
   *
   * @param bit 0 to 127
   * @return null if it has none
   */
  public @Nullable String name(final int bit) {
    return names[bit];
  }

  /** The number of the label with exactly this name. */
  public OptionalInt bit(final String name) {
    final Integer bit = bits.get(name);
    return bit == null ? OptionalInt.empty() : OptionalInt.of(bit);
  }

  /** Whether a label of the session has a name. */
  boolean namesAnyOf(final Session session) {
    return next(session, 0) < BITS;
  }

  /** The first label of the session that has a name, from this one on; {@link #BITS} if none. */
  int next(final Session session, final int from) {
    int bit = from;
    while (bit < BITS && (names[bit] == null || !isSet(session, bit))) {
      bit++;
    }
    return bit;
  }

  private static boolean isSet(final Session session, final int bit) {
    final long word = bit < Long.SIZE ? session.labelsLow() : session.labelsHigh();
    return (word >>> bit & 1) != 0;
  }

  /** The name of a label as bytes; it must have one. */
  byte[] word(final int bit) {
    return words[bit];
  }

  /** Appends the names of a session's labels with commas between them. */
  void put(final Session session, final LineBuffer line) {
    for (int bit = next(session, 0); bit < BITS; ) {
      line.put(word(bit));
      bit = next(session, bit + 1);
      if (bit < BITS) {
        line.put(',');
      }
    }
  }
}
