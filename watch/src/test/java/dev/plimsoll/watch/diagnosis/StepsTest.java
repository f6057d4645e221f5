package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.diagnosis.Diagnoses.HOSTILE;
import static dev.plimsoll.watch.diagnosis.Diagnoses.PID;
import static dev.plimsoll.watch.diagnosis.Diagnoses.diagnosis;
import static dev.plimsoll.watch.diagnosis.Diagnoses.finding;
import static dev.plimsoll.watch.diagnosis.Diagnoses.host;
import static dev.plimsoll.watch.diagnosis.Diagnoses.scanning;
import static dev.plimsoll.watch.diagnosis.Diagnoses.suspect;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepsTest {
  @Test
  void aCompromisedHostKeepsEvidenceFirstAndAnswersTheTicketLast() {
    assertThat(Steps.of(scanning("xkqzwvjt"), host("xkqzwvjt")))
        .extracting(Step::id)
        .containsExactly(
            "keep-evidence",
            "block-port-tcp-22",
            "block-remote-198.51.100.7",
            "isolate",
            "look-at-process-4999999",
            "freeze-apache2.service",
            "stop-process-4999999",
            "disable-cron-etc_cron.d_xkqzwvjt-5",
            "disable-apache2.service",
            "pause-container-web",
            "end-process-4999999",
            "delete-sessions-scan.horizontal.out",
            "delete-sessions-c2.port",
            "change-passwords",
            "remove-persistence",
            "close-the-door",
            "check-mail",
            "scan",
            "verify-packages",
            "rebuild",
            "watch-a-day",
            "answer-ticket");
  }

  @Test
  void stepsNameThisHostsOwnThings() {
    final List<Step> steps = Steps.of(scanning("xkqzwvjt"), host("xkqzwvjt"));
    assertThat(steps)
        .extracting(Step::action)
        .contains(
            new Action.BlockPort("tcp", 22),
            new Action.BlockRemote("198.51.100.7"),
            new Action.FreezeUnit("/system.slice/apache2.service"),
            new Action.StopProcess(PID, 123_456),
            new Action.DeleteSessions("direction:out proto:tcp rport:22 is:unreplied"));
    assertThat(steps)
        .flatExtracting(Step::commands)
        .contains(
            "cp /proc/4999999/exe /root/plimsoll-evidence/4999999.exe",
            "sed -i '5s/^/#plimsoll /' -- /etc/cron.d/xkqzwvjt",
            "kill -KILL -- -4999990",
            "docker pause web");
  }

  @Test
  void theCallersOwnRemoteIsNeverProposedToBeBlocked() {
    final Diagnosis diagnosis =
        diagnosis(
            CauseClass.ATTACKED,
            List.of(
                finding(
                    Card.BRUTEFORCE_IN,
                    "tcp port 22",
                    "direction:in lport:22",
                    List.of("192.0.2.50", "203.0.113.9"))));
    assertThat(Steps.of(diagnosis, host("x")))
        .extracting(Step::id)
        .contains("block-remote-203.0.113.9")
        .doesNotContain("block-remote-192.0.2.50");
  }

  @Test
  void aShorterTimeoutSaysItsEffectByLittlesLaw() {
    final Finding finding =
        new Finding(
            Card.TIMEWAIT_PILEUP,
            CauseClass.MISCONFIGURED,
            0.9,
            0,
            "tcp port 3306",
            List.of(new Fact("closes_per_second", 100, "100 closes a second")),
            "state:TIME_WAIT rport:3306",
            12_000,
            List.of(),
            List.of());
    final List<Step> steps =
        Steps.of(diagnosis(CauseClass.MISCONFIGURED, List.of(finding)), host("x"));
    assertThat(steps)
        .filteredOn(step -> step.id().equals("shorten-tcp_timeout_time_wait"))
        .singleElement()
        .satisfies(step -> {
          assertThat(step.changes())
              .startsWith("100 new ones a second × 30 s = about 3,000 sessions instead of 12,000.");
          assertThat(step.commands())
              .contains("sysctl -w net.netfilter.nf_conntrack_tcp_timeout_time_wait=30");
          assertThat(step.undo())
              .startsWith("sysctl -w net.netfilter.nf_conntrack_tcp_timeout_time_wait=120");
        });
  }

  @Test
  void withoutARateInTheFactsItFollowsFromTheSessions() {
    assertThat(
            FindingText.perSecond(
                finding(Card.TIMEWAIT_PILEUP, "x", "state:TIME_WAIT", List.of()), 120))
        .isEqualTo(100);
  }

  @Test
  void portsThatEverybodyNeedsAreNotBlocked() {
    final Diagnosis diagnosis =
        diagnosis(
            CauseClass.COMPROMISED,
            List.of(
                finding(
                    Card.SCAN_HORIZONTAL_OUT,
                    "tcp ports 23, 80",
                    "proto:tcp rport:23,80",
                    List.of())));
    assertThat(Steps.of(diagnosis, ThisHost.UNKNOWN))
        .extracting(Step::action)
        .contains(new Action.BlockPort("tcp", 23))
        .doesNotContain(new Action.BlockPort("tcp", 80));
  }

  @Test
  void oneSignAloneOnlyAsksToLook() {
    final Diagnosis diagnosis =
        diagnosis(
            CauseClass.BUSY,
            List.of(
                finding(Card.PEAK_BENIGN, "tcp port 443", "rport:443", List.of()),
                finding(Card.C2_PORT, "198.51.100.7", "rport:6667", List.of("198.51.100.7"))),
            suspect("irssi", null, null));
    assertThat(Steps.of(diagnosis, host("x")))
        .extracting(Step::id)
        .contains("look-at-c2.port", "look-at-process-4999999", "ask-for-more")
        .doesNotContain("isolate", "stop-process-4999999", "block-remote-198.51.100.7");
  }

  @ParameterizedTest
  @EnumSource(Card.class)
  void everyCardLeadsToStepsWhoseCommandsAShellCanRead(final Card card) throws Exception {
    final Diagnosis diagnosis =
        diagnosis(
            card.causeClass(),
            List.of(finding(card, "udp port 1900", "proto:udp rport:1900", List.of("203.0.113.9"))),
            suspect("xkqzwvjt", null, "podman 0123456789ab"));
    final List<Step> steps = Steps.of(diagnosis, host("x"));
    assertThat(steps).isNotEmpty().extracting(Step::id).doesNotHaveDuplicates();
    assertThat(steps).extracting(Step::title).noneMatch(title -> title.endsWith("."));
    assertThat(steps).extracting(Step::reason).allMatch(reason -> reason.endsWith("."));
    assertThat(steps).extracting(Step::changes).allMatch(changes -> changes.endsWith("."));
    for (final Step step : steps) {
      for (final String command : step.commands()) {
        assertThat(bash(Path.of("/"), "-n", command)).as(command).isZero();
      }
    }
  }

  @Test
  void aHostileNameRunsNothingInAnyCommandNorUndo(@TempDir final Path folder) throws Exception {
    final String name = HOSTILE.replace("CANARY", folder.resolve("canary").toString());
    final Diagnosis diagnosis =
        diagnosis(
            CauseClass.COMPROMISED,
            List.of(finding(Card.C2_PORT, name, name, List.of(name))),
            suspect(name, name, name));
    for (final Step step : Steps.of(diagnosis, host(name))) {
      for (final String command :
          Stream.concat(step.commands().stream(), Stream.of(step.undo())).toList()) {
        bash(folder, "-s", command);
        assertThat(folder).as(command).isEmptyDirectory();
      }
    }
  }

  @Test
  void aHostileNameReachesNobodysTerminal() {
    for (final Step step : Steps.of(scanningBy(HOSTILE), host(HOSTILE))) {
      assertThat(
              Stream.concat(
                  Stream.of(step.id(), step.title(), step.reason(), step.changes(), step.undo()),
                  step.commands().stream()))
          .allSatisfy(text -> assertThat(text.codePoints()).allMatch(HarmlessText::isHarmless));
    }
  }

  private static Diagnosis scanningBy(final String name) {
    return diagnosis(
        CauseClass.COMPROMISED,
        List.of(finding(Card.MINER, name, name, List.of(name))),
        suspect(name, name, name));
  }

  // Without programs: only what the shell itself does, which is where a name could break out.
  private static int bash(final Path folder, final String how, final String script)
      throws Exception {
    final ProcessBuilder builder = new ProcessBuilder("/bin/bash", how);
    builder.directory(folder.toFile());
    builder.environment().put("PATH", "/nonexistent");
    builder.redirectErrorStream(true);
    final Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    process.getInputStream().readAllBytes();
    final int code = process.waitFor();
    assertThat(Files.exists(folder)).isTrue();
    return code;
  }
}
