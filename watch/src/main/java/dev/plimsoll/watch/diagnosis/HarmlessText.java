package dev.plimsoll.watch.diagnosis;

/**
 * Makes text that somebody else chose fit to be shown: a name of a process, a file, a line of a
 * crontab. What would act on a terminal, break a line or turn the reading direction is written as
 * an escape that can be read, such as {@code \x1b} or {@code \u202e}.
 */
public final class HarmlessText {
  private static final String MORE = "…";

  private HarmlessText() {}

  /** The whole text. */
  public static String of(final String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /**
   * The text, or its beginning with an ellipsis.
   *
   * @param most so many characters of the text at most
   */
  public static String of(final String text, final int most) {
    final StringBuilder harmless = new StringBuilder(Math.min(text.length(), most) + 8);
    int shown = 0;
    for (int i = 0; i < text.length(); shown++) {
      if (shown == most) {
        return harmless.append(MORE).toString();
      }
      final int point = text.codePointAt(i);
      if (isHarmless(point)) {
        harmless.appendCodePoint(point);
      } else if (point <= 0xff) {
        harmless.append("\\x%02x".formatted(point));
      } else {
        harmless.append(point <= 0xffff ? "\\u%04x".formatted(point) : "\\U%08x".formatted(point));
      }
      i += Character.charCount(point);
    }
    return harmless.toString();
  }

  /**
   * Whether a character only shows itself. Controls do not, nor do those that change the direction
   * or join others, nor half a surrogate pair, nor spaces that are none or no plain ones.
   */
  public static boolean isHarmless(final int point) {
    if (point >= ' ' && point < 0x7f) {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      default -> true;
    };
  }
}
