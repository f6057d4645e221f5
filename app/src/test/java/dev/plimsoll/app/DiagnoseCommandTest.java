package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.capture.GeneratedCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiagnoseCommandTest {
  @TempDir private Path folder;

  /** A host that calls port 22 of three hundred others, of which none answers. */
  private String scan() throws IOException {
    final SmallCapture capture = new SmallCapture();
    for (int host = 1; host <= 300; host++) {
      capture.syn(host, 22);
    }
    return capture.after(5).in(folder);
  }

  @Test
  void aScanInACaptureIsFoundAndItsHostGuessed() throws IOException {
    final Run run = Run.of("diagnose", scan());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.errors()).contains("taken as the host of this capture: 10.0.0.1");
    assertThat(run.output()).contains("scan.horizontal.out").contains("tcp port 22");
  }

  @Test
  void oneSignAloneIsNotCalledCompromised() throws IOException {
    assertThat(Run.of("diagnose", scan(), "--host", "10.0.0.1").output())
        .startsWith("UNKNOWN")
        .contains("one sign alone");
  }

  @Test
  void whoseCaptureItIsHasToBeSaidWhereNobodyCanTell() throws IOException {
    final Path capture = folder.resolve("many.pcap");
    GeneratedCapture.write(capture, 1_000, 10_000, 10, 1);
    final Run run = Run.of("diagnose", capture.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errors()).contains("say whose capture it is: --host ADDRESS");
  }

  @Test
  void thePageIsWrittenWhereItIsAskedFor() throws IOException {
    final Path page = folder.resolve("report.html");
    Run.of("diagnose", scan(), "--host", "10.0.0.1", "--html", page.toString());
    assertThat(page).content().contains("scan.horizontal.out").doesNotContain("<script src");
  }

  @Test
  void anAbuseDeskGetsAReportOfTheScan() throws IOException {
    assertThat(
            Run.of("diagnose", scan(), "--host", "10.0.0.1", "--xarf", "--contact", "a@b.example"))
        .extracting(Run::output)
        .asString()
        .contains("\"port_scan\"")
        .contains("10.0.0.1");
  }

  @Test
  void aRoleThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
    final Run run = Run.of("diagnose", scan(), "--role", "mailserver");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("there is no role \"mailserver\"").contains("mail-server");
  }

  @Test
  void aThresholdCanBeMoved() throws IOException {
    assertThat(
            Run.of(
                    "diagnose",
                    scan(),
                    "--host",
                    "10.0.0.1",
                    "--threshold",
                    "scan.horizontal.out.warn_hosts=400")
                .output())
        .doesNotContain("scan.horizontal.out: ");
  }

  @Test
  void aCaptureIsNotActedOn() throws IOException {
    final Run run = Run.of("diagnose", scan(), "--apply", "block-port-tcp-22");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("a capture is diagnosed by itself");
  }

  @Test
  void aCaptureThatIsCutShortIsDiagnosedAsFarAsItGoes() throws IOException {
    final byte[] whole = Files.readAllBytes(Path.of(scan()));
    final Path cut = folder.resolve("cut.pcap");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 10));
    final Run run = Run.of("diagnose", cut.toString());
    assertThat(run.errors()).contains("cut.pcap").contains("what comes before it counts");
    assertThat(run.output()).contains("scan.horizontal.out");
  }

  @Test
  void aWatchThatJudgesByItsOwnRulesIsNotAskedTogetherWithOthers() {
    final Run run = Run.of("diagnose", "--attach", "http://127.0.0.1:1", "--role", "backup");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("leave --role, --threshold and captures out");
  }
}
