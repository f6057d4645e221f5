package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.Case.Difference;
import dev.plimsoll.app.conntrack.Case.Group;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code cases.txt}, whose head explains how it is written. */
final class CaseFile {
  private static final Pattern WORD =
      Pattern.compile("\\G\\s*((?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+)\\s*");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
  private static final String NOTHING = "(nothing)";

  private final List<Case> cases = new ArrayList<>();
  private Group group = Group.begun("");
  private @Nullable Begun begun;

  /** A case whose lines are not all read. */
  private static final class Begun {
    final int line;
    final List<String> words;
    final StringBuilder input = new StringBuilder();
    @Nullable String why;
    boolean addition;
    @Nullable StringBuilder output;
    @Nullable StringBuilder errors;
    @Nullable Integer exitCode;
    @Nullable StringBuilder table;

    Begun(final int line, final List<String> words) {
      this.line = line;
      this.words = words;
    }

    Case in(final Group group) {
      final Difference wanted =
          why == null
              ? null
              : new Difference(why, text(output), text(errors), exitCode, text(table), addition);
      return new Case(line, group, words, input.toString(), wanted);
    }

    private static @Nullable String text(final @Nullable StringBuilder builder) {
      return builder == null ? null : builder.toString();
    }
  }

  private CaseFile() {}

  static List<Case> read() throws IOException {
    final CaseFile file = new CaseFile();
    try (InputStream in = Objects.requireNonNull(CaseFile.class.getResourceAsStream("cases.txt"))) {
      int number = 0;
      for (final String line :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        number++;
        try {
          file.take(number, line);
        } catch (final RuntimeException e) {
          throw new IOException("cases.txt, line " + number + ": " + line, e);
        }
      }
    }
    file.end();
    return file.cases;
  }

  private void take(final int number, final String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    final int space = line.indexOf(' ');
    final String key = space < 0 ? line : line.substring(0, space);
    final String rest = space < 0 ? "" : line.substring(space + 1);
    switch (key) {
      case "==" -> {
        end();
        group = Group.begun(rest);
      }
      case "once" -> group.preparations().add(rest);
      case "each" -> group.beforeEach().add(rest);
      case "keep" -> group = group.keepingSessions();
      case "+" -> group.entries().add(rest);
      case "$" -> {
        end();
        begun = new Begun(number, words(rest));
      }
      case "<" -> current().input.append(rest).append('\n');
      case "differs:" -> current().why = rest;
      case "adds:" -> {
        current().why = rest;
        current().addition = true;
      }
      case "|" -> current().output = added(current().output, rest);
      case "!" -> current().errors = added(current().errors, rest);
      case "=" -> current().exitCode = Integer.valueOf(rest);
      case "@" -> current().table = added(current().table, rest);
      default -> throw new IllegalArgumentException("no line begins with " + key);
    }
  }

  private static StringBuilder added(final @Nullable StringBuilder before, final String line) {
    final StringBuilder text = before == null ? new StringBuilder() : before;
    return line.equals(NOTHING) ? text : text.append(line).append('\n');
  }

  private Begun current() {
    return Objects.requireNonNull(begun, "there is no case yet");
  }

  private void end() {
    if (begun != null) {
      cases.add(begun.in(group));
      begun = null;
    }
  }

  /** Splits a line into words as sh does, without its expansions. */
  static List<String> words(final String line) {
    final List<String> words = new ArrayList<>();
    final Matcher matcher = WORD.matcher(line);
    int end = 0;
    while (end < line.length() && matcher.find()) {
      words.add(
          QUOTED
              .matcher(matcher.group(1))
              .replaceAll(quoted ->
                  Matcher.quoteReplacement(
                      quoted.group(1) == null ? quoted.group(2) : quoted.group(1))));
      end = matcher.end();
    }
    if (end != line.length()) {
      throw new IllegalArgumentException("a quote without an end");
    }
    return words;
  }
}
