package dev.plimsoll.session;

import java.util.Objects;

/**
 * The text of a filter is wrong. The message says what is wrong and what is expected, and ends with
 * the text and a caret below the column:
 *
 * <pre>
 * unknown word "dprt"; did you mean dport:?
 *   proto:tcp dprt:443
 *             ^
 * </pre>
 */
public final class FilterSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  // A long text is shown as the part around the column that fits a terminal.
  private static final int SHOWN_BEFORE = 50;
  private static final int SHOWN_AFTER = 22;
  private static final String MORE = "…";

  private final String text;
  private final int column;
  private final String problem;

  FilterSyntaxException(final String text, final int column, final String problem) {
    final String printable = printable(problem);
    super(printable + "\n" + pointed(printable(text), column));
    this.text = text;
    this.column = column;
    this.problem = printable;
  }

  /** The problem, the text, and the caret, in three lines. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** The whole text of the filter. */
  public String text() {
    return text;
  }

  /** Where it is wrong: 1 is the first character, the text's length and one is its end. */
  public int column() {
    return column;
  }

  /** What is wrong and what is expected, in one line. */
  public String problem() {
    return problem;
  }

  private static String pointed(final String text, final int column) {
    final int at = column - 1;
    final int from =
        text.length() <= SHOWN_BEFORE + SHOWN_AFTER ? 0 : Math.max(0, at - SHOWN_BEFORE);
    final int to = Math.min(text.length(), Math.max(at, from + SHOWN_BEFORE) + SHOWN_AFTER);
    final String before = from == 0 ? "" : MORE;
    final String after = to == text.length() ? "" : MORE;
    return "  "
        + before
        + text.substring(from, to)
        + after
        + "\n"
        + " ".repeat(2 + before.length() + at - from)
        + "^";
  }

  // Line ends would move the caret away from its column, and escapes could write on the terminal.
  private static String printable(final String text) {
    final StringBuilder printable = new StringBuilder(text);
    for (int i = 0; i < printable.length(); i++) {
      if (Character.isISOControl(printable.charAt(i))) {
        printable.setCharAt(i, ' ');
      }
    }
    return printable.toString();
  }
}
