package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DiagnosisApiTest {
  private static Served served;

  @BeforeAll
  static void serve() throws IOException {
    served = Served.open();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static Map<String, Object> diagnosis(final String answer) {
    return JsonTree.object(JsonTree.object(answer).get("diagnosis"));
  }

  private static String answer(final String namespace) {
    return served.get("/api/v1/diagnosis?netns=" + namespace).body();
  }

  @Test
  void theVerdictComesWithItsFindingsAndSteps() {
    final Map<String, Object> answer = JsonTree.object(answer("own"));

    assertThat(JsonTree.object(answer.get("diagnosis")))
        .containsEntry("class", "compromised")
        .containsEntry("confidence", 0.97);
    assertThat(JsonTree.array(JsonTree.object(answer.get("diagnosis")).get("findings")))
        .extracting(finding -> JsonTree.object(finding).get("id"))
        .containsExactly("scan.horizontal.out", "c2.port", "timewait.pileup");
    assertThat(JsonTree.array(answer.get("steps")))
        .extracting(step -> JsonTree.object(step).get("appliesItself"))
        .containsExactly(false, true, true, false, false);
  }

  @Test
  void anotherNamespaceHasItsOwn() {
    assertThat(diagnosis(answer(PlayedWatch.CALM)))
        .containsEntry("netns", PlayedWatch.CALM)
        .containsEntry("class", "unknown");
  }

  @Test
  void aTwinThatCannotBeRuledOutSaysNothingAgainstIt() {
    final Map<String, Object> scan =
        JsonTree.object(JsonTree.array(diagnosis(answer("own")).get("findings")).getFirst());

    assertThat(JsonTree.object(JsonTree.array(scan.get("twins")).getLast()))
        .containsEntry("name", "a host key survey")
        .containsEntry("ruledOut", null);
  }

  @Test
  void aHostileNameArrivesWholeAndActsOnNoTerminal() {
    final String answer = answer("own");
    final Object suspect =
        JsonTree.array(JsonTree.object(diagnosis(answer).get("attribution")).get("suspects"))
            .get(1);

    assertThat(JsonTree.object(suspect)).containsEntry("name", PlayedDiagnosis.HOSTILE);
    assertThat(answer.strip()).doesNotContainPattern("\\p{Cc}");
  }

  @Test
  void beforeTheFirstThereIsNone() {
    final JsonReply reply = new JsonReply();
    DiagnosisJson.diagnosis(null, reply.writer());

    assertThat(new String(reply.bytes(), StandardCharsets.UTF_8)).isEqualTo("null\n");
  }
}
