package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demonstration as a newcomer runs it, only faster. */
@KernelTest
final class DemoKernelTest {
  private static final Path NAMED = Path.of("/run/netns");
  private static final long PATIENCE_SECONDS = 60;

  /** A demonstration in a process of its own. */
  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.plimsoll.app.Main",
            "demo",
            "--fast")
        .redirectErrorStream(true)
        .start();
  }

  private static List<String> namespacesOf(final long pid) throws IOException {
    if (!Files.isDirectory(NAMED)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(NAMED)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("plimsoll-demo-" + pid))
          .toList();
    }
  }

  private static String awaitLine(final Process process, final String words) throws IOException {
    String line;
    do {
      line = process.inputReader(StandardCharsets.UTF_8).readLine();
      assertThat(line).as("a line with " + words).isNotNull();
    } while (!line.contains(words));
    return line;
  }

  @Test
  void theVerdictsComeInTheOrderOfTheStoryAndNothingIsLeftBehind() throws IOException {
    final Run run = Run.of("demo", "--fast");

    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isZero();
    final List<String> verdicts =
        run.output()
            .lines()
            .filter(line -> line.contains("Verdict: "))
            .map(line -> line.replaceAll(".*Verdict: (a )?(\\w+).*", "$2"))
            .toList();
    assertThat(verdicts).containsExactly("within", "brief", "within", "brief", "sustained");
    assertThat(run.output()).contains("Visitors come and go", "A crawler", "port 22");
    assertThat(namespacesOf(ProcessHandle.current().pid())).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name ->
            name.startsWith("plimsoll-lab-") && !name.equals("plimsoll-lab-end")
                || name.startsWith("plimsoll-demo")
                || name.equals("plimsoll-mirror"));
  }

  @Test
  void endedByASignalItRemovesWhatItMade() throws Exception {
    final Process demo = start();
    awaitLine(demo, "Visitors come and go");
    assertThat(namespacesOf(demo.pid())).hasSize(2);
    demo.destroy();
    assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(namespacesOf(demo.pid())).isEmpty();
  }

  @Test
  void whatAKilledOneLeftBehindIsNamedAndRemovedByTheNext() throws Exception {
    final Process killed = start();
    awaitLine(killed, "Visitors come and go");
    killed.destroyForcibly().waitFor();
    assertThat(namespacesOf(killed.pid())).hasSize(2);

    final Process next = start();
    assertThat(awaitLine(next, "Removed network namespace")).contains("" + killed.pid());
    awaitLine(next, "Visitors come and go");
    assertThat(namespacesOf(killed.pid())).isEmpty();
    next.destroy();
    assertThat(next.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
