package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
  @Test
  void aFilterWithAnErrorShowsTheColumn() {
    final Run run = Run.of("count", "proto:tcp", "dprt:22");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("proto:tcp dprt:22\n            ^").contains("dport:");
  }

  @Test
  void anUnknownOptionIsNotTakenForAFilter() {
    final Run run = Run.of("list", "--jsno");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("there is no option --jsno");
  }

  @Test
  void anUnknownKeyListsThoseThatAre() {
    final Run run = Run.of("by", "remote,prot");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("prot").contains("protocol").contains("remote");
  }

  @Test
  void aNamespaceThatIsNotThereIsNamed() {
    final Run run = Run.of("count", "--netns", "no-such-place");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errors()).contains("no-such-place").contains("ip netns list");
  }

  @Test
  void aLimitBelowOneIsRefused() {
    final Run run = Run.of("status", "--limit", "0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("at least 1, not 0");
  }

  @Test
  void keepingTrackingThatWasNotAskedForIsRefused() {
    final Run run = Run.of("watch", "--keep", "--config", "/no/such/file");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("--keep only means something with --enable-tracking");
  }

  @Test
  void wrongUsageOfCheckIsUnknownToAMonitoringSystem() {
    assertThat(Run.of("check", "--limit", "many").exitCode()).isEqualTo(CheckCommand.UNKNOWN);
  }

  @Test
  void countingEntriesTakesNoFilter() {
    assertThat(Run.of("count", "--entries", "proto:tcp").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status", "list", "count", "by", "events", "check", "doctor", "completion"})
  void everyCommandIsExplained(final String command) {
    final Run run = Run.of("help", command);
    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).contains("plimsoll " + command);
  }

  @Test
  void theFilterLanguageIsExplained() {
    assertThat(Run.of("help", "filter").output()).contains("state:SYN_SENT").contains("is:");
  }

  @Test
  void helpOnNothingThatIsThereSaysWhatThereIs() {
    final Run run = Run.of("help", "world");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("world").contains("status").contains("filter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "events", "status"})
  void askingForNoRowsAtAllIsRefused(final String command) {
    final Run run = Run.of(command, "--top", "-1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("at least 1, not -1");
  }

  @Test
  void aLimitThatIsNoNumberIsToldInPlainWords() {
    assertThat(Run.of("status", "--limit", "abc").errors())
        .startsWith("plimsoll: --limit (or PLIMSOLL_LIMIT) wants a number, not \"abc\"");
  }

  @Test
  void anUnknownFormatListsThoseThatAre() {
    assertThat(Run.of("list", "--format", "xml").errors())
        .startsWith("plimsoll: --format wants one of conntrack, extended, proc, json, csv");
  }

  @Test
  void aMissingKeyIsExplained() {
    assertThat(Run.of("by").errors()).contains("KEY[,KEY] is missing").contains("such as remote");
  }

  @Test
  void aWarningBeyondAllPerCentIsUnknownToAMonitoringSystem() {
    final Run run = Run.of("check", "--warning", "-5");
    assertThat(run.exitCode()).isEqualTo(CheckCommand.UNKNOWN);
    assertThat(run.output()).startsWith("UNKNOWN - ");
  }

  @Test
  void helpDoesNotOfferWhatIsForTheBuildOnly() {
    assertThat(Run.of("help", "world").errors()).doesNotContain("training-run");
  }
}
