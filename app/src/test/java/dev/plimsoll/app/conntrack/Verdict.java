package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.Case.Difference;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a case.
 *
 * @param kind whether it is as it shall be
 * @param text what is not as it shall be, for people
 */
record Verdict(Kind kind, String text) {
  /** Whether the two answered the same, and whether they should. */
  enum Kind {
    EQUAL,
    WANTED,
    UNWANTED
  }

  static Verdict of(final Case one, final Answer theirs, final Answer ours) {
    final Difference wanted = one.wanted();
    final StringBuilder text = new StringBuilder();
    final Answer expected = wanted == null ? theirs : changed(theirs, wanted);
    if (wanted != null && wanted.addition()) {
      compareBeginning(text, expected.output() + orEmpty(wanted.output()), ours.output());
    } else {
      compare(text, "standard output", expected.output(), ours.output());
    }
    compare(text, "standard error", expected.errors(), ours.errors());
    compare(text, "exit code", expected.exitCode() + "\n", ours.exitCode() + "\n");
    compare(text, "table afterwards", expected.table(), ours.table());
    if (!text.isEmpty()) {
      return new Verdict(Kind.UNWANTED, one + "\n" + text);
    }
    if (wanted == null) {
      return new Verdict(Kind.EQUAL, "");
    }
    if (isSame(theirs, ours)) {
      return new Verdict(
          Kind.UNWANTED, one + "\n  conntrack answers the same, though: " + wanted.why() + "\n");
    }
    return new Verdict(Kind.WANTED, "");
  }

  private static String orEmpty(final @Nullable String text) {
    return text == null ? "" : text;
  }

  private static void compareBeginning(
      final StringBuilder text, final String beginning, final String ours) {
    if (!ours.startsWith(beginning)) {
      text.append("  standard output should begin with\n");
      indent(text, beginning);
      text.append("  and is\n");
      indent(text, ours);
    }
  }

  private static boolean isSame(final Answer one, final Answer other) {
    return Answer.same(one.output(), other.output())
        && Answer.same(one.errors(), other.errors())
        && one.exitCode() == other.exitCode()
        && Answer.same(one.table(), other.table());
  }

  private static Answer changed(final Answer theirs, final Difference by) {
    final String output = by.output();
    final String errors = by.errors();
    final Integer exitCode = by.exitCode();
    final String table = by.table();
    return new Answer(
        output == null || by.addition() ? theirs.output() : output,
        errors == null ? theirs.errors() : errors,
        exitCode == null ? theirs.exitCode() : exitCode,
        table == null ? theirs.table() : table);
  }

  private static void compare(
      final StringBuilder text, final String what, final String expected, final String ours) {
    if (!Answer.same(expected, ours)) {
      text.append("  ").append(what).append(" should be\n");
      indent(text, expected);
      text.append("  and is\n");
      indent(text, ours);
    }
  }

  private static void indent(final StringBuilder text, final String lines) {
    Answer.readable(lines).lines().forEach(line -> text.append("    ").append(line).append('\n'));
  }
}
