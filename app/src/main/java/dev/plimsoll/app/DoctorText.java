package dev.plimsoll.app;

import dev.plimsoll.app.Finding.Level;
import dev.plimsoll.kernel.NetworkNamespace;
import java.io.PrintWriter;
import java.util.List;

/** Prints the doctor's report for people: a line a finding, and below it what it means. */
final class DoctorText {
  private static final int WORD_WIDTH = 9;
  private static final String MEANING_INDENT = " ".repeat(WORD_WIDTH);
  private static final String COMMAND_INDENT = " ".repeat(WORD_WIDTH + 4);

  private final PrintWriter out;
  private final int columns;
  private final Ink ink;

  DoctorText(final PrintWriter out, final int columns, final Ink ink) {
    this.out = out;
    this.columns = columns;
    this.ink = ink;
  }

  /** Prints the report; each namespace has a heading, unless this host's own is the only one. */
  void print(final DoctorReport report) {
    print(report.ofHost());
    for (final DoctorReport.Examined examined : report.namespaces()) {
      final NetworkNamespace namespace = examined.facts().namespace();
      if (namespace.name() != null) {
        heading("Network namespace " + namespace.name());
      } else if (report.namespaces().size() > 1) {
        heading("This host's own network namespace");
      }
      print(examined.findings());
    }
    summary(report);
  }

  private void heading(final String place) {
    out.println();
    out.println(ink.bold(place));
  }

  private void print(final List<Finding> findings) {
    for (final Finding finding : findings) {
      out.println(
          coloured(finding.level())
              + " ".repeat(WORD_WIDTH - finding.level().word().length())
              + "%-13s %s".formatted(finding.subject(), finding.summary()));
      wrap(finding.meaning());
      finding.commands().forEach(command -> out.println(COMMAND_INDENT + command));
    }
  }

  private String coloured(final Level level) {
    return switch (level) {
      case OK -> ink.green(level.word());
      case WARNING -> ink.yellow(level.word());
      case PROBLEM -> ink.red(level.word());
      case UNKNOWN -> ink.cyan(level.word());
    };
  }

  private void wrap(final String text) {
    final StringBuilder line = new StringBuilder(MEANING_INDENT);
    for (final String word : text.split(" ", -1)) {
      if (line.length() > WORD_WIDTH && line.length() + word.length() > columns) {
        out.println(line.toString().stripTrailing());
        line.setLength(WORD_WIDTH);
      }
      line.append(word).append(' ');
    }
    if (!line.toString().isBlank()) {
      out.println(line.toString().stripTrailing());
    }
  }

  private void summary(final DoctorReport report) {
    final long problems = report.count(Level.PROBLEM);
    final long warnings = report.count(Level.WARNING);
    final long unknown = report.count(Level.UNKNOWN);
    out.println();
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
}
