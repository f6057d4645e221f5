package dev.plimsoll.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the structure of a filter: and, or, not, brackets, and conditions made of a word, a sign
 * and values. What the words mean is known to {@link FilterWords}.
 *
 * <pre>
 * alternatives = sequence { "or" sequence }
 * sequence     = term { [ "and" ] term }
 * term         = ( "not" | "-" | "!" ) term | "(" alternatives ")" | "any" | condition
 * condition    = word sign value { "," value }
 * sign         = ":" | "=" | "!=" | "&gt;" | "&gt;=" | "&lt;" | "&lt;="
 * </pre>
 */
final class FilterParser {
  static final int MAX_LENGTH = 4096;
  static final int MAX_NESTING = 64;

  private final String text;
  private int at;
  private int nesting;

  FilterParser(final String text) {
    this.text = text;
  }

  /** One value of a condition, and where it begins; quotes are gone. */
  record Value(String text, int column) {}

  /** A condition as it was typed. */
  record Condition(
      String source, String word, int column, Sign sign, int signColumn, List<Value> values) {

    FilterSyntaxException wrongWord(final String problem) {
      return new FilterSyntaxException(source, column, problem);
    }

    /** The value of a condition that takes only one. */
    Value onlyValue() throws FilterSyntaxException {
      if (values.size() > 1) {
        throw wrong(values.get(1), "only one value is expected after " + word + sign.text());
      }
      return values.getFirst();
    }

    FilterSyntaxException wrongSign(final String problem) {
      return new FilterSyntaxException(source, signColumn, problem);
    }

    FilterSyntaxException wrong(final Value value, final String problem) {
      return new FilterSyntaxException(source, value.column(), problem);
    }
  }

  /** What stands between a word and its values. */
  enum Sign {
    // Longer ones first: the reader takes the first that fits.
    NOT_EQUAL("!="),
    AT_LEAST(">="),
    AT_MOST("<="),
    GREATER(">"),
    LESS("<"),
    COLON(":"),
    EQUAL("=");

    private final String text;

    Sign(final String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    /** Whether it asks for one of the values rather than for a greater or lesser one. */
    boolean isEquality() {
      return this == COLON || this == EQUAL || this == NOT_EQUAL;
    }
  }

  SessionFilter parse() throws FilterSyntaxException {
    if (text.length() > MAX_LENGTH) {
      throw error(
          MAX_LENGTH,
          "the filter goes on behind its "
              + MAX_LENGTH
              + "th character, the"
              + " last that is allowed; join values by commas instead of conditions by \"or\"");
    }
    skipSpace();
    if (isAtEnd()) {
      return SessionFilter.ALL;
    }
    final SessionFilter filter = alternatives("");
    if (!isAtEnd()) {
      throw error(at, "this bracket closes nothing: there is no ( for it");
    }
    return filter;
  }

  private SessionFilter alternatives(final String after) throws FilterSyntaxException {
    final List<SessionFilter> parts = new ArrayList<>();
    parts.add(sequence(after));
    while (takeWord("or")) {
      parts.add(sequence(" after \"or\""));
    }
    return parts.size() == 1 ? parts.getFirst() : new SessionFilter.Or(parts);
  }

  private SessionFilter sequence(final String after) throws FilterSyntaxException {
    final List<SessionFilter> parts = new ArrayList<>();
    parts.add(term(after));
    while (!isAtEnd() && text.charAt(at) != ')' && !isWord("or")) {
      parts.add(term(takeWord("and") ? " after \"and\"" : ""));
    }
    return parts.size() == 1 ? parts.getFirst() : new SessionFilter.And(parts);
  }

  private SessionFilter term(final String after) throws FilterSyntaxException {
    if (isAtEnd() || text.charAt(at) == ')') {
      throw error(at, "a condition such as proto:tcp is expected" + after);
    }
    if (isWord("and") || isWord("or")) {
      final String word = text.substring(at, endOfWord());
      throw error(at, "a condition such as proto:tcp is expected before \"" + word + "\"");
    }
    final int start = at;
    if (take('(')) {
      return bracket(start);
    }
    if (take('-') || take('!') || takeWord("not")) {
      return negation(start);
    }
    return takeWord("any") || takeWord("all") ? SessionFilter.ALL : condition();
  }

  private SessionFilter bracket(final int start) throws FilterSyntaxException {
    deeper(start);
    final SessionFilter inner = alternatives(" in the brackets");
    if (!take(')')) {
      throw error(start, "this bracket is never closed: a ) is expected");
    }
    nesting--;
    return inner;
  }

  private SessionFilter negation(final int start) throws FilterSyntaxException {
    deeper(start);
    final String sign = text.substring(start, start + 1);
    final SessionFilter part =
        term(" after \"" + (sign.equalsIgnoreCase("n") ? "not" : sign) + "\"");
    nesting--;
    return new SessionFilter.Not(part);
  }

  private void deeper(final int start) throws FilterSyntaxException {
    if (nesting == MAX_NESTING) {
      throw error(
          start,
          "brackets and nots are nested deeper than " + MAX_NESTING + ", the most that is allowed");
    }
    nesting++;
  }

  private SessionFilter condition() throws FilterSyntaxException {
    final int start = at;
    at = endOfWord();
    if (at == start) {
      throw error(at, unexpected());
    }
    final String word = text.substring(start, at);
    skipSpace();
    final int signAt = at;
    final Sign sign = takeSign();
    if (sign == null) {
      final String run = text.substring(start, endOfRun(start));
      throw error(start, FilterWords.aboutBareWord(run));
    }
    if (FilterWords.isAddress(text.substring(start, endOfRun(start)))) {
      throw error(start, FilterWords.aboutBareWord(text.substring(start, endOfRun(start))));
    }
    final List<Value> values = new ArrayList<>();
    String behind = word + sign.text();
    do {
      skipSpace();
      values.add(value(behind));
      behind = "the comma";
    } while (take(','));
    skipSpace();
    final SessionFilter filter =
        FilterWords.filterOf(new Condition(text, word, start + 1, sign, signAt + 1, values));
    return sign == Sign.NOT_EQUAL ? new SessionFilter.Not(filter) : filter;
  }

  private String unexpected() {
    final char c = text.charAt(at);
    return switch (c) {
      case '&' -> "unexpected \"&\": conditions are joined by \"and\", or just by a space";
      case '|' -> "unexpected \"|\": alternatives are joined by \"or\"";
      default -> "unexpected \"" + c + "\": a condition such as proto:tcp is expected here";
    };
  }

  private Value value(final String behind) throws FilterSyntaxException {
    final int start = at;
    if (!isAtEnd() && text.charAt(at) == '"') {
      return quotedValue();
    }
    while (at < text.length() && isValue(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw error(start, "a value is expected after " + behind);
    }
    return new Value(text.substring(start, at), start + 1);
  }

  private Value quotedValue() throws FilterSyntaxException {
    final int start = at;
    final StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return new Value(value.toString(), start + 1);
      }
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        c = text.charAt(at);
      }
      value.append(c);
    }
    throw error(start, "this quotation is never closed: a \" is expected");
  }

  /** A value as {@link #value} reads it back: in quotes if it needs them. */
  static String quoted(final String value) {
    boolean plain = !value.isEmpty();
    for (int i = 0; i < value.length(); i++) {
      plain &= isValue(value.charAt(i));
    }
    return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static boolean isValue(final char c) {
    return c != ',' && c != '(' && c != ')' && c != '"' && !Character.isWhitespace(c);
  }

  private static boolean isWordPart(final char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '/';
  }

  private int endOfWord() {
    int end = at;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfRun(final int start) {
    int end = start;
    while (end < text.length() && isValue(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private @Nullable Sign takeSign() {
    for (final Sign sign : Sign.values()) {
      if (text.startsWith(sign.text(), at)) {
        at += sign.text().length();
        return sign;
      }
    }
    return null;
  }

  // "or:x" is a mistyped word, not the word "or".
  private boolean isWord(final String word) {
    final int end = at + word.length();
    return text.regionMatches(true, at, word, 0, word.length())
        && (end == text.length()
            || !isWordPart(text.charAt(end)) && ":=<>".indexOf(text.charAt(end)) < 0);
  }

  private boolean takeWord(final String word) {
    if (!isWord(word)) {
      return false;
    }
    at += word.length();
    skipSpace();
    return true;
  }

  private boolean take(final char c) {
    if (isAtEnd() || text.charAt(at) != c) {
      return false;
    }
    at++;
    skipSpace();
    return true;
  }

  private boolean isAtEnd() {
    return at >= text.length();
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private FilterSyntaxException error(final int index, final String problem) {
    return new FilterSyntaxException(text, index + 1, problem);
  }
}
