package dev.plimsoll.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.diagnosis.Diagnoses;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DiagnosisHtmlTest {
  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  private static String html(final String name) {
    return DiagnosisHtml.of(Evidences.scanning(name), ZoneOffset.UTC);
  }

  @Test
  void aHostileNameAddsNoTagAndNoAttribute() {
    assertThat(tags(html(Diagnoses.HOSTILE))).isEqualTo(tags(html("plain")));
    assertThat(tags(html("\"><img src=x onerror=alert(1)>' onload='x")))
        .isEqualTo(tags(html("plain")));
    assertThat(tags(html("</script><script>alert(1)</script><!--"))).isEqualTo(tags(html("plain")));
  }

  private static List<String> tags(final String html) {
    return TAG.matcher(html).results().map(found -> found.group()).toList();
  }

  @Test
  void aHostileNameActsOnNoReaderNorTerminal() {
    assertThat(html(Diagnoses.HOSTILE).lines())
        .allSatisfy(line -> assertThat(line.codePoints()).allMatch(HarmlessText::isHarmless));
  }

  @Test
  void nothingIsFetchedAndNoScriptRuns() {
    final String html = html("x");
    assertThat(tags(html))
        .noneMatch(tag -> tag.matches("(?is).*\\s(src|href|srcset|action|on[a-z]+)\\s*=.*"))
        .filteredOn(tag -> tag.startsWith("<script"))
        .containsExactly("<script type=\"application/json\" id=\"data\">");
    assertThat(html).contains("default-src 'none'").doesNotContain("url(", "@import");
  }

  @Test
  void theEvidenceIsAllInIt() {
    assertThat(html("xkqzwvjt"))
        .contains("Compromised")
        .contains("7,412 remotes in 5 minutes")
        .contains("<svg")
        .contains("Process 4999999: xkqzwvjt")
        .contains("plimsoll diagnose --apply block-port-tcp-22")
        .contains("Confirmed for 24 hours")
        .contains("dport=22 [UNREPLIED]")
        .contains("6.1.0-31-amd64")
        .contains("\"sha256\":\"");
  }
}
