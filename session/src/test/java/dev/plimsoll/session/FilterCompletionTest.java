package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FilterCompletionTest {

  @Test
  void anEmptyFilterIsOfferedEveryWord() {
    final List<String> offered =
        words("").stream().map(word -> word.replaceAll("[:<>]$", "")).collect(Collectors.toList());

    assertThat(offered).containsAll(FilterWords.ALL).contains("not", "or");
  }

  @Test
  void aBegunWordIsCompleted() {
    assertThat(words("di")).containsExactly("direction:");
  }

  @Test
  void caseDoesNotMatter() {
    assertThat(words("state:syn_")).containsExactly("SYN_SENT", "SYN_RECV", "SYN_SENT2");
  }

  @Test
  void everyValueOfAChoiceIsOffered() {
    assertThat(words("proto:")).contains("tcp", "udp", "icmp");
    assertThat(words("state:")).containsAll(SessionFilter.StateIs.ALL_NAMES);
    assertThat(words("direction:")).containsExactly("in", "out", "forwarded", "local", "unknown");
    assertThat(words("is:")).contains("assured", "nat", "local");
    assertThat(words("family!=")).containsExactly("ipv4", "ipv6");
  }

  @Test
  void aFurtherValueOfAListIsCompleted() {
    final FilterCompletion completion = FilterCompletion.at("proto:tcp,ud", 12);

    assertThat(completion.from()).isEqualTo(10);
    assertThat(completion.words()).extracting(FilterCompletion.Word::word).contains("udp");
  }

  @Test
  void onlyWhatStandsBeforeTheCaretCounts() {
    final FilterCompletion completion = FilterCompletion.at("proto:tcp dport:22", 8);

    assertThat(completion.from()).isEqualTo(6);
    assertThat(completion.words()).extracting(FilterCompletion.Word::word).containsExactly("tcp");
  }

  @Test
  void aTurnedRoundConditionInBracketsIsCompleted() {
    assertThat(FilterCompletion.at("proto:tcp (-is:ass", 18))
        .isEqualTo(
            new FilterCompletion(
                15,
                List.of(new FilterCompletion.Word("assured", "kept even when the table is full"))));
  }

  @Test
  void nothingIsOfferedInQuotes() {
    assertThat(words("helper:\"f")).isEmpty();
  }

  @Test
  void whatIsOfferedIsAFilter() {
    for (final String word : List.of("proto:", "state:", "direction:", "is:", "family:")) {
      assertThat(words(word)).allSatisfy(value -> SessionFilter.parse(word + value));
    }
  }

  @Test
  void aCaretOutsideOfTheTextIsTakenAsItsNearerEnd() {
    assertThat(FilterCompletion.at("di", 99)).isEqualTo(FilterCompletion.at("di", 2));
    assertThat(FilterCompletion.at("di", -1)).isEqualTo(FilterCompletion.at("di", 0));
  }

  private static List<String> words(final String text) {
    return FilterCompletion.at(text, text.length()).words().stream()
        .map(FilterCompletion.Word::word)
        .toList();
  }
}
