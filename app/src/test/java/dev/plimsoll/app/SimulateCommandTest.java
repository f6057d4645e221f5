package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulateCommandTest {
  @TempDir private Path folder;

  /** A question a second for two minutes; the first one speaks again at the end. */
  private String capture() throws IOException {
    final SmallCapture capture = new SmallCapture();
    for (int port = 1; port <= 120; port++) {
      capture.question(port).after(1);
    }
    return capture.question(112).in(folder);
  }

  @Test
  void eachSettingHasItsLine() throws IOException {
    final Run run = Run.of("simulate", capture(), "--with", "udp_timeout=5", "--limit", "20");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.output().lines().toList())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).matches("as it is +30 .* 0"))
        .anySatisfy(line -> assertThat(line).matches("udp_timeout=5 +5 .*never +1"));
  }

  @Test
  void aSuggestionKeepsTheLimit() throws IOException {
    final Run run = Run.of("simulate", capture(), "--suggest", "--limit", "20");
    assertThat(run.output()).containsPattern("suggested: udp_timeout=15 +1[56] .*never");
  }

  @Test
  void thereIsNothingToSuggestUnderTheLimit() throws IOException {
    assertThat(Run.of("simulate", capture(), "--suggest", "--limit", "100").output())
        .contains("Nothing to suggest");
  }

  @Test
  void chartAndTableGoIntoOneFile() throws IOException {
    final Path file = folder.resolve("simulation.html");
    Run.of("simulate", capture(), "--with", "udp_timeout=5", "--html", file.toString());
    assertThat(Files.readString(file))
        .contains("<svg")
        .contains("<th scope=\"row\">udp_timeout=5</th>")
        .doesNotContain("http://localhost");
  }

  @Test
  void jsonTellsTheSame() throws IOException {
    assertThat(Run.of("simulate", capture(), "--json", "--limit", "20").line())
        .startsWith("{\"limit\":20,\"scenarios\":[{\"settings\":\"as it is\",\"most\":30,");
  }

  @Test
  void onlyTimeoutsCanBeTried() throws IOException {
    final Run run = Run.of("simulate", capture(), "--with", "tcp_loose=0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("only timeouts can be tried, not tcp_loose");
  }
}
