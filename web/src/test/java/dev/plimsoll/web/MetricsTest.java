package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics, and all that stands on them: their page, the alert rules, the dashboard. */
class MetricsTest {
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Path RULES = Path.of("../app/src/dist/prometheus/plimsoll-rules.yml");
  private static final Path DASHBOARD = Path.of("../app/src/dist/grafana/plimsoll.json");
  private static final Pattern NAME = Pattern.compile("plimsoll_[a-z_]+");

  private static Served served;

  @BeforeAll
  static void serve() throws IOException {
    served = Served.open();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void everyMetricIsThereWithItsHelp() {
    final String text = served.get("/metrics").body();

    // The forecast is there only while somebody is over the limit, which the played watch is now
    // and then.
    for (final Metric metric : EnumSet.complementOf(EnumSet.of(Metric.SUSTAINED_IN))) {
      assertThat(text).contains("# HELP " + metric.id() + " " + metric.help() + "\n");
      assertThat(text)
          .contains("# TYPE " + metric.id() + " " + metric.kind().name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void exactlyOneVerdictHolds() {
    final List<String> own =
        served
            .get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("plimsoll_verdict{netns=\"own\""))
            .toList();

    assertThat(own).hasSize(4).filteredOn(line -> line.endsWith(" 1.0")).hasSize(1);
  }

  @Test
  void oneClassOfTheDiagnosisHoldsAndEachFindingTellsItsConfidence() {
    final List<String> own =
        served.get("/metrics").body().lines().filter(line -> line.contains("\"own\"")).toList();

    assertThat(own)
        .filteredOn(line -> line.startsWith("plimsoll_diagnosis{"))
        .hasSize(5)
        .filteredOn(line -> line.endsWith(" 1.0"))
        .singleElement()
        .asString()
        .contains("class=\"compromised\"");
    assertThat(own)
        .filteredOn(line -> line.startsWith("plimsoll_finding{"))
        .hasSize(3)
        .anyMatch(line -> line.contains("id=\"scan.horizontal.out\"") && line.endsWith(" 0.97"));
  }

  @Test
  void noLabelIsAnAddress() {
    assertThat(served.get("/metrics").body())
        .doesNotContainPattern("\"[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+\"")
        .doesNotContainPattern("\"[0-9a-f]*:[0-9a-f:]+\"");
  }

  @Test
  void openMetricsIsThereForWhoTakesIt() {
    final var response =
        served.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");

    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(response.body()).contains("# UNIT plimsoll_cpu_seconds seconds").endsWith("# EOF\n");
  }

  @Test
  void thePageListsEachMetricWithItsLabelsAndMeaning() throws IOException {
    final List<String> expected = new ArrayList<>();
    for (final Metric metric : Metric.values()) {
      expected.add(
          "| `%s` | %s | %s |"
              .formatted(metric.id(), String.join(", ", metric.labels()), metric.help()));
    }

    assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void rulesAndDashboardUseOnlyMetricsThatExist() throws IOException {
    final Set<String> known = new HashSet<>();
    Arrays.stream(Metric.values()).forEach(metric -> known.add(metric.id()));
    for (final Path file : List.of(RULES, DASHBOARD)) {
      final Set<String> used = new TreeSet<>();
      final Matcher names = NAME.matcher(Files.readString(file));
      while (names.find()) {
        used.add(names.group());
      }
      assertThat(known).as(file.toString()).containsAll(used);
      assertThat(used).hasSizeGreaterThan(5);
    }
  }

  @Test
  void theDashboardIsJsonWithPanelsThatHaveTitlesAndQueries() throws IOException {
    final var dashboard = JsonTree.object(Files.readString(DASHBOARD));

    assertThat(dashboard).containsEntry("uid", "plimsoll").containsKey("title");
    assertThat(JsonTree.array(dashboard.get("panels")))
        .hasSizeGreaterThan(7)
        .allSatisfy(panel -> {
          assertThat(JsonTree.object(panel).get("title")).asString().isNotBlank();
          assertThat(JsonTree.array(JsonTree.object(panel).get("targets")))
              .isNotEmpty()
              .allSatisfy(target ->
                  assertThat(JsonTree.object(target).get("expr")).asString().contains("plimsoll_"));
        });
  }
}
