package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.CheckCommand.CheckedTable;
import dev.plimsoll.kernel.TableStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckedTableTest {
  private static CheckCommand.Outcome check(
      final long sessions, final long entries, final long maximum) {
    return new CheckedTable("", sessions, 10_000, 90, new TableStatistics(entries, maximum))
        .outcome();
  }

  @ParameterizedTest
  @CsvSource({
    "8000, 8000, 262144, 0",
    "8999, 8999, 262144, 0",
    "9000, 9000, 262144, 1",
    "10000, 10000, 262144, 1",
    "10001, 10001, 262144, 2",
    "100, 7499, 10000, 0",
    "100, 7500, 10000, 1",
    "100, 9000, 10000, 2",
    "100, 9000, 0, 0"
  })
  void theStateIsTheWorseOfLimitAndCeiling(
      final long sessions, final long entries, final long maximum, final int state) {
    assertThat(check(sessions, entries, maximum).state()).isEqualTo(state);
  }

  @Test
  void theWordsTellStateAndNumbers() {
    assertThat(check(9_512, 9_840, 262_144).text())
        .isEqualTo("WARNING - 9,512 sessions, 95 % of the limit of 10,000");
  }

  @Test
  void performanceDataCarriesItsThresholds() {
    final CheckedTable table =
        new CheckedTable("", 9_512, 10_000, 90, new TableStatistics(9_840, 262_144));
    assertThat(table.performanceData())
        .isEqualTo("sessions=9512;9000;10000;0 entries=9840;196608;235929;0;262144");
  }

  @Test
  void aFullKernelTableIsNamedInTheLine() {
    assertThat(check(100, 9_500, 10_000).text())
        .startsWith("CRITICAL - ")
        .contains("The kernel's table is at 95 % of its maximum of 10,000 entries.");
  }

  @Test
  void namedTablesHaveLabelsOfTheirOwn() {
    final CheckedTable table =
        new CheckedTable("web", 5, 10_000, 90, new TableStatistics(5, 262_144));
    assertThat(table.outcome().text()).startsWith("OK - web: 5 sessions");
    assertThat(table.performanceData()).contains("'web sessions'=5;");
  }

  @Test
  void aKnownTroubleOutweighsAnUnknownState() {
    final var warning = check(9_500, 9_500, 262_144);
    final var unknown = CheckCommand.Outcome.unknown("db", "operation not permitted");
    assertThat(CheckCommand.worthTelling(List.of(unknown, warning))).first().isEqualTo(warning);
  }

  @Test
  void anUnknownStateOutweighsThatAllIsWell() {
    final var fine = check(5, 5, 262_144);
    final var unknown = CheckCommand.Outcome.unknown("db", "operation not permitted");
    assertThat(CheckCommand.worthTelling(List.of(fine, unknown))).first().isEqualTo(unknown);
  }

  @Test
  void untrackedNamespacesAreNoTroubleWhereAnotherWasJudged() {
    final var fine = check(5, 5, 262_144);
    final var untracked = CheckCommand.Outcome.untracked("db");
    assertThat(CheckCommand.worthTelling(List.of(untracked, fine))).containsExactly(fine);
  }

  @Test
  void aloneAnUntrackedNamespaceIsUnknown() {
    final var untracked = CheckCommand.Outcome.untracked("");
    assertThat(CheckCommand.worthTelling(List.of(untracked))).containsExactly(untracked);
  }
}
