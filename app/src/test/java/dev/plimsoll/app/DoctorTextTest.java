package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.DoctorReport.Examined;
import dev.plimsoll.session.LineBuffer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DoctorTextTest {
  private static final List<Finding> FINDINGS =
      List.of(
          Finding.ok("kernel", "fine"),
          Finding.warning(
              "accounting",
              "off",
              "A sentence that is longer than one line can be.",
              List.of("on!")),
          Finding.problem("table", "full", "", List.of()));

  private final DoctorFacts facts = new DoctorFacts();

  @Test
  void subjectsStandInOneColumnAndMeaningsBelow() {
    assertThat(text(Ink.PLAIN))
        .isEqualTo(
            """
            ok       kernel        fine
            warning  accounting    off
                     A sentence that is longer
                     than one line can be.
                         on!
            problem  table         full

            1 problem, 1 warning, 0 unknown.
            """);
  }

  @Test
  void colourIsOnTheWordOnly() {
    assertThat(text(Ink.COLOUR))
        .contains("\u001b[31mproblem\u001b[0m  table", "\u001b[33mwarning\u001b[0m  accounting");
  }

  @Test
  void aNamedNamespaceHasAHeading() {
    facts.namespace = DoctorFacts.WEB;
    assertThat(text(Ink.PLAIN)).startsWith("\nNetwork namespace web\nok ");
  }

  @Test
  void withoutFindingsOtherThanOkAllIsWell() {
    final StringWriter out = new StringWriter();
    final DoctorReport report = report(List.of(Finding.ok("kernel", "fine")));
    new DoctorText(new PrintWriter(out), 36, Ink.PLAIN).print(report);
    assertThat(out.toString()).endsWith("\nAll is well.\n");
  }

  @Test
  void jsonSaysTheSame() {
    final LineBuffer line = new LineBuffer(1024);
    DoctorJson.write(report(FINDINGS), line);
    assertThat(line.toString())
        .startsWith("{\"problems\":1,\"warnings\":1,\"unknown\":0,\"kernel\":\"6.12.0\",")
        .contains(
            "\"netns\":null",
            "\"nf_conntrack_acct\":1",
            "\"early_drop\":0",
            "{\"level\":\"warning\",\"subject\":\"accounting\",\"summary\":\"off\",\"meaning\":\"A"
                + " sentence that is longer than one line can be.\",\"commands\":[\"on!\"]}")
        .endsWith("}\n");
  }

  private String text(final Ink ink) {
    final StringWriter out = new StringWriter();
    new DoctorText(new PrintWriter(out), 36, ink).print(report(FINDINGS));
    return out.toString();
  }

  private DoctorReport report(final List<Finding> findings) {
    return new DoctorReport(
        facts.host(), List.of(), List.of(new Examined(facts.facts(), facts.probe, findings)));
  }
}
