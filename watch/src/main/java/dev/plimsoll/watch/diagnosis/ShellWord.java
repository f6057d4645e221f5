package dev.plimsoll.watch.diagnosis;

import java.nio.charset.StandardCharsets;

/**
 * One word of a shell's command line. Whatever the text is, the shell takes it as that one word and
 * runs nothing of it, and to look at it or to paste it is harmless.
 */
public final class ShellWord {
  private ShellWord() {}

  /**
   * Quotes a text where it needs it: {@code plain}, {@code 'with spaces'}, and with characters that
   * must not reach a terminal as POSIX.1-2024 has it, {@code $'\033[2J'}, which bash, zsh, ksh and
   * BusyBox know.
   */
  public static String of(final String text) {
    if (!text.isEmpty() && text.chars().allMatch(ShellWord::isPlain)) {
      return text;
    }
    return text.codePoints().allMatch(HarmlessText::isHarmless)
        ? "'" + text.replace("'", "'\\''") + "'"
        : escaped(text);
  }

  private static boolean isPlain(final int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/._-:,@%+".indexOf(c) >= 0;
  }

  private static String escaped(final String text) {
    final StringBuilder word = new StringBuilder("$'");
    for (final byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet == '\'' || octet == '\\') {
        word.append('\\').append((char) octet);
      } else if (octet >= ' ' && octet < 0x7f) {
        word.append((char) octet);
      } else {
        // Three digits always, so that what follows is never taken for one of them.
        word.append("\\%03o".formatted(octet & 0xff));
      }
    }
    return word.append('\'').toString();
  }
}
