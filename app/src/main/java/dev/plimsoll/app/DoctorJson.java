package dev.plimsoll.app;

import dev.plimsoll.app.Finding.Level;
import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.Counters;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Writes the doctor's report as one JSON object; docs/doctor.md explains its members. */
final class DoctorJson {
  private final JsonWriter json;

  private DoctorJson(final LineBuffer line) {
    json = new JsonWriter(line);
  }

  static void write(final DoctorReport report, final LineBuffer line) {
    new DoctorJson(line).write(report);
  }

  private void write(final DoctorReport report) {
    json.beginObject();
    json.name("problems").value(report.count(Level.PROBLEM));
    json.name("warnings").value(report.count(Level.WARNING));
    json.name("unknown").value(report.count(Level.UNKNOWN));
    json.name("kernel").value(report.host().kernelRelease());
    json.name("container").value(report.host().container().kind());
    json.name("findings");
    findings(report.ofHost());
    json.name("namespaces").beginArray();
    report.namespaces().forEach(this::namespace);
    json.endArray().endObject().endLine();
  }

  private void namespace(final DoctorReport.Examined examined) {
    final ConntrackFacts facts = examined.facts();
    json.beginObject();
    json.name("netns").value(facts.namespace().name());
    json.name("hooks").value(word(facts.hooks()));
    json.name("probe").value(word(examined.probe().outcome()));
    number("entries", facts.entries());
    number("maximum", facts.maximum());
    json.name("settings").beginObject();
    new TreeMap<>(facts.settings().values())
        .forEach((name, value) -> json.name("nf_conntrack_" + name).value(value));
    json.endObject();
    final Counters counters = facts.counters();
    if (counters != null) {
      json.name("counters").beginObject();
      for (final TroubleCounter counter : TroubleCounter.values()) {
        json.name(counter.kernelName()).value(counter.value(counters));
      }
      json.endObject();
    }
    json.name("findings");
    findings(examined.findings());
    json.endObject();
  }

  private void number(final String name, final OptionalLong number) {
    number.ifPresent(value -> json.name(name).value(value));
  }

  private void findings(final List<Finding> findings) {
    json.beginArray();
    for (final Finding finding : findings) {
      json.beginObject();
      json.name("level").value(finding.level().word());
      json.name("subject").value(finding.subject());
      json.name("summary").value(finding.summary());
      json.name("meaning").value(finding.meaning());
      json.name("commands").beginArray();
      finding.commands().forEach(json::value);
      json.endArray().endObject();
    }
    json.endArray();
  }

  private static String word(final Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
