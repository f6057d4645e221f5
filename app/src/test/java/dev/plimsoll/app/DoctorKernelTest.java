package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.Finding.Level;
import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.ProcFiles.Access;
import dev.plimsoll.kernel.TrackingProbe;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says is true on this kernel, and what it prescribes helps. */
@KernelTest
@Timeout(60)
final class DoctorKernelTest {
  private LabNamespace space;

  @BeforeEach
  void makeANamespace() throws IOException {
    space = LabNamespace.create("doctor");
  }

  @AfterEach
  void removeIt() throws IOException {
    space.close();
  }

  @Test
  void trackingThatIsOffIsAProblem() {
    final Run run = Run.of("doctor", "--probe", "--netns", space.name());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.output()).contains("problem  tracking      off: ");
  }

  @Test
  void thePrescribedRuleSwitchesTrackingOn() throws IOException {
    follow("tracking");
    assertThat(finding("tracking").level()).isEqualTo(Level.OK);
  }

  @Test
  void thePrescribedRuleIsUndoneAsTold() throws IOException {
    final String remark = "# To undo it: ";
    final String undo =
        finding("tracking").commands().stream()
            .filter(command -> command.startsWith(remark))
            .findFirst()
            .orElseThrow()
            .substring(remark.length());
    follow("tracking");
    shell(undo);
    assertThat(finding("tracking").level()).isEqualTo(Level.PROBLEM);
  }

  @Test
  void accountingIsSwitchedOnByThePrescribedCommand() throws IOException {
    assertThat(finding("accounting").level()).isEqualTo(Level.WARNING);
    follow("accounting");
    assertThat(finding("accounting").level()).isEqualTo(Level.OK);
  }

  @Test
  void timestampsAreSwitchedOnByThePrescribedCommand() throws IOException {
    assertThat(finding("timestamps").level()).isEqualTo(Level.WARNING);
    follow("timestamps");
    assertThat(finding("timestamps").level()).isEqualTo(Level.OK);
  }

  @Test
  void eventsThatAreOffAreSwitchedOnByThePrescribedCommand() throws IOException {
    space.sysctl("net.netfilter.nf_conntrack_events", "0");
    assertThat(finding("events").level()).isEqualTo(Level.WARNING);
    follow("events");
    assertThat(finding("events").level()).isEqualTo(Level.OK);
  }

  @Test
  void aRaisedTimeoutIsPutBackByThePrescribedCommand() throws IOException {
    space.sysctl("net.netfilter.nf_conntrack_tcp_timeout_time_wait", "600");
    assertThat(finding("timeouts").level()).isEqualTo(Level.WARNING);
    follow("timeouts");
    assertThat(finding("timeouts").level()).isEqualTo(Level.OK);
  }

  @Test
  void withEverythingMendedAllIsWell() throws IOException {
    follow("tracking");
    follow("accounting");
    follow("timestamps");
    final Run run = Run.of("doctor", "--probe", "--netns", space.name());
    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).endsWith("\nAll is well.\n");
  }

  @Test
  void withoutALoopbackAddressTheProbeSaysSo() throws IOException {
    space.run("ip", "link", "set", "lo", "down");
    space.run("ip", "address", "flush", "dev", "lo");
    final Run run = Run.of("doctor", "--probe", "--netns", space.name());
    assertThat(run.output())
        .contains("unknown  tracking      the probe failed", "is the interface lo up?");
  }

  @Test
  void anOrdinaryUserGetsAnAnswerWithoutAFailure(@TempDir final Path folder) throws IOException {
    final String report = space.run(asNobody(folder));
    assertThat(report)
        .contains(
            "warning  rights        user 65534 may not read the sessions",
            "unknown  tracking      the table is empty",
            "unknown  netlink       the kernel's table cannot be read by us",
            "unknown  /proc         /proc/net/nf_conntrack is hidden",
            "warning  accounting    off",
            "sudo sysctl -w net.netfilter.nf_conntrack_acct=1")
        .contains("ok       losses        none");
  }

  @Test
  void aNamespaceThatIsGoneIsUnknown() throws IOException {
    final HostFacts host = HostFacts.read();
    space.close();
    final ConntrackFacts facts = ConntrackFacts.read(space.networkNamespace());
    assertThat(facts.netlink()).isEqualTo(Access.FORBIDDEN);
    assertThat(Doctor.examine(host, facts, TrackingProbe.NOT_SENT))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.UNKNOWN));
  }

  private Finding finding(final String subject) {
    final ConntrackFacts facts = ConntrackFacts.read(space.networkNamespace());
    final TrackingProbe probe =
        facts.isProbeNeeded()
            ? TrackingProbe.send(space.networkNamespace())
            : TrackingProbe.NOT_SENT;
    return Doctor.examine(HostFacts.read(), facts, probe).stream()
        .filter(finding -> finding.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  /** Does what the doctor prescribes, as it stands there. */
  private void follow(final String subject) throws IOException {
    for (final String command : finding(subject).commands()) {
      if (!command.startsWith("#")) {
        assertThat(command).contains(space.name());
        shell(command);
      }
    }
  }

  private void shell(final String command) throws IOException {
    space.run("sh", "-c", command);
  }

  /** The command line of a doctor without rights, from jars that anybody may read. */
  private static String[] asNobody(final Path folder) throws IOException {
    final List<String> classPath = new ArrayList<>();
    for (final String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (entry.contains("/target/") || entry.contains("picocli")) {
        final Path copy = folder.resolve("part" + classPath.size());
        copy(Path.of(entry), copy);
        classPath.add(copy.toString());
      }
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new String[] {
      "setpriv",
      "--reuid=65534",
      "--regid=65534",
      "--clear-groups",
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "--enable-native-access=ALL-UNNAMED",
      "-XX:TieredStopAtLevel=1",
      "-cp",
      String.join(":", classPath),
      Main.class.getName(),
      "doctor"
    };
  }

  private static void copy(final Path from, final Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(
              final Path directory, final BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, file.equals(from) ? to : to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
