package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandChannelTest {
  @TempDir private Path folder;

  private static Outcome run(final Duration timeout, final String... command)
      throws InterruptedException {
    return Channel.to(
            new Receiver.Command(List.of(command), timeout), ZoneOffset.UTC, InstantSource.system())
        .send(List.of(Examples.OVERLOAD));
  }

  private static Outcome shell(final String script) throws InterruptedException {
    return run(Duration.ofSeconds(30), "/bin/sh", "-c", script);
  }

  @Test
  void theProgramGetsJsonOnItsInput() throws Exception {
    final Path file = folder.resolve("got");
    assertThat(run(Duration.ofSeconds(30), "/usr/bin/tee", file.toString()).delivered()).isTrue();
    assertThat(Files.readAllBytes(file)).isEqualTo(AlertJson.message(List.of(Examples.OVERLOAD)));
  }

  @Test
  void argumentsAreNotInterpreted() throws Exception {
    assertThat(run(Duration.ofSeconds(30), "/bin/echo", "$(id) `id` ; *").text())
        .isEqualTo("/bin/echo ended with status 0: $(id) `id` ; *");
  }

  @Test
  void theEnvironmentIsSmall() throws Exception {
    assertThat(run(Duration.ofSeconds(30), "/usr/bin/env").text())
        .contains("PATH=/usr/local/sbin:", "LC_ALL=C.UTF-8")
        .doesNotContain("HOME=", "JAVA_HOME=");
  }

  @Test
  void aProgramThatFailsIsToldWithItsStatusAndOutput() throws Exception {
    assertThat(shell("echo out of credit >&2; exit 3"))
        .isEqualTo(new Outcome(false, "/bin/sh ended with status 3: out of credit"));
  }

  @Test
  void aProgramThatHangsIsEndedWithAllThatItStarted() throws Exception {
    final Path file = folder.resolve("pid");
    final Outcome outcome =
        run(Duration.ofSeconds(1), "/bin/sh", "-c", "sleep 300 & echo $! > " + file + "; wait");
    assertThat(outcome).isEqualTo(new Outcome(false, "/bin/sh was ended after 1 s."));
    final long child = Long.parseLong(Files.readString(file).strip());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aFloodOfOutputIsReadAndCut() throws Exception {
    final Outcome outcome = shell("yes 'a very long story' | head -c 20000000");
    assertThat(outcome.delivered()).isTrue();
    assertThat(outcome.text()).hasSizeLessThan(600).contains("a very long story a very long story");
  }

  @Test
  void aProgramNeedNotReadItsInput() throws Exception {
    assertThat(run(Duration.ofSeconds(30), "/bin/true").delivered()).isTrue();
  }

  @Test
  void whatTheProgramLeavesRunningHoldsNobodyUp() throws Exception {
    final Path file = folder.resolve("pid");
    assertThat(shell("sleep 300 & echo $! > " + file).delivered()).isTrue();
    ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
        .ifPresent(ProcessHandle::destroy);
  }

  @Test
  void aProgramThatIsMissingIsToldPlainly() throws Exception {
    assertThat(run(Duration.ofSeconds(30), "/no/such/program").text())
        .startsWith("The program could not be started: ")
        .contains("/no/such/program", "No such file or directory");
  }
}
