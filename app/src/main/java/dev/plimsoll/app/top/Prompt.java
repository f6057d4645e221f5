package dev.plimsoll.app.top;

import org.jspecify.annotations.Nullable;

/**
 * A line that is being typed.
 *
 * @param cursor 0 to the text's length
 * @param problem what is wrong with the text as it was entered last; null once it is changed
 */
record Prompt(Kind kind, String text, int cursor, @Nullable Problem problem) {
  private static final int LONGEST = 1_000;

  /** What is asked for. */
  enum Kind {
    FILTER("/"),
    GROUPING("by ");

    private final String sign;

    Kind(final String sign) {
      this.sign = sign;
    }

    /** What stands before the text. */
    String sign() {
      return sign;
    }
  }

  /**
   * Why a text cannot be taken.
   *
   * @param column where it is wrong; 1 is the first character
   */
  record Problem(String sentence, int column) {}

  static Prompt of(final Kind kind, final String text) {
    return new Prompt(kind, text, text.length(), null);
  }

  Prompt withProblem(final String sentence, final int column) {
    return new Prompt(
        kind, text, Math.clamp(column - 1L, 0, text.length()), new Problem(sentence, column));
  }

  /** The line after a key that edits it; other keys change nothing. */
  Prompt press(final Key key) {
    return switch (key) {
      case Key.Typed(final int codePoint) -> insert(Character.toString(codePoint));
      case final Key.Named named ->
          switch (named) {
            case LEFT -> at(Math.max(0, cursor - 1));
            case RIGHT -> at(Math.min(text.length(), cursor + 1));
            case HOME -> at(0);
            case END -> at(text.length());
            case BACKSPACE -> cursor == 0 ? this : without(cursor - 1);
            case DELETE -> cursor == text.length() ? this : without(cursor);
            case CLEAR -> of(kind, "");
            default -> this;
          };
    };
  }

  private Prompt insert(final String more) {
    if (text.length() + more.length() > LONGEST) {
      return this;
    }
    return new Prompt(
        kind,
        text.substring(0, cursor) + more + text.substring(cursor),
        cursor + more.length(),
        null);
  }

  private Prompt at(final int position) {
    return new Prompt(kind, text, position, problem);
  }

  private Prompt without(final int position) {
    return new Prompt(
        kind, text.substring(0, position) + text.substring(position + 1), position, null);
  }
}
