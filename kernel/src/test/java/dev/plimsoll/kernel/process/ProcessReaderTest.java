package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a tree of files as /proc has them. */
class ProcessReaderTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final String ID =
      "3f2a9c41d07b5e6f8a90b1c2d3e4f5061728394a5b6c7d8e9f00112233445566";

  @TempDir private Path folder;
  private Path proc;
  private Path process;
  private Path root;

  @BeforeEach
  void layOut() throws IOException {
    proc = folder.resolve("proc");
    process = Files.createDirectories(proc.resolve("900"));
    root = Files.createDirectories(folder.resolve("container"));
    Files.createSymbolicLink(process.resolve("root"), root);
    write(
        process.resolve("stat"),
        "900 (php-fpm) S 812 900 900 0 -1 4194560 1234 0 5 0 120 30 0 0 20 0 4 0 90000 1 1 1 0\n");
    write(process.resolve("status"), "Name:\tphp-fpm\nUid:\t33\t33\t33\t33\n");
    write(process.resolve("cmdline"), "php-fpm: pool www\0\0");
    write(process.resolve("cgroup"), "0::/system.slice/php8.2-fpm.service\n");
    write(process.resolve("uid_map"), "         0          0 4294967295\n");
    write(root.resolve("etc/passwd"), "www-data:x:33:33::/var/www:/bin/false\n");
    program("/usr/sbin/php-fpm8.2");
    write(root.resolve("usr/sbin/php-fpm8.2"), "");
  }

  private static void write(final Path file, final String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private void program(final String target) throws IOException {
    Files.deleteIfExists(process.resolve("exe"));
    Files.createSymbolicLink(process.resolve("exe"), Path.of(target));
  }

  private ProcessFacts read() {
    return Objects.requireNonNull(
        ProcessReader.of(proc, folder.resolve("host"), NOW, 100_000).read(900));
  }

  @Test
  void everythingUsualIsReadAndNoSignIsSeen() {
    assertThat(read())
        .isEqualTo(
            new ProcessFacts(
                new ProcessId(900, 90_000),
                812,
                "php-fpm",
                "/usr/sbin/php-fpm8.2",
                List.of("php-fpm: pool www", ""),
                33,
                "www-data",
                NOW - 100_000,
                1_500,
                ControlGroup.parse("0::/system.slice/php8.2-fpm.service"),
                null,
                false,
                Set.of()));
  }

  @Test
  void aProgramThatIsGoneFromTheFilesIsASign() throws IOException {
    program("/usr/sbin/xqzvkjwp (deleted)");
    assertThat(read().executable()).isEqualTo("/usr/sbin/xqzvkjwp");
    assertThat(read().signs())
        .containsExactlyInAnyOrder(ProcessSign.DELETED_EXECUTABLE, ProcessSign.RANDOM_NAME);
  }

  @Test
  void aProgramThatAnUpgradeReplacedIsNone() throws IOException {
    program("/usr/sbin/php-fpm8.2 (deleted)");
    assertThat(read().executable()).isEqualTo("/usr/sbin/php-fpm8.2");
    assertThat(read().signs()).isEmpty();
  }

  @Test
  void aReplacedProgramInATemporaryDirectoryIsBoth() throws IOException {
    program("/tmp/x (deleted)");
    write(root.resolve("tmp/x"), "");
    assertThat(read().signs())
        .containsExactlyInAnyOrder(ProcessSign.DELETED_EXECUTABLE, ProcessSign.TEMPORARY_DIRECTORY);
  }

  @Test
  void aRelativeStartByAnybodyButRootIsASign() throws IOException {
    write(process.resolve("cmdline"), "./x\0");
    assertThat(read().signs()).containsExactly(ProcessSign.RELATIVE_START);
    write(process.resolve("status"), "Uid:\t0\t0\t0\t0\n");
    assertThat(read().signs()).isEmpty();
  }

  @Test
  void aLibraryPushedInByTheEnvironmentOrForAllIsASign() throws IOException {
    write(process.resolve("environ"), "PATH=/bin\0LD_PRELOAD=/tmp/hide.so\0");
    assertThat(read().signs()).containsExactly(ProcessSign.PRELOADED_LIBRARY);
    Files.delete(process.resolve("environ"));
    write(root.resolve("etc/ld.so.preload"), "/usr/local/lib/hide.so\n");
    assertThat(read().signs()).containsExactly(ProcessSign.PRELOADED_LIBRARY);
  }

  @Test
  void aContainerIsNamedByItsEnginesFiles() throws IOException {
    write(process.resolve("cgroup"), "0::/docker/" + ID + "\n");
    assertThat(read().container()).isEqualTo("docker 3f2a9c41d07b");
    write(
        folder.resolve("host/var/lib/docker/containers/" + ID + "/config.v2.json"),
        "{\"ID\":\"" + ID + "\",\"Name\":\"/web\",\"Driver\":\"overlay2\"}");
    assertThat(read().container()).isEqualTo("docker 3f2a9c41d07b (web)");
  }

  @Test
  void aPodIsNamedByItsHostName() throws IOException {
    final String uid = "1b5d0c4e-7a3f-4a8b-9c2d-0e1f2a3b4c5d";
    write(process.resolve("cgroup"), "0::/kubepods/besteffort/pod" + uid + "/" + ID + "\n");
    write(root.resolve("etc/hostname"), "shop-6f7c9-x2x4z\n");
    assertThat(read().container())
        .isEqualTo("kubernetes 3f2a9c41d07b, pod " + uid + " (shop-6f7c9-x2x4z)");
  }

  @Test
  void whatIsNoFileInAContainerIsNotOpened() throws Exception {
    Files.delete(root.resolve("etc/passwd"));
    // Opening a pipe for reading waits for a writer.
    assertThat(
            new ProcessBuilder("mkfifo", root.resolve("etc/passwd").toString()).start().waitFor())
        .isZero();
    assertThat(read().user()).isEqualTo("33");
  }

  @Test
  void textsAreCutAndHostileOnesCarriedAsTheyAre() throws IOException {
    write(process.resolve("cmdline"), "\u001b[2J<b>\n\0" + "a\0".repeat(5_000));
    final List<String> arguments = read().commandLine();
    assertThat(arguments).hasSize(ProcessFacts.MOST_ARGUMENTS);
    assertThat(arguments.getFirst()).isEqualTo("\u001b[2J<b>\n");
    write(process.resolve("cmdline"), "a".repeat(10_000));
    assertThat(read().commandLine()).singleElement().asString().hasSize(ProcessFacts.MOST_BYTES);
  }

  @Test
  void bytesThatAreNoTextAreReplaced() throws IOException {
    Files.write(process.resolve("cmdline"), new byte[] {'a', (byte) 0xff, 'b', 0});
    assertThat(read().commandLine()).containsExactly("a\ufffdb");
  }

  @Test
  void whoHasEndedOrStartedMeanwhileIsNobody() throws IOException {
    final ProcessReader reader = ProcessReader.of(proc, folder.resolve("host"), NOW, 100_000);
    assertThat(reader.read(901)).isNull();
    write(
        process.resolve("stat"),
        "900 (x) S 812 900 900 0 -1 4194560 1234 0 5 0 120 30 0 0 20 0 4 0 100010 1 1 1 0\n");
    assertThat(reader.read(900)).isNull();
    assertThat(reader.identify(900)).isNull();
  }

  @Test
  void ofThisProcessMuchIsKnown() {
    // A clock that is ahead of every process.
    final ProcessReader reader = ProcessReader.begin(1L << 40);
    final ProcessFacts own = Objects.requireNonNull(reader.read(ProcessHandle.current().pid()));
    assertThat(own.executable()).endsWith("/java");
    assertThat(own.commandLine()).isNotEmpty();
    assertThat(own.hidden()).isFalse();
  }
}
