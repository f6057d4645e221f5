package dev.plimsoll.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.app.action.ActionJson;
import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.app.track.CountCurve;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.watch.GroupCount;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.diagnosis.Suspect;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A report as one line of JSON; docs/diagnosis-report.md explains its members. The last one, {@code
 * sha256}, is the hash of the line without it: {@value #CHECK}.
 *
 * <p>Nothing is lost in it and nothing acts: whatever would do more than show itself is escaped,
 * and so are the characters that would end a script in HTML.
 */
public final class DiagnosisJson {
  /** What checks the hash, of a file of JSON and of HTML alike. */
  static final String CHECK =
      "grep '^{\"schema\"' FILE | sed 's/,\"sha256\":\"[0-9a-f]*\"}$/}/' | tr -d '\\n' | sha256sum";

  private static final int SCHEMA = 1;

  private final LineBuffer line = new LineBuffer(1 << 16);
  private final JsonWriter json = new JsonWriter(line);

  private DiagnosisJson() {}

  /** The line, without a line feed. */
  public static String of(final Evidence evidence) {
    final DiagnosisJson writer = new DiagnosisJson();
    writer.write(evidence);
    final String data = guarded(writer.line.toString());
    return data.substring(0, data.length() - 1) + ",\"sha256\":\"" + hash(data) + "\"}";
  }

  /** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
  static String hash(final String data) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(data.getBytes(UTF_8)));
    } catch (final NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** The same JSON with everything escaped that a terminal or a page could take for more. */
  static String guarded(final String json) {
    final StringBuilder guarded = new StringBuilder(json.length() + 64);
    for (int i = 0; i < json.length(); ) {
      final int point = json.codePointAt(i);
      if (HarmlessText.isHarmless(point) && point != '<' && point != '>' && point != '&') {
        guarded.appendCodePoint(point);
      } else {
        for (final char c : Character.toChars(point)) {
          guarded.append("\\u%04x".formatted((int) c));
        }
      }
      i += Character.charCount(point);
    }
    return guarded.toString();
  }

  private void write(final Evidence evidence) {
    final Diagnosis diagnosis = evidence.diagnosis();
    json.beginObject();
    json.name("schema").value(SCHEMA);
    verdict(diagnosis);
    json.name("listening_since").timeValue(evidence.diagnosis().sinceMillis() * 1_000_000);
    json.name("listened").value(evidence.listened());
    json.name("limit").value(evidence.limit());
    json.name("findings").beginArray();
    diagnosis.findings().forEach(this::finding);
    json.endArray();
    attribution(diagnosis);
    texts("blind", diagnosis.blind());
    json.name("steps").beginArray();
    evidence.steps().forEach(this::step);
    json.endArray();
    json.name("done").beginArray();
    evidence.done().forEach(this::done);
    json.endArray();
    json.name("host").beginObject();
    evidence.host().forEach(fact -> json.name(fact.name()).value(fact.value()));
    json.endObject();
    json.name("counts").beginArray();
    evidence.counts().forEach(this::count);
    json.endArray();
    json.name("groups").beginArray();
    evidence.groups().forEach(this::groups);
    json.endArray();
    texts("session_lines", evidence.sessions());
    json.endObject();
  }

  private void verdict(final Diagnosis diagnosis) {
    json.name("namespace").value(diagnosis.namespace());
    json.name("time").timeValue(diagnosis.timeMillis() * 1_000_000);
    json.name("class").value(diagnosis.causeClass().word());
    json.name("confidence").value(diagnosis.confidence());
    json.name("sessions").value(diagnosis.sessions());
    json.name("attacked_sessions").value(diagnosis.attackedSessions());
    texts("reasons", diagnosis.reasons());
    json.name("considered").beginArray();
    diagnosis
        .considered()
        .forEach(other -> {
          json.beginObject().name("class").value(other.causeClass().word());
          json.name("reason").value(other.reason()).endObject();
        });
    json.endArray();
  }

  private void finding(final Finding finding) {
    json.beginObject();
    json.name("id").value(finding.card().id());
    json.name("title").value(finding.card().title());
    json.name("class").value(finding.causeClass().word());
    json.name("confidence").value(finding.confidence());
    json.name("since").timeValue(finding.sinceMillis() * 1_000_000);
    json.name("subject").value(finding.subject());
    json.name("facts").beginArray();
    finding
        .facts()
        .forEach(fact -> {
          json.beginObject().name("name").value(fact.name()).name("value").value(fact.value());
          json.name("words").value(fact.words()).endObject();
        });
    json.endArray();
    json.name("filter").value(finding.filter());
    json.name("sessions").value(finding.sessions());
    texts("remotes", finding.remotes());
    json.name("twins").beginArray();
    finding
        .twins()
        .forEach(twin -> {
          json.beginObject().name("name").value(twin.name());
          json.name("ruled_out").value(twin.isRuledOut());
          json.name("reason").value(twin.ruledOut()).endObject();
        });
    json.endArray();
    texts("techniques", finding.card().techniques());
    json.endObject();
  }

  private void attribution(final Diagnosis diagnosis) {
    json.name("attribution").beginObject();
    json.name("sessions").value(diagnosis.attribution().sessions());
    json.name("known").value(diagnosis.attribution().known());
    texts("gaps", diagnosis.attribution().gaps());
    json.name("suspects").beginArray();
    diagnosis.attribution().suspects().forEach(this::suspect);
    json.endArray().endObject();
  }

  private void suspect(final Suspect suspect) {
    json.beginObject();
    json.name("pid").value(suspect.pid());
    json.name("name").value(suspect.name());
    json.name("executable").value(suspect.executable());
    texts("command_line", suspect.commandLine());
    json.name("user").value(suspect.user());
    if (!Double.isNaN(suspect.cpuShare())) {
      json.name("cpu_share").value(suspect.cpuShare());
    }
    if (suspect.startedMillis() != 0) {
      json.name("started").timeValue(suspect.startedMillis() * 1_000_000);
    }
    json.name("unit").value(suspect.unit());
    json.name("container").value(suspect.container());
    json.name("sessions").value(suspect.sessions());
    json.name("signs").beginArray();
    suspect.signs().forEach(sign -> json.value(sign.name().toLowerCase(Locale.ROOT)));
    json.endArray().endObject();
  }

  private void step(final Step step) {
    json.beginObject();
    json.name("id").value(step.id());
    json.name("title").value(step.title());
    json.name("reason").value(step.reason());
    texts("commands", step.commands());
    json.name("changes").value(step.changes());
    json.name("undo").value(step.undo());
    json.name("action");
    if (step.action() == null) {
      json.value((String) null);
    } else {
      ActionJson.write(step.action(), json);
    }
    json.endObject();
  }

  private void done(final ActionRecord record) {
    json.beginObject();
    json.name("id").value(record.id());
    json.name("time").timeValue(record.beganMillis() * 1_000_000);
    json.name("step").value(record.step());
    json.name("title").value(record.title());
    json.name("action");
    ActionJson.write(record.action(), json);
    json.name("status").value(record.status().name().toLowerCase(Locale.ROOT));
    json.name("text").value(record.text());
    json.endObject();
  }

  private void count(final CountCurve.Point point) {
    json.beginObject().name("time").timeValue(point.timeMillis() * 1_000_000);
    json.name("sessions").value(point.sessions());
    json.name("most").value(point.most()).endObject();
  }

  private void groups(final Evidence.Groups groups) {
    json.beginObject().name("key").value(groups.key()).name("rows").beginArray();
    for (final GroupCount row : groups.rows()) {
      json.beginObject();
      texts("labels", row.labels());
      json.name("sessions").value(row.count()).endObject();
    }
    json.endArray().endObject();
  }

  private void texts(final String name, final List<String> texts) {
    json.name(name).beginArray();
    texts.forEach(json::value);
    json.endArray();
  }
}
