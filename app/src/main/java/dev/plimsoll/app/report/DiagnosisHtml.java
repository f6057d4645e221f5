package dev.plimsoll.app.report;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.share;

import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.app.track.CurveChart;
import dev.plimsoll.watch.GroupCount;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import dev.plimsoll.watch.diagnosis.HostSign;
import dev.plimsoll.watch.diagnosis.ShellWord;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.diagnosis.Suspect;
import dev.plimsoll.watch.diagnosis.Twin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A report as one HTML file, to be attached to a support ticket: nothing is fetched, no script
 * runs, and the data stands in it once more as JSON with its hash.
 */
public final class DiagnosisHtml {
  private static final int LONGEST_COMMAND_LINE = 2_000;

  private final StringBuilder html = new StringBuilder(1 << 16);
  private final Evidence evidence;
  private final Diagnosis diagnosis;
  private final DateTimeFormatter time;

  private DiagnosisHtml(final Evidence evidence, final ZoneId zone) {
    this.evidence = evidence;
    diagnosis = evidence.diagnosis();
    time = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss z", Locale.ENGLISH).withZone(zone);
  }

  /**
   * The whole file.
   *
   * @param zone whose time is shown
   */
  public static String of(final Evidence evidence, final ZoneId zone) {
    return new DiagnosisHtml(evidence, zone).write();
  }

  private String write() {
    head();
    verdict();
    chart();
    findings();
    suspects();
    steps();
    done();
    groups();
    sessions();
    host();
    data();
    html.append("</main>\n</body>\n</html>\n");
    return html.toString();
  }

  private void head() {
    html.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <title>%s: %s</title>
        <style>
        %s</style>
        </head>
        <body class="%s">
        """
            .formatted(
                text(hostName()),
                diagnosis.causeClass().word(),
                style(),
                diagnosis.causeClass().word()));
  }

  private static String style() {
    try (InputStream in = DiagnosisHtml.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (final IOException e) {
      throw new UncheckedIOException("the program's own report.css cannot be read", e);
    }
  }

  private String hostName() {
    return evidence.host().stream()
        .filter(fact -> fact.name().equals("name"))
        .map(Evidence.HostFact::value)
        .findFirst()
        .orElse("Diagnosis");
  }

  private void verdict() {
    html.append("<header>\n<p class=\"kicker\">Diagnosis of ").append(text(hostName()));
    if (!diagnosis.namespace().equals("own")) {
      html.append(", ").append(text(diagnosis.namespace()));
    }
    html.append("</p>\n<h1>");
    if (evidence.isUnremarkable()) {
      html.append("Nothing unusual</h1>\n");
    } else {
      html.append(capital(diagnosis.causeClass().word()))
          .append(
              " <span class=\"sure\">%d %% sure</span></h1>\n"
                  .formatted(percent(diagnosis.confidence())));
    }
    html.append(
        "<p>%s: <strong>%s</strong> sessions, limit %s%s.</p>\n"
            .formatted(
                moment(diagnosis.timeMillis()),
                count(diagnosis.sessions()),
                count(evidence.limit()),
                diagnosis.attackedSessions() == 0
                    ? ""
                    : "; %s of them come from an attack on this host"
                        .formatted(count(diagnosis.attackedSessions()))));
    if (!evidence.listened().isEmpty()) {
      html.append("<p>").append(text(evidence.listened())).append("</p>\n");
    }
    list("ul", diagnosis.reasons());
    html.append("</header>\n<main>\n");
    if (!diagnosis.considered().isEmpty()) {
      html.append("<section>\n<h2>What else it could be</h2>\n<dl>\n");
      diagnosis
          .considered()
          .forEach(other -> pair(capital(other.causeClass().word()), other.reason()));
      html.append("</dl>\n</section>\n");
    }
    if (!diagnosis.blind().isEmpty()) {
      html.append("<section>\n<h2>What could not be seen</h2>\n");
      list("ul", diagnosis.blind());
      html.append("</section>\n");
    }
  }

  private void chart() {
    if (evidence.counts().size() > 1) {
      html.append("<section>\n<h2>Sessions over time</h2>\n<div class=\"wide chart\">\n")
          .append(new CurveChart(evidence.counts(), evidence.limit()).svg())
          .append("</div>\n</section>\n");
    }
  }

  private void findings() {
    if (diagnosis.findings().isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>Findings</h2>\n");
    for (final Finding finding : diagnosis.findings()) {
      html.append(
          "<article>\n<h3>%s <span class=\"tag %s\">%s</span></h3>\n<p class=\"meta\"><code>%s</code> · %s · %d %% sure · since %s%s</p>\n"
              .formatted(
                  text(capital(finding.card().title()) + ": " + finding.subject()),
                  finding.causeClass().word(),
                  finding.causeClass().word(),
                  finding.card().id(),
                  finding.sessions() == 0
                      ? "its sessions are gone already"
                      : count(finding.sessions()) + " sessions",
                  percent(finding.confidence()),
                  moment(finding.sinceMillis()),
                  finding.card().techniques().isEmpty()
                      ? ""
                      : " · ATT&amp;CK " + String.join(", ", finding.card().techniques())));
      list("ul", finding.facts().stream().map(fact -> fact.words()).toList());
      twins(finding.twins());
      if (!finding.remotes().isEmpty()) {
        html.append("<p>Remotes with most of them: ")
            .append(text(String.join(", ", finding.remotes())))
            .append("</p>\n");
      }
      if (!finding.filter().isBlank()) {
        commands(List.of("plimsoll list " + ShellWord.of(finding.filter())));
      }
      html.append("</article>\n");
    }
    html.append("</section>\n");
  }

  private void twins(final List<Twin> twins) {
    if (twins.isEmpty()) {
      return;
    }
    html.append("<dl>\n");
    for (final Twin twin : twins) {
      if (twin.isRuledOut()) {
        pair("Not " + twin.name(), twin.ruledOut());
      } else {
        pair("Could be " + twin.name(), "nothing rules it out");
      }
    }
    html.append("</dl>\n");
  }

  private void suspects() {
    final List<Suspect> suspects = diagnosis.attribution().suspects();
    if (suspects.isEmpty() && diagnosis.attribution().gaps().isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>Who</h2>\n");
    if (diagnosis.attribution().sessions() > 0) {
      html.append(
          "<p>The process is known of %s of the %s sessions in question.</p>\n"
              .formatted(
                  count(diagnosis.attribution().known()),
                  count(diagnosis.attribution().sessions())));
    }
    for (final Suspect suspect : suspects.stream().limit(Evidence.MOST_SUSPECTS).toList()) {
      html.append(
          "<article>\n<h3>Process %d: %s</h3>\n<dl>\n"
              .formatted(suspect.pid(), text(suspect.name())));
      pair("Sessions", count(suspect.sessions()));
      pair("Program", suspect.executable().isEmpty() ? "not known" : suspect.executable());
      pair(
          "Command line",
          HarmlessText.of(String.join(" ", suspect.commandLine()), LONGEST_COMMAND_LINE));
      pair("User", suspect.user());
      pair("Started", suspect.startedMillis() == 0 ? "" : moment(suspect.startedMillis()));
      pair("Unit", Objects.requireNonNullElse(suspect.unit(), ""));
      pair("Container", Objects.requireNonNullElse(suspect.container(), ""));
      html.append("</dl>\n");
      list("ul", suspect.signs().stream().map(HostSign::words).toList());
      html.append("</article>\n");
    }
    if (suspects.size() > Evidence.MOST_SUSPECTS) {
      html.append(
          "<p>And %s processes more, which stand in the data below.</p>\n"
              .formatted(count(suspects.size() - Evidence.MOST_SUSPECTS)));
    }
    list("ul", diagnosis.attribution().gaps());
    html.append("</section>\n");
  }

  private void steps() {
    html.append("<section>\n<h2>What to do</h2>\n<ol class=\"steps\">\n");
    for (final Step step : evidence.steps()) {
      html.append(
          "<li>\n<h3>%s</h3>\n<p>%s</p>\n".formatted(text(step.title()), text(step.reason())));
      commands(step.commands());
      html.append("<dl>\n");
      pair("Changes", step.changes());
      pair("Undo", step.undo());
      pair("By Plimsoll", step.action() == null ? "" : evidence.applying(step));
      html.append("</dl>\n</li>\n");
    }
    html.append("</ol>\n</section>\n");
  }

  private void done() {
    html.append("<section>\n<h2>What was done</h2>\n");
    if (evidence.done().isEmpty()) {
      html.append("<p>Plimsoll did nothing on this host.</p>\n</section>\n");
      return;
    }
    html.append(
        "<div class=\"wide\"><table>\n<tr><th>When</th><th>What</th><th>It is</th><th>What came of it</th></tr>\n");
    for (final ActionRecord record : evidence.done()) {
      html.append(
          "<tr><td class=\"whole\">%s</td><td>%s</td><td class=\"whole\">%s</td><td>%s</td></tr>\n"
              .formatted(
                  moment(record.beganMillis()),
                  text(record.title()),
                  record.status().words(),
                  text(record.text())));
    }
    html.append("</table></div>\n</section>\n");
  }

  private void groups() {
    for (final Evidence.Groups groups : evidence.groups()) {
      html.append("<section>\n<h2>Most sessions by %s</h2>\n".formatted(text(groups.key())));
      html.append("<div class=\"wide\"><table>\n");
      for (final GroupCount row : groups.rows()) {
        html.append("<tr>");
        row.labels().forEach(label -> html.append("<td>").append(text(label)).append("</td>"));
        html.append(
            "<td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n"
                .formatted(
                    count(row.count()), share(Math.round(row.share() * 1_000_000), 1_000_000)));
      }
      html.append("</table></div>\n</section>\n");
    }
  }

  private void sessions() {
    if (evidence.sessions().isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>Some of the sessions</h2>\n<pre class=\"sessions\">");
    evidence.sessions().forEach(line -> html.append(text(line)).append('\n'));
    html.append("</pre>\n</section>\n");
  }

  private void host() {
    if (evidence.host().isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>The host</h2>\n<dl>\n");
    evidence.host().forEach(fact -> pair(capital(fact.name()), fact.value()));
    html.append("</dl>\n</section>\n");
  }

  private void data() {
    final String json = DiagnosisJson.of(evidence);
    html.append(
        """
        <section>
        <h2>The data</h2>
        <p>This file holds all of it once more as JSON, in one line. Its SHA-256, without its last member, is
        <code class="hash">%s</code>. To check it:</p>
        """
            .formatted(json.substring(json.length() - 66, json.length() - 2)));
    commands(List.of(DiagnosisJson.CHECK));
    html.append("<script type=\"application/json\" id=\"data\">\n")
        .append(json)
        .append("\n</script>\n</section>\n");
  }

  private void list(final String tag, final List<String> texts) {
    if (!texts.isEmpty()) {
      html.append('<').append(tag).append(">\n");
      texts.forEach(item -> html.append("<li>").append(text(item)).append("</li>\n"));
      html.append("</").append(tag).append(">\n");
    }
  }

  private void pair(final String name, final String value) {
    if (!value.isEmpty()) {
      html.append("<dt>%s</dt><dd>%s</dd>\n".formatted(text(name), text(value)));
    }
  }

  private void commands(final List<String> commands) {
    if (!commands.isEmpty()) {
      html.append("<pre>");
      commands.forEach(command -> html.append(text(command)).append('\n'));
      html.append("</pre>\n");
    }
  }

  private String moment(final long millis) {
    return time.format(Instant.ofEpochMilli(millis));
  }

  private static long percent(final double part) {
    return Math.round(100 * part);
  }

  private static String capital(final String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** Text that shows itself and nothing else, between tags and in quoted attributes. */
  static String text(final String text) {
    return HarmlessText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
