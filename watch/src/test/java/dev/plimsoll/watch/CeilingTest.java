package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.Ceiling.Level;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CeilingTest {
  @ParameterizedTest
  @CsvSource({
    "0, 262144, 0, FREE",
    "74999, 100000, 0, FREE",
    "75000, 100000, 0, NEAR",
    "89999, 100000, 0, NEAR",
    "90000, 100000, 0, CRITICAL",
    "4294967295, 4294967295, 0, CRITICAL",
    "5000000, 0, 0, FREE",
    "10, 100000, 1, HIT"
  })
  void theLevelFollowsShareAndLosses(
      final long entries, final long maximum, final long losses, final Level level) {
    assertThat(new Ceiling(entries, maximum, losses).level()).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "92000|100000|0|The kernel's table is at 92 % of its maximum of 100,000 entries.",
        "5|0|0|The kernel sets no maximum for its table.",
        "5|10|7|The kernel dropped 7 packets or entries of its table since the last look."
      })
  void theSentenceSaysIt(
      final long entries, final long maximum, final long losses, final String sentence) {
    assertThat(new Ceiling(entries, maximum, losses).sentence()).isEqualTo(sentence);
  }
}
