package dev.plimsoll.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

class SessionFilterFuzzTest {

  @FuzzTest(maxDuration = "8s")
  void anyTextIsReadBackOrPointedAt(final byte @Nullable [] input) {
    final String text = new String(input == null ? new byte[0] : input, UTF_8);
    final SessionFilter filter;
    try {
      filter = SessionFilter.parse(text);
    } catch (final FilterSyntaxException e) {
      assertThat(e.column()).isBetween(1, text.length() + 1);
      assertThat(e.getMessage()).startsWith(e.problem()).endsWith("^").hasLineCount(3);
      return;
    }
    filter.matches(FilterSamples.webOut());
    final String canonical = filter.toString();
    // Lists are written out: that can be longer than a text may be, and one bracket deeper.
    if (canonical.length() <= FilterParser.MAX_LENGTH
        && depth(canonical) < FilterParser.MAX_NESTING) {
      assertThat(readBack(filter)).isEqualTo(filter);
    }
  }

  // No less than the parser counts.
  private static int depth(final String canonical) {
    final long brackets = canonical.chars().filter(c -> c == '(').count();
    final int nots = canonical.split("not ", -1).length - 1;
    return (int) brackets + nots;
  }

  private static SessionFilter readBack(final SessionFilter filter) {
    try {
      return SessionFilter.parse(filter.toString());
    } catch (final FilterSyntaxException e) {
      throw new AssertionError("the canonical text is refused", e);
    }
  }
}
