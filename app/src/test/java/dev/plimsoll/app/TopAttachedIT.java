package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged {@code plimsoll top} on a real terminal, beside the packaged watch. */
@KernelTest
class TopAttachedIT {
  private static final int SESSIONS = 700;

  @TempDir private Path folder = Path.of("");

  private String screen() {
    try {
      return Files.readString(folder.resolve("screen"));
    } catch (final IOException e) {
      return "";
    }
  }

  // script(1) makes the terminal.
  private Process top(final String options) throws IOException {
    Files.writeString(
        folder.resolve("line"),
        "stty rows 30 columns 120\n%s top %s\necho $? >code\n"
            .formatted(Path.of(PackagedWatch.PROGRAM).toAbsolutePath(), options));
    final ProcessBuilder builder =
        new ProcessBuilder("script", "-qfec", "sh ./line", "screen")
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TERM", "xterm");
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  @Test
  void attachedItShowsWhatTheWatchCountsAndJudgesAndGoesOnAloneWhenThatIsGone() throws Exception {
    try (PackagedWatch lab = new PackagedWatch(folder)) {
      lab.flood(SESSIONS);
      // Judged by the watch's limit, which top alone does not know.
      final Process watch = lab.watch("--limit", "600");
      lab.awaitReady();
      final Process top = top("--netns " + lab.namespaceName() + " --attach " + lab.url());
      try (OutputStream keys = top.getOutputStream()) {
        lab.await(() -> screen().contains("judged by the watch at 127.0.0.1:"));
        lab.await(() -> screen().contains("700 sessions, 117 % of the limit of 600"));
        lab.await(() -> screen().contains("Over the limit of 600 now"));

        watch.destroy();
        assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        lab.await(() -> screen().contains("the watch does not answer: judged since it began"));
        lab.await(() -> screen().contains("700 sessions, 7 % of the limit of 10,000"));

        keys.write("q".getBytes(StandardCharsets.UTF_8));
        keys.flush();
        assertThat(top.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("code")).hasContent("0");
      } finally {
        top.destroy();
      }
    }
  }
}
