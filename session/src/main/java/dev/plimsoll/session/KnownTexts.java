package dev.plimsoll.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes strings of bytes, and each of the first few only once: names of helpers and security
 * contexts come again and again. Not thread safe.
 */
public final class KnownTexts {
  private static final int MAX = 64;

  private final byte[][] bytes = new byte[MAX][];
  private final String[] texts = new String[MAX];
  private int count;

  /** The text of these bytes, which are UTF-8: {@code from} inclusive, {@code to} exclusive. */
  public String of(final byte[] b, final int from, final int to) {
    for (int i = 0; i < count; i++) {
      if (Arrays.equals(bytes[i], 0, bytes[i].length, b, from, to)) {
        return texts[i];
      }
    }
    final String text = new String(b, from, to - from, StandardCharsets.UTF_8);
    if (count < MAX) {
      bytes[count] = Arrays.copyOfRange(b, from, to);
      texts[count] = text;
      count++;
    }
    return text;
  }
}
