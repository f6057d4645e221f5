package dev.plimsoll.app.report;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.app.Ink;
import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Fact;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import dev.plimsoll.watch.diagnosis.HostSign;
import dev.plimsoll.watch.diagnosis.ShellWord;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.diagnosis.Suspect;
import dev.plimsoll.watch.diagnosis.Twin;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints a report for people on a terminal. Text is broken at the terminal's width, commands are
 * not: they are there to be copied. Nothing that the host says acts on the terminal.
 */
public final class DiagnosisText {
  private static final int LONGEST = 400;
  private static final int LEAST_COLUMNS = 40;
  private static final double WORTH_TELLING = 0.05;

  private final PrintWriter out;
  private final int columns;
  private final Ink ink;
  private final DateTimeFormatter time;

  /**
   * A printer.
   *
   * @param columns how wide a line may be; less than 40 counts as 40
   * @param zone whose time is shown
   */
  public DiagnosisText(final PrintWriter out, final int columns, final Ink ink, final ZoneId zone) {
    this.out = out;
    this.columns = Math.max(columns, LEAST_COLUMNS);
    this.ink = ink;
    time = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH).withZone(zone);
  }

  /** Prints the verdict, what it stands on, who it is, and what to do. */
  public void print(final Evidence evidence) {
    final Diagnosis diagnosis = evidence.diagnosis();
    verdict(evidence);
    findings(diagnosis.findings());
    suspects(diagnosis);
    steps(evidence);
    if (!evidence.done().isEmpty()) {
      heading("What was done");
      evidence.done().forEach(this::done);
    }
    bullets("What could not be seen", diagnosis.blind());
  }

  private void verdict(final Evidence evidence) {
    final Diagnosis diagnosis = evidence.diagnosis();
    out.println(
        evidence.isUnremarkable()
            ? ink.bold("NOTHING UNUSUAL")
            : coloured(diagnosis.causeClass())
                + ink.dim("  %d %% sure".formatted(Math.round(100 * diagnosis.confidence()))));
    wrap(
        "",
        "%s at %s: %s sessions, limit %s%s."
            .formatted(
                diagnosis.namespace().equals("own")
                    ? "This host"
                    : HarmlessText.of(diagnosis.namespace(), LONGEST),
                moment(diagnosis.timeMillis()),
                count(diagnosis.sessions()),
                count(evidence.limit()),
                diagnosis.attackedSessions() == 0
                    ? ""
                    : "; %s of them come from an attack on it"
                        .formatted(count(diagnosis.attackedSessions()))));
    wrap("", evidence.listened());
    bullets("Why", diagnosis.reasons());
    bullets(
        "What else it could be",
        diagnosis.considered().stream()
            .map(other -> other.causeClass().word() + ": " + other.reason())
            .toList());
  }

  private String coloured(final CauseClass causeClass) {
    final String word = causeClass.word().toUpperCase(Locale.ROOT);
    return switch (causeClass) {
      case COMPROMISED -> ink.bold(ink.red(word));
      case ATTACKED, MISCONFIGURED -> ink.bold(ink.yellow(word));
      case BUSY -> ink.bold(ink.green(word));
      case UNKNOWN -> ink.bold(ink.cyan(word));
    };
  }

  private void findings(final List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    heading("Findings");
    for (final Finding finding : findings) {
      wrap(
          "  ",
          "%s: %s (%s), %d %% sure, %s"
              .formatted(
                  finding.card().id(),
                  finding.card().title(),
                  HarmlessText.of(finding.subject(), LONGEST),
                  Math.round(100 * finding.confidence()),
                  finding.sessions() == 0
                      ? "its sessions are gone already"
                      : count(finding.sessions()) + " sessions"));
      wrap("    ", finding.facts().stream().map(Fact::words).collect(Collectors.joining("; ")));
      final String techniques = String.join(", ", finding.card().techniques());
      wrap(
          "    ",
          "since %s%s"
              .formatted(
                  moment(finding.sinceMillis()),
                  techniques.isEmpty() ? "" : "; ATT&CK " + techniques));
      for (final Twin twin : finding.twins()) {
        wrap(
            "    ",
            twin.isRuledOut()
                ? "not %s: %s".formatted(twin.name(), twin.ruledOut())
                : "could be %s: nothing rules it out".formatted(twin.name()));
      }
      if (!finding.filter().isBlank()) {
        command("    ", "plimsoll list " + ShellWord.of(finding.filter()));
      }
    }
  }

  private void suspects(final Diagnosis diagnosis) {
    final List<Suspect> suspects = diagnosis.attribution().suspects();
    if (suspects.isEmpty() && diagnosis.attribution().gaps().isEmpty()) {
      return;
    }
    heading("Who");
    for (final Suspect suspect : suspects.stream().limit(Evidence.MOST_SUSPECTS).toList()) {
      final List<String> words = new ArrayList<>();
      words.add("process %d %s".formatted(suspect.pid(), suspect.name()));
      words.add("user " + suspect.user());
      if (suspect.unit() != null) {
        words.add("unit " + suspect.unit());
      }
      if (suspect.container() != null) {
        words.add("container " + suspect.container());
      }
      if (suspect.startedMillis() != 0) {
        words.add("since " + moment(suspect.startedMillis()));
      }
      words.add(count(suspect.sessions()) + " sessions");
      if (suspect.cpuShare() >= WORTH_TELLING) {
        words.add("%d %% of a processor".formatted(Math.round(100 * suspect.cpuShare())));
      }
      wrap("  ", String.join(", ", words));
      if (!suspect.executable().isEmpty()) {
        wrap("    ", suspect.executable());
      }
      if (!suspect.commandLine().isEmpty()) {
        wrap("    ", String.join(" ", suspect.commandLine()));
      }
      for (final HostSign sign : suspect.signs()) {
        wrap("    ! ", sign.words());
      }
    }
    if (suspects.size() > Evidence.MOST_SUSPECTS) {
      wrap(
          "  ", "and %s processes more".formatted(count(suspects.size() - Evidence.MOST_SUSPECTS)));
    }
    diagnosis.attribution().gaps().forEach(gap -> wrap("  ", gap));
  }

  private void steps(final Evidence evidence) {
    heading("What to do");
    int number = 0;
    for (final Step step : evidence.steps()) {
      number++;
      wrap("%3d ".formatted(number), step.title());
      wrap("    ", step.reason());
      step.commands().forEach(command -> command("      ", command));
      wrap("    ", ink.dim("Changes: "), step.changes());
      if (!step.undo().isEmpty()) {
        wrap("    ", ink.dim("Undo: "), step.undo());
      }
      if (step.action() != null) {
        wrap("    ", "Plimsoll can do it:");
        command("      ", evidence.applying(step));
      }
    }
  }

  private void done(final ActionRecord record) {
    wrap(
        "  ",
        "%s: %s (action %d, %s). %s"
            .formatted(
                moment(record.beganMillis()),
                record.title(),
                record.id(),
                record.status().words(),
                record.text()));
  }

  private void bullets(final String title, final List<String> texts) {
    if (!texts.isEmpty()) {
      heading(title);
      texts.forEach(text -> wrap("  - ", text));
    }
  }

  private void heading(final String title) {
    out.println();
    out.println(ink.bold(title));
  }

  private String moment(final long millis) {
    return time.format(Instant.ofEpochMilli(millis));
  }

  private void command(final String indent, final String command) {
    out.println(indent + ink.cyan(HarmlessText.of(command)));
  }

  private void wrap(final String indent, final String text) {
    wrap(indent, "", text);
  }

  /**
   * Prints a paragraph.
   *
   * @param indent before the first line; before the others as many spaces
   * @param mark before the text, in colour
   * @param text as the host has it
   */
  private void wrap(final String indent, final String mark, final String text) {
    if (text.isBlank()) {
      return;
    }
    final String margin = " ".repeat(indent.length());
    final StringBuilder line = new StringBuilder(indent).append(mark);
    int width = indent.length() + visible(mark);
    boolean begun = false;
    for (final String word : HarmlessText.of(text, 4 * LONGEST).split(" ", -1)) {
      if (begun && width + 1 + word.length() > columns) {
        out.println(line);
        line.setLength(0);
        line.append(margin);
        width = margin.length();
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      width += word.length() + (begun ? 1 : 0);
      begun = true;
    }
    out.println(line.toString().stripTrailing());
  }

  private static int visible(final String mark) {
    return mark.replaceAll("\u001b\\[[0-9;]*m", "").length();
  }
}
