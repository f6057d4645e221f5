package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrackCommandTest {
  @TempDir private Path folder;

  /** Three questions, one of them answered, over ten seconds; and a stray FIN. */
  private String capture() throws IOException {
    return new SmallCapture()
        .question(1)
        .answer(1)
        .after(5)
        .question(2)
        .after(5)
        .question(3)
        .tcp(4, SmallCapture.FIN | SmallCapture.ACK, 1, 1)
        .in(folder);
  }

  @Test
  void withoutMoreItTellsTheCountAgainstTheLimit() throws IOException {
    final Run run = Run.of("track", capture(), "--limit", "2");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.output())
        .startsWith("3 sessions at the end, 3 at most; the limit is 2.")
        .contains("5 packets in 10 s, from 2026-11-24")
        .contains("3 began a session, 1 invalid");
  }

  @Test
  void theSessionsAreListedAsConntrackDoes() throws IOException {
    assertThat(Run.of("track", capture(), "--list", "--filter", "sport:1").line())
        .isEqualTo(
            "udp      17 20 src=10.0.0.1 dst=10.0.0.53 sport=1 dport=53 packets=1 bytes=28"
                + " src=10.0.0.53 dst=10.0.0.1 sport=53 dport=1 packets=1 bytes=28 mark=0 use=1");
  }

  @Test
  void atAMomentLaterPacketsHaveNotComeYet() throws IOException {
    assertThat(Run.of("track", capture(), "--by", "protocol", "--at", "+6s").output())
        .contains("2 sessions");
  }

  @Test
  void aVerdictSaysWhyAPacketIsInvalid() throws IOException {
    assertThat(Run.of("track", capture(), "--verdicts").line().lines().toList())
        .hasSize(5)
        .last()
        .asString()
        .isEqualTo(
            "5 2026-11-24T00:00:10Z invalid     tcp 10.0.0.1:4 > 10.0.0.80:80 [FA]:"
                + " no session begins with such a packet");
  }

  @Test
  void eventsComeInTheOrderOfThePackets() throws IOException {
    assertThat(Run.of("track", capture(), "--events", "--format", "csv").output().lines())
        .hasSizeGreaterThan(4);
  }

  @Test
  void settingsChangeHowLongSessionsLast() throws IOException {
    assertThat(Run.of("track", capture(), "--by", "protocol", "--set", "udp_timeout=3").output())
        .contains("1 session");
  }

  @Test
  void aFileForSysctlSetsWhatItNames() throws IOException {
    final Path file = folder.resolve("sysctl.conf");
    Files.writeString(
        file, "# ours\nnet.ipv4.ip_forward = 1\nnet.netfilter.nf_conntrack_udp_timeout = 3\n");
    final Run run =
        Run.of("track", capture(), "--by", "protocol", "--sysctl-file", file.toString());
    assertThat(run.output()).contains("1 session");
  }

  @Test
  void aWrongValueInTheFileIsNamedWithItsLine() throws IOException {
    final Path file = folder.resolve("sysctl.conf");
    Files.writeString(file, "\nnet.netfilter.nf_conntrack_udp_timeout = soon\n");
    final Run run = Run.of("track", capture(), "--sysctl-file", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("sysctl.conf, line 2: udp_timeout is a number of seconds");
  }

  @Test
  void theCurveHasALineForEachSecond() throws IOException {
    final var lines = Run.of("track", capture(), "--curve", "csv").output().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("time,sessions,most");
    assertThat(lines).contains("2026-11-24T00:00:06Z,2,2");
  }

  @Test
  void theCurveIsDrawnAsAnImage() throws IOException {
    final Path file = folder.resolve("curve.png");
    final Run run = Run.of("track", capture(), "--curve", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1800);
  }

  @Test
  void aCurveOfAnotherKindIsRefused() throws IOException {
    final Run run = Run.of("track", capture(), "--curve", "curve.gif");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains(".svg or .png");
  }

  @Test
  void ofACutFileWhatWasReadIsShownAndTheRestTold() throws IOException {
    final String file = capture();
    final byte[] bytes = Files.readAllBytes(Path.of(file));
    Files.write(Path.of(file), Arrays.copyOf(bytes, bytes.length - 10));
    final Run run = Run.of("track", file, "--by", "protocol");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.output()).contains("3 sessions");
    assertThat(run.errors()).contains("small.pcap").contains("packet 5");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    final Run run = Run.of("track", "no-such.pcap");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errors()).contains("no-such.pcap: there is no such file");
  }

  @Test
  void withoutAFileItSaysWhatToName() {
    final Run run = Run.of("track");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("an interface with -i");
  }

  @Test
  void theStatusIsWhatTheCommandStatusTells() throws IOException {
    final SmallCapture flood = new SmallCapture();
    for (int port = 1; port <= 1000; port++) {
      flood.tcp(port, SmallCapture.SYN, 1, 0).after(0.01);
    }
    final String file = flood.in(folder);
    final Run run = Run.of("track", file, "--status", "--limit", "800");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.output().replaceAll("\\s+", " "))
        .startsWith("Plimsoll " + file + ", 2026-11-24")
        .contains("1,000 sessions, 125 % of the limit of 800")
        .contains("1,000 of 262,144 entries")
        .contains("unanswered SYNs")
        .contains("plimsoll track " + file + " --by remote,dport --filter 'state:SYN_SENT'")
        .doesNotContain("--watch")
        .doesNotContain("Kernel");
  }

  @Test
  void theStatusJudgesTheLimitByTheWholeCapture() throws IOException {
    final SmallCapture day = new SmallCapture();
    for (int minute = 0; minute < 60; minute++) {
      for (int port = 1; port <= 5; port++) {
        day.question(port).after(12);
      }
    }
    final String file = day.in(folder);
    assertThat(Run.of("track", file, "--status", "--limit", "1").output())
        .contains("sustained overload");
    assertThat(Run.of("track", file, "--status", "--limit", "1", "--json").line())
        .startsWith("{\"packets\":\"" + file + "\",\"time\":\"2026-11-24T00:59:48")
        .contains("\"verdict\":{\"answer\":\"sustained\"");
  }

  @Test
  void aStatusOfSomeSessionsIsRefused() throws IOException {
    final Run run = Run.of("track", capture(), "--status", "--filter", "proto:udp");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("--status judges all sessions");
  }

  @Test
  void onlyOneThingIsShown() throws IOException {
    final Run run = Run.of("track", capture(), "--list", "--events");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
