package dev.plimsoll.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.top.Json;
import dev.plimsoll.watch.diagnosis.Diagnoses;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisJsonTest {
  private static Json read(final String json) throws IOException {
    return Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theVerdictIsAtTheTop() throws IOException {
    final Json json = read(DiagnosisJson.of(Evidences.scanning("xkqzwvjt")));
    assertThat(json.at("class").text()).isEqualTo("compromised");
    assertThat(json.at("sessions").number()).isEqualTo(14_210);
    assertThat(json.at("findings").list().getFirst().at("id").text())
        .isEqualTo("scan.horizontal.out");
    assertThat(json.at("steps").list()).hasSizeGreaterThan(15);
    assertThat(json.at("counts").list()).hasSize(120);
  }

  @Test
  void hostileNamesAreKeptAsTheyAreAndActNowhere() throws IOException {
    final String json = DiagnosisJson.of(Evidences.scanning(Diagnoses.HOSTILE));
    assertThat(read(json).at("attribution").at("suspects").list().getFirst().at("name").text())
        .isEqualTo(Diagnoses.HOSTILE);
    assertThat(json.codePoints()).allMatch(HarmlessText::isHarmless);
    assertThat(json).doesNotContain("<", ">", "&");
  }

  @Test
  void theHashIsThatOfTheLineWithoutItAsTheGivenCommandSays(@TempDir final Path folder)
      throws Exception {
    final Evidence evidence = Evidences.scanning(Diagnoses.HOSTILE);
    final String json = DiagnosisJson.of(evidence);
    Files.writeString(folder.resolve("report.json"), json + "\n");
    Files.writeString(folder.resolve("report.html"), DiagnosisHtml.of(evidence, ZoneOffset.UTC));
    final String told = read(json).at("sha256").text();
    assertThat(check(folder, "report.json")).isEqualTo(told);
    assertThat(check(folder, "report.html")).isEqualTo(told);
  }

  private static String check(final Path folder, final String file) throws Exception {
    final Process process =
        new ProcessBuilder("bash", "-c", DiagnosisJson.CHECK.replace("FILE", file))
            .directory(folder.toFile())
            .start();
    final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.substring(0, 64);
  }

  @Test
  void anythingElseInItChangesTheHash() {
    assertThat(DiagnosisJson.of(Evidences.scanning("a")).substring(0, 200))
        .isEqualTo(DiagnosisJson.of(Evidences.scanning("b")).substring(0, 200));
    assertThat(hash(Evidences.scanning("a"))).isNotEqualTo(hash(Evidences.scanning("b")));
  }

  private static String hash(final Evidence evidence) {
    final String json = DiagnosisJson.of(evidence);
    return json.substring(json.length() - 66);
  }
}
