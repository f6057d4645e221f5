package dev.plimsoll.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.app.report.Xarf.Reporter;
import dev.plimsoll.app.top.Json;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnoses;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class XarfTest {
  private static final Reporter REPORTER =
      new Reporter("Example Hosting", "abuse@example.com", "example.com");
  private static final String OWN = "198.51.100.20";

  // schemas/v4/types: what each type demands beyond the core.
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "connection/port_scan", List.of("protocol", "first_seen"),
          "connection/login_attack", List.of("protocol", "first_seen"),
          "connection/ddos", List.of("protocol", "first_seen"),
          "infrastructure/botnet", List.of("compromise_evidence"));

  private static List<String> reports(final Card card, final String name) {
    return Xarf.of(
        Diagnoses.diagnosis(
            card.causeClass(),
            List.of(
                Diagnoses.finding(
                    card, "tcp port 22 " + name, name, List.of("203.0.113.9", "2001:db8::9")))),
        REPORTER,
        OWN);
  }

  private static Json read(final String json) throws IOException {
    return Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @EnumSource(Card.class)
  void everyReportHasWhatTheSchemaDemands(final Card card) throws IOException {
    for (final String report : reports(card, Diagnoses.HOSTILE.repeat(20))) {
      final Json json = read(report);
      assertThat(json.at("xarf_version").text()).matches("4\\.[0-9]+\\.[0-9]+");
      assertThat(UUID.fromString(json.at("report_id").text()).version()).isEqualTo(4);
      Instant.parse(json.at("timestamp").text());
      Instant.parse(json.at("first_seen").text());
      for (final String contact : List.of("reporter", "sender")) {
        assertThat(json.at(contact).at("org").text()).hasSizeLessThanOrEqualTo(200);
        assertThat(json.at(contact).at("contact").text()).contains("@");
        assertThat(json.at(contact).at("domain").text()).isNotEmpty();
      }
      assertThat(json.at("source_identifier").text()).isNotEmpty();
      assertThat(json.at("confidence").decimal()).isBetween(0.0, 1.0);
      assertThat(json.at("description").text()).hasSizeLessThanOrEqualTo(1_000);
      assertThat(json.at("tags").list().getFirst().text())
          .matches("[a-z0-9][a-z0-9_+-]*:[a-z0-9][a-z0-9_+-.]*");
      final String type = json.at("category").text() + "/" + json.at("type").text();
      assertThat(REQUIRED).containsKey(type);
      for (final String member : REQUIRED.getOrDefault(type, List.of())) {
        assertThat(json.at(member).text()).isNotEmpty();
      }
      final Json protocol = json.find("protocol");
      assertThat(protocol == null ? "tcp" : protocol.text()).isIn("tcp", "udp", "icmp", "sctp");
      evidence(json);
    }
  }

  private static void evidence(final Json json) throws IOException {
    final Json item = json.at("evidence").list().getFirst();
    final byte[] payload = Base64.getDecoder().decode(item.at("payload").text());
    assertThat(item.at("size").number()).isEqualTo(payload.length);
    assertThat(item.at("hash").text())
        .isEqualTo("sha256:" + DiagnosisJson.hash(new String(payload, StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "SCAN_HORIZONTAL_OUT, port_scan",
    "BRUTEFORCE_OUT, login_attack",
    "SYNFLOOD_OUT, ddos",
    "REFLECTOR, ddos",
    "SPAM_OUT, botnet",
    "MINER, botnet"
  })
  void whatThisHostDoesIsReportedOnceWithThisHostAsTheSource(final Card card, final String type)
      throws IOException {
    final List<String> reports = reports(card, "");
    assertThat(reports).hasSize(1);
    final Json json = read(reports.getFirst());
    assertThat(json.at("source_identifier").text()).isEqualTo(OWN);
    assertThat(json.at("type").text()).isEqualTo(type);
  }

  @Test
  void whatOthersDoIsReportedForEachOfThem() throws IOException {
    final List<String> reports = reports(Card.BRUTEFORCE_IN, "");
    assertThat(reports).hasSize(2);
    final Json json = read(reports.getLast());
    assertThat(json.at("source_identifier").text()).isEqualTo("2001:db8::9");
    assertThat(json.at("destination_ip").text()).isEqualTo(OWN);
    assertThat(json.at("destination_port").number()).isEqualTo(22);
  }

  @ParameterizedTest
  @EnumSource(
      value = Card.class,
      names = {"SYNFLOOD_IN", "PEAK_BENIGN", "TIMEWAIT_PILEUP", "TOR", "DNS_HEAVY", "TABLE_FULL"})
  void whatIsBusySetWrongOrForgedIsNobodysAbuse(final Card card) {
    assertThat(reports(card, "")).isEmpty();
  }

  @Test
  void theSameIncidentToldAgainIsTheSameReport() {
    assertThat(reports(Card.SCAN_IN, "x")).isEqualTo(reports(Card.SCAN_IN, "x"));
  }

  @Test
  void hostileNamesActNowhere() {
    assertThat(reports(Card.SCAN_IN, Diagnoses.HOSTILE))
        .allSatisfy(report -> {
          assertThat(report.codePoints()).allMatch(HarmlessText::isHarmless);
          assertThat(report).doesNotContain("<", ">");
        });
  }

  @Test
  void aDeclaredRoleIsNoAbuse() {
    final var finding = Diagnoses.finding(Card.SPAM_OUT, "tcp port 25", "rport:25", List.of());
    final var declared =
        new Finding(
            finding.card(),
            CauseClass.BUSY,
            finding.confidence(),
            finding.sinceMillis(),
            finding.subject(),
            finding.facts(),
            finding.filter(),
            finding.sessions(),
            finding.remotes(),
            finding.twins());
    assertThat(Xarf.of(Diagnoses.diagnosis(CauseClass.BUSY, List.of(declared)), REPORTER, OWN))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', a@example.com, example.com",
    "Example, nobody, example.com",
    "Example, a@example.com, 'not a domain'",
    "Example, a@example.com, ''"
  })
  void whoCannotBeAnsweredCannotReport(
      final String organisation, final String contact, final String domain) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reporter(organisation, contact, domain));
  }
}
