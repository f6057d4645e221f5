package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.Shell.Outcome;
import dev.plimsoll.lab.KernelTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, as a user meets it. */
final class PackagedProgramIT {
  private static final Path PACKAGED = Path.of("target/plimsoll").toAbsolutePath();
  private static final String PROGRAM = "'" + PACKAGED.resolve("bin/plimsoll") + "'";

  @TempDir Path folder;

  @BeforeEach
  void everybodyMayLookIntoTheFolder() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void itTellsItsVersion() throws Exception {
    final Outcome outcome = Shell.run(PROGRAM + " --version");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).matches("plimsoll \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aWrongOptionEndsWithTwo() throws Exception {
    final Outcome outcome = Shell.run(PROGRAM + " --sideways");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("plimsoll: ");
  }

  @Test
  void aReaderThatHasSeenEnoughMeetsSilence() throws Exception {
    assertThat(Shell.run(PROGRAM + " --help | true")).isEqualTo(new Outcome(0, "", ""));
  }

  @Test
  void aFullDiskIsAFailure() throws Exception {
    final Outcome outcome = Shell.run(PROGRAM + " --help > /dev/full");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).startsWith("plimsoll: cannot write the output").hasLineCount(1);
  }

  @Test
  void withoutRightsCountSaysSo() throws Exception {
    final Outcome outcome =
        Shell.run(
            "cp -r '%s'/. '%s'; ".formatted(PACKAGED, folder) + asNobody("bin/plimsoll count"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING_RIGHTS);
    assertThat(outcome.err()).contains("root").hasLineCount(1);
  }

  @Test
  void withoutRightsStatusTellsWhatAnybodyMaySee() throws Exception {
    final Outcome outcome =
        Shell.run(
            "cp -r '%s'/. '%s'; ".formatted(PACKAGED, folder) + asNobody("bin/plimsoll status"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING_RIGHTS);
    assertThat(outcome.out()).contains("entries in the kernel's table", "limit of 10,000");
  }

  @KernelTest
  @Test
  void interruptedEventsEndAtOnceAndWithoutAWord() throws Exception {
    final Outcome outcome =
        Shell.run("timeout --preserve-status --signal=INT --kill-after=5 3 " + PROGRAM + " events");
    assertThat(outcome).isEqualTo(new Outcome(130, "", ""));
  }

  private String asNobody(final String command) {
    return """
    cd '%s'
    if [ "$(id -u)" = 0 ]; then
      exec setpriv --reuid 65534 --regid 65534 --clear-groups %s
    fi
    exec %s
    """
        .formatted(folder, command, command);
  }

  @Test
  void aCopyRunsThroughALinkFromElsewhere() throws Exception {
    final Outcome outcome =
        Shell.run(
            "cp -r '%s' '%s/copy' && ln -s copy/bin/plimsoll '%s/p' && cd / && '%s/p' --version"
                .formatted(PACKAGED, folder, folder, folder));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("plimsoll ");
  }

  @Test
  void classesComeReadyFromTheCache() throws Exception {
    final Path log = folder.resolve("classes.log");
    final Outcome outcome =
        Shell.run(
            "PLIMSOLL_JAVA_OPTIONS=-Xlog:class+load:file='%s' %s --help".formatted(log, PROGRAM));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.contains(" picocli.CommandLine ") || line.contains("app.Main "))
        .hasSize(2)
        .allMatch(line -> line.contains("shared objects file"));
  }

  @Test
  void newCodeIsRunOnceTheCacheIsPreparedAnew() throws Exception {
    Shell.run("cp -r '%s'/. '%s'".formatted(PACKAGED, folder));
    changeText(
        folder.resolve("lib/plimsoll.jar"), "Count the live sessions", "Count the LIVE sessions");
    final Outcome outcome =
        Shell.run("'%s/libexec/prepare' && '%s/bin/plimsoll' --help".formatted(folder, folder));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("Count the LIVE sessions");
  }

  // Texts of the same length can be exchanged without reading the class.
  private static void changeText(final Path jar, final String from, final String to)
      throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      final Path type = files.getPath("/dev/plimsoll/app/CountCommand.class");
      final String bytes = new String(Files.readAllBytes(type), StandardCharsets.ISO_8859_1);
      assertThat(bytes).contains(from);
      Files.write(type, bytes.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void everyCommandHasAManualPage() {
    assertThat(PACKAGED.resolve("share/man/man1/plimsoll.1")).isNotEmptyFile();
    assertThat(PACKAGED.resolve("share/man/man1/plimsoll-count.1")).isNotEmptyFile();
  }

  @Test
  void bashTakesTheCompletion() throws Exception {
    final Outcome outcome =
        Shell.run(
            "source '%s/share/bash-completion/completions/plimsoll' && complete -p plimsoll"
                .formatted(PACKAGED));
    assertThat(outcome.exitCode()).isZero();
  }
}
