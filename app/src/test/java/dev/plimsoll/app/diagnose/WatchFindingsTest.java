package dev.plimsoll.app.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.app.top.DaemonClient;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.LongerWatch;
import dev.plimsoll.watch.diagnosis.Twin;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchFindingsTest {
  private static final long NOW = 1_795_000_000_000L;

  private final PlayedWatch watch = PlayedWatch.open();

  WatchFindingsTest() throws IOException {}

  @AfterEach
  void close() {
    watch.close();
  }

  private LongerWatch ask() throws IOException {
    return WatchFindings.ask(new DaemonClient(URI.create(watch.url()), null), "own", NOW);
  }

  @Test
  void whatItFoundIsTakenAsItStands() throws IOException {
    watch.answer(PlayedWatch.found(NOW - 5_000));
    final LongerWatch found = ask();
    assertThat(found.sinceMillis()).isEqualTo(NOW - 5_000 - 3 * 3_600_000);
    final Finding beacon = found.findings().getFirst();
    assertThat(beacon.card()).isEqualTo(Card.BEACON);
    assertThat(beacon.confidence()).isEqualTo(0.9);
    assertThat(beacon.remotes()).containsExactly("192.0.2.66");
    assertThat(beacon.facts().getFirst().value()).isEqualTo(60);
    assertThat(beacon.twins()).extracting(Twin::isRuledOut).containsExactly(true, false);
  }

  @Test
  void oneThatHasNotLookedLatelySaysNothing() throws IOException {
    watch.answer(PlayedWatch.found(NOW - 301_000));
    assertThat(ask()).isEqualTo(LongerWatch.NONE);
  }

  @Test
  void oneThatDoesNotWatchTheNamespaceOrHasNoDiagnosisYetSaysNothing() throws IOException {
    watch.answer("");
    assertThat(ask()).isEqualTo(LongerWatch.NONE);
    watch.answer("{\"diagnosis\":null,\"steps\":[]}");
    assertThat(ask()).isEqualTo(LongerWatch.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "id":"beacon"             | "id":"tea"               | no sign known here
          "class":"compromised"     | "class":"hungry"         | the class "hungry"
          "confidence":0.9          | "confidence":9           | the confidence 9
          "filter":"proto:tcp       | "filter":"proto:         | the filter
          ["192.0.2.66"]            | ["$(reboot)"]            | the address "$(reboot)"
          "subject"                 | "topic"                  | no "subject"
          """)
  void whatIsNotAsWrittenDownIsRefused(
      final String good, final String bad, final String complaint) {
    watch.answer(PlayedWatch.found(NOW).replace(good, bad));
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class).hasMessageContaining(complaint);
  }
}
