package dev.plimsoll.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.Ink;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnoses;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import dev.plimsoll.watch.diagnosis.ThisHost;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTextTest {
  private static String print(final Evidence evidence, final int columns, final Ink ink) {
    final StringWriter text = new StringWriter();
    new DiagnosisText(new PrintWriter(text, true), columns, ink, ZoneOffset.UTC).print(evidence);
    return text.toString();
  }

  @Test
  void theVerdictComesFirstThenWhyThenWhoThenWhatToDo() {
    final String text = print(Evidences.scanning("xkqzwvjt"), 80, Ink.PLAIN);
    assertThat(text)
        .startsWith(
            """
            COMPROMISED  97 % sure
            This host at 24 Nov 2025 13:18:20: 14,210 sessions, limit 10,000.
            Listened for 1 s.

            Why
              - 7,412 remotes on tcp port 22 in 5 minutes, 98 % of which never answered
            """)
        .containsSubsequence(
            "Findings", "Who", "What to do", "What was done", "What could not be seen")
        .contains("  plimsoll diagnose --apply block-port-tcp-22\n")
        .contains("could be mail with dead MX: nothing rules it out");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 40, 60, 80, 200})
  void onlyCommandsAndWordsThatCannotBeBrokenAreWiderThanTheTerminal(final int columns) {
    assertThat(print(Evidences.scanning("xkqzwvjt"), columns, Ink.PLAIN).lines())
        .filteredOn(line -> !line.startsWith("      ") && !line.contains("plimsoll list"))
        .filteredOn(line -> Stream.of(line.split(" ", -1)).allMatch(word -> word.length() < 30))
        .allMatch(line -> line.length() <= Math.max(40, columns));
  }

  @Test
  void hostileNamesDoNotActOnTheTerminal() {
    assertThat(print(Evidences.scanning(Diagnoses.HOSTILE), 80, Ink.PLAIN).lines())
        .allSatisfy(line -> assertThat(line.codePoints()).allMatch(HarmlessText::isHarmless));
  }

  @Test
  void aHostileNameBeginsNoLineOfItsOwn() {
    assertThat(print(Evidences.scanning("x\nWhat to do\n  1 rm -rf /"), 200, Ink.PLAIN).lines())
        .filteredOn("What to do"::equals)
        .hasSize(1);
  }

  @Test
  void coloursChangeNothingButTheColours() {
    final Evidence evidence = Evidences.scanning("xkqzwvjt");
    assertThat(print(evidence, 80, Ink.COLOUR).replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(print(evidence, 80, Ink.PLAIN));
  }

  @Test
  void aQuietHostIsToldInFewLines() {
    final Evidence evidence =
        Evidences.of(Diagnoses.diagnosis(CauseClass.UNKNOWN, List.of()), ThisHost.UNKNOWN, "x");
    assertThat(print(evidence, 80, Ink.PLAIN))
        .startsWith("UNKNOWN")
        .contains("plimsoll watch")
        .doesNotContain("Findings", "Who\n");
  }
}
