package dev.plimsoll.app.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.SessionFlood;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on a real terminal, which script(1) makes. */
@KernelTest
final class TopTerminalKernelTest {
  private static final long PATIENCE_MILLIS = 60_000;

  private static LabNamespace space;

  @TempDir private Path folder;

  @BeforeAll
  static void fillANamespace() throws IOException {
    space = LabNamespace.create("top");
    try (SessionFlood flood = SessionFlood.into(space.networkNamespace())) {
      flood.add(1_000);
      flood.requireNoRefusal();
    }
  }

  @AfterAll
  static void removeIt() throws IOException {
    space.close();
  }

  /** A run of the program within a terminal of 24 rows and 80 columns. */
  private final class Run implements AutoCloseable {
    private final Process process;
    private final OutputStream keys;

    Run() throws IOException {
      // The shell outlives the program, and looks at the terminal before and after.
      final String line =
          """
          stty rows 24 columns 80
          stty -g >before
          sh -c 'echo $$ >pid; exec "%s" --enable-native-access=ALL-UNNAMED -Dstdout.encoding=UTF-8 \
          -cp "%s" dev.plimsoll.app.Main top --netns %s --limit 500'
          echo $? >code
          stty -g >after
          """
              .formatted(
                  Path.of(System.getProperty("java.home"), "bin", "java"),
                  System.getProperty("java.class.path"),
                  space.name());
      Files.writeString(folder.resolve("line"), line);
      process =
          new ProcessBuilder("script", "-qfec", "sh ./line", "screen")
              .directory(folder.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      keys = process.getOutputStream();
    }

    void type(final String text) throws IOException {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    }

    void awaitScreen(final String text) throws Exception {
      final long end = System.currentTimeMillis() + PATIENCE_MILLIS;
      while (!read("screen").contains(text)) {
        assertThat(System.currentTimeMillis()).as("%s in %s", text, read("screen")).isLessThan(end);
        Thread.sleep(50);
      }
    }

    String read(final String file) throws IOException {
      final Path path = folder.resolve(file);
      return Files.exists(path) ? Files.readString(path) : "";
    }

    int awaitEnd() throws Exception {
      assertThat(process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
      return Integer.parseInt(read("code").strip());
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  @Test
  void itStartsFiltersAndQuitsAndLeavesTheTerminalAsItWas() throws Exception {
    try (Run run = new Run()) {
      run.awaitScreen("of the limit of 500");
      run.awaitScreen("Sessions: 1,000");
      run.type("/proto:udp\r");
      run.awaitScreen("Sessions: 250 of 1,000");
      run.type("q");
      assertThat(run.awaitEnd()).isZero();
      assertThat(run.read("after")).isNotEmpty().isEqualTo(run.read("before"));
      assertThat(run.read("screen")).contains("\u001b[?1049h").contains("\u001b[?25h\u001b[?1049l");
    }
  }

  @Test
  void endedByASignalItLeavesTheTerminalAsItWas() throws Exception {
    for (final String signal : new String[] {"TERM", "HUP", "INT"}) {
      try (Run run = new Run()) {
        run.awaitScreen("Sessions: 1,000");
        new ProcessBuilder("kill", "-" + signal, run.read("pid").strip()).start().waitFor();
        assertThat(run.awaitEnd())
            .isEqualTo(signal.equals("INT") ? 0 : signal.equals("TERM") ? 143 : 129);
        assertThat(run.read("after")).isNotEmpty().isEqualTo(run.read("before"));
        assertThat(run.read("screen")).contains("\u001b[?25h\u001b[?1049l");
      }
      for (final String file : new String[] {"screen", "after", "pid", "code"}) {
        Files.delete(folder.resolve(file));
      }
    }
  }

  @Test
  void withoutATerminalItSaysSoInOneSentence() throws Exception {
    final Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.plimsoll.app.Main",
                "top")
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    final String errors =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(errors).startsWith("plimsoll: top needs a terminal").hasLineCount(1);
  }
}
