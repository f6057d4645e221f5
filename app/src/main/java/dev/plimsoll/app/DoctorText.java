package dev.plimsoll.app;

import dev.plimsoll.app.Finding.Level;
import java.io.PrintWriter;
import java.util.List;

/** Prints the doctor's report for people: a line a finding, and below it what it means. */
final class DoctorText {
  private static final int WORD_WIDTH = 9;
  private static final int LINE_WIDTH = 80;
  private static final String MEANING_INDENT = " ".repeat(WORD_WIDTH);
  private static final String COMMAND_INDENT = " ".repeat(WORD_WIDTH + 4);

  private final PrintWriter out;
  private final boolean colour;

  DoctorText(final PrintWriter out, final boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** Prints the findings of one place. */
  void print(final List<Finding> findings) {
    for (final Finding finding : findings) {
      out.print(word(finding.level()));
      out.printf("%-13s %s%n", finding.subject(), finding.summary());
      wrap(finding.meaning());
      for (final String command : finding.commands()) {
        out.println(COMMAND_INDENT + command);
      }
    }
  }

  /** Prints where the findings that follow were made. */
  void heading(final String place) {
    out.println();
    out.println(colour ? "\033[1m" + place + "\033[0m" : place);
  }

  /** Prints how many of each there were. */
  void summary(final List<Finding> all) {
    out.println();
    final long problems = count(all, Level.PROBLEM);
    final long warnings = count(all, Level.WARNING);
    final long unknown = count(all, Level.UNKNOWN);
    if (problems + warnings + unknown == 0) {
      out.println("All is well.");
      return;
    }
    out.println(
        "%d %s, %d %s, %d unknown."
            .formatted(
                problems,
                problems == 1 ? "problem" : "problems",
                warnings,
                warnings == 1 ? "warning" : "warnings",
                unknown));
  }

  private static long count(final List<Finding> all, final Level level) {
    return all.stream().filter(finding -> finding.level() == level).count();
  }

  private String word(final Level level) {
    final String padded = level.word() + " ".repeat(WORD_WIDTH - level.word().length());
    if (!colour) {
      return padded;
    }
    final int code =
        switch (level) {
          case OK -> 32;
          case WARNING -> 33;
          case PROBLEM -> 31;
          case UNKNOWN -> 36;
        };
    return "\033[" + code + "m" + padded + "\033[0m";
  }

  private void wrap(final String text) {
    final StringBuilder line = new StringBuilder(MEANING_INDENT);
    for (final String word : text.split(" ", -1)) {
      if (line.length() > WORD_WIDTH && line.length() + word.length() > LINE_WIDTH) {
        out.println(line.toString().stripTrailing());
        line.setLength(WORD_WIDTH);
      }
      line.append(word).append(' ');
    }
    if (!line.toString().isBlank()) {
      out.println(line.toString().stripTrailing());
    }
  }
}
