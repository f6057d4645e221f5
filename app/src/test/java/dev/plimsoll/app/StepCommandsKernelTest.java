package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnoses;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.diagnosis.Steps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What steps tell people to type about nftables: it works, and its undo leaves nothing behind. */
@KernelTest
class StepCommandsKernelTest {
  private final LabNamespace space = LabNamespace.create("steps");

  StepCommandsKernelTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    space.close();
  }

  @Test
  void everyNftCommandWorksAndIsUndone() throws IOException {
    final List<String> untouched = new ArrayList<>();
    for (final Card card : Card.values()) {
      for (final String port : List.of("tcp port 25", "udp port 1900")) {
        for (final Step step : steps(card, port)) {
          if (step.commands().stream().anyMatch(command -> command.startsWith("nft "))) {
            assertThat(rules()).isEmpty();
            for (final String command : step.commands()) {
              if (command.startsWith("nft ")) {
                space.run("bash", "-c", command);
              }
            }
            assertThat(rules()).as(step.id()).isNotEmpty();
            space.run("bash", "-c", step.undo());
            assertThat(rules()).as(step.undo()).isEmpty();
          } else {
            untouched.add(step.id());
          }
        }
      }
    }
    assertThat(untouched).isNotEmpty();
  }

  private static List<Step> steps(final Card card, final String port) {
    return Steps.of(
        Diagnoses.diagnosis(
            card.causeClass(),
            List.of(
                Diagnoses.finding(
                    card,
                    port,
                    "proto:" + port.substring(0, 3),
                    List.of("203.0.113.9", "2001:db8::9")))),
        Diagnoses.host("x"));
  }

  @Test
  void theIsolationLetsTheOwnLogInThroughAndLoopback() throws IOException {
    final Step isolate =
        Steps.of(Diagnoses.diagnosis(CauseClass.COMPROMISED, List.of()), Diagnoses.host("x"))
            .stream()
            .filter(step -> step.id().equals("isolate"))
            .findFirst()
            .orElseThrow();
    for (final String command : isolate.commands()) {
      if (command.startsWith("nft ")) {
        space.run("bash", "-c", command);
      }
    }
    assertThat(rules())
        .containsSubsequence("chain input", "ip saddr 192.0.2.50 accept", "drop", "chain output")
        .containsSubsequence(
            "chain output", "oif \"lo\" accept", "ip daddr 192.0.2.50 accept", "drop");
  }

  private String rules() throws IOException {
    return space.run("nft", "list", "ruleset");
  }
}
