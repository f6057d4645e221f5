package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.app.diagnose.PlayedWatch;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.ServerAndWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program with a rolled name, deleted while it runs, that scans a network that nobody is in. */
@KernelTest
@Timeout(120)
class DiagnoseKernelTest {
  private static final String SCAN =
      "for a in 1 2 3; do for b in $(seq 1 100); do"
          + " (exec 3<>/dev/tcp/198.18.$a.$b/22) 2>/dev/null & done; done; wait";

  @TempDir private Path folder;
  private final ServerAndWorld network = ServerAndWorld.create(120, 120);
  private @Nullable Process culprit;

  DiagnoseKernelTest() throws IOException {}

  @BeforeEach
  void scan() throws IOException {
    final Path program = Files.copy(Path.of("/bin/bash"), folder.resolve("xqzvkjwp"));
    culprit =
        new ProcessBuilder(
                "ip", "netns", "exec", network.server().name(), program.toString(), "-c", SCAN)
            .inheritIO()
            .start();
    await().atMost(Duration.ofSeconds(30)).until(() -> sessions() >= 250);
    Files.delete(program);
  }

  @AfterEach
  void end() throws IOException {
    if (culprit != null) {
      culprit.descendants().forEach(ProcessHandle::destroyForcibly);
      culprit.destroyForcibly();
    }
    network.close();
  }

  private long sessions() {
    return Long.parseLong(plimsoll("count").line().replace(",", ""));
  }

  private Run plimsoll(final String... words) {
    final String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--netns";
    all[words.length + 1] = network.server().name();
    return Run.of(all);
  }

  private Run diagnose(final String... words) {
    final String[] alone = Arrays.copyOf(words, words.length + 1);
    alone[words.length] = "--alone";
    return diagnoseBeside(alone);
  }

  private Run diagnoseBeside(final String... words) {
    final String[] all = Arrays.copyOf(words, words.length + 3);
    System.arraycopy(words, 0, all, 1, words.length);
    all[0] = "diagnose";
    all[words.length + 1] = "--data-dir";
    all[words.length + 2] = folder.resolve("data").toString();
    return plimsoll(all);
  }

  @Test
  void theVerdictNamesTheProcessAndTheNamespaceInItsCommands() {
    final String report = diagnose().output();
    assertThat(report)
        .startsWith("COMPROMISED")
        .contains("scan.horizontal.out: port scan of many hosts (tcp port 22)")
        .contains("xqzvkjwp, user root")
        .contains("its program file was deleted while it runs")
        .contains(
            "plimsoll diagnose --netns " + network.server().name() + " --apply block-port-tcp-22");
  }

  @Test
  void aStepIsDoneAndUndone() throws IOException {
    final String before = rules();
    final Run done = diagnose("--apply", "block-port-tcp-22", "--yes");
    assertThat(done.output()).contains("TCP port 22 is blocked for 60 seconds.");
    assertThat(rules()).contains("plimsoll_block");
    assertThat(Run.of("undo", "--data-dir", folder.resolve("data").toString()).exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(rules()).isEqualTo(before);
  }

  @Test
  void aDryRunChangesNothing() throws IOException {
    final String before = rules();
    assertThat(diagnose("--apply", "block-port-tcp-22", "--dry-run").output())
        .contains("nftables would drop");
    assertThat(rules()).isEqualTo(before);
  }

  @Test
  void whatPlimsollCanDoIsNamedWhereAStepIsNotThere() {
    final Run run = diagnose("--apply", "block-everything");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errors())
        .contains("there is no step block-everything")
        .contains("block-port-tcp-22");
  }

  @Test
  void whatARunningWatchFoundIsTakenToo() throws IOException {
    try (PlayedWatch watch = PlayedWatch.open()) {
      assertThat(diagnoseBeside("--attach", watch.url()).output().replaceAll("\\s+", " "))
          .startsWith("COMPROMISED")
          .contains("scan.horizontal.out: ")
          .contains("beacon: regular calls home (192.0.2.66 tcp port 8443)")
          .contains("which has listened for 3 hours.")
          .doesNotContain("only been heard");
    }
  }

  @Test
  void aWatchThatWasNamedHasToAnswer() throws IOException {
    try (PlayedWatch watch = PlayedWatch.open()) {
      watch.answer("[]");
      final Run run = diagnoseBeside("--attach", watch.url());
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.errors()).contains("the JSON has no object");
    }
    assertThat(diagnoseBeside("--attach", "http://127.0.0.1:1").errors())
        .contains("no watch answers at http://127.0.0.1:1");
  }

  @Test
  void withoutTheRightToTheTableItSaysWhoHasIt() throws Exception {
    final String said = lacking("net_admin", "");
    assertThat(said)
        .contains("not permitted (EPERM). Run it as root")
        .doesNotContain("COMPROMISED");
  }

  @Test
  void withoutTheRightToLookIntoProcessesTheScanIsFoundAndTheGapNamed() throws Exception {
    assertThat(lacking("sys_ptrace", ""))
        .contains("scan.horizontal.out: ")
        .contains("CAP_SYS_PTRACE, which root has and Plimsoll lacks here");
  }

  @Test
  void withHiddenProcessesTheScanIsFoundAndTheHidingNamed() throws Exception {
    assertThat(lacking("sys_ptrace", "mount -t proc -o hidepid=2 proc /proc && "))
        .contains("scan.horizontal.out: ")
        .contains("/proc is mounted with hidepid");
  }

  /** What a process of its own says that lacks a capability, in a mount namespace of its own. */
  private String lacking(final String capability, final String before) throws Exception {
    final String command =
        before
            + "exec setpriv --bounding-set=-%s --inh-caps=-all %s --enable-native-access=ALL-UNNAMED"
                .formatted(capability, Path.of(System.getProperty("java.home"), "bin", "java"))
            + " -cp \"$CLASSES\" %s diagnose --alone --netns %s --data-dir %s"
                .formatted(Main.class.getName(), network.server().name(), folder.resolve("data"));
    final ProcessBuilder builder =
        new ProcessBuilder("unshare", "--mount", "sh", "-c", command).redirectErrorStream(true);
    builder.environment().put("CLASSES", System.getProperty("java.class.path"));
    final Process process = builder.start();
    final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.replaceAll("\\s+", " ");
  }

  private String rules() throws IOException {
    return network.server().run("nft", "list", "ruleset");
  }
}
