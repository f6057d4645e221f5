package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own tool reads the rules, fires them as meant, and reads the metrics. */
class PromtoolTest {
  private static final Path RULES = Path.of("../app/src/dist/prometheus/plimsoll-rules.yml");
  private static final Path DASHBOARD = Path.of("../app/src/dist/grafana/plimsoll.json");
  private static final Path CASES = Path.of("src/test/prometheus/rules-test.yml");

  @BeforeEach
  void promtoolIsThere() {
    final boolean there =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    assumeTrue(there || Boolean.parseBoolean(System.getenv("CI")), "promtool is not installed");
  }

  @Test
  void theRulesAreRead() throws Exception {
    assertThat(promtool("", "check", "rules", RULES.toString())).contains("SUCCESS");
  }

  @Test
  void theRulesFireAsMeant() throws Exception {
    assertThat(promtool("", "test", "rules", CASES.toString())).contains("SUCCESS");
  }

  @Test
  void theDashboardsQueriesAreRead(@TempDir final Path folder) throws Exception {
    final List<String> rules = new ArrayList<>();
    for (final Object panel :
        JsonTree.array(JsonTree.object(Files.readString(DASHBOARD)).get("panels"))) {
      for (final Object target : JsonTree.array(JsonTree.object(panel).get("targets"))) {
        final String query = String.valueOf(JsonTree.object(target).get("expr"));
        rules.add(
            "  - record: a:b\n    expr: '%s'\n"
                .formatted(
                    query
                        .replace("$__rate_interval", "1m")
                        .replaceAll("\\$[a-z]+", ".*")
                        .replace("'", "''")));
      }
    }
    final Path file = folder.resolve("queries.yml");
    Files.writeString(file, "groups:\n- name: dashboard\n  rules:\n" + String.join("", rules));
    assertThat(promtool("", "check", "rules", "--lint=none", file.toString())).contains("SUCCESS");
  }

  @Test
  void theMetricsAreRead() throws Exception {
    try (Served served = Served.open()) {
      promtool(served.get("/metrics").body(), "check", "metrics");
    }
  }

  private static String promtool(final String input, final String... words) throws Exception {
    final List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(words));
    final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (final IOException e) {
      // It needs no input, and has ended.
    }
    try (InputStream in = process.getInputStream()) {
      final String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    }
  }
}
