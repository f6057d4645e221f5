package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc3339Test {
  private static String text(final long nanos) {
    final LineBuffer line = new LineBuffer(16);
    Rfc3339.put(nanos, line);
    return line.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000000000Z",
    "-1, 1969-12-31T23:59:59.999999999Z",
    "951782400000000000, 2000-02-29T00:00:00.000000000Z",
    "9223372036854775807, 2262-04-11T23:47:16.854775807Z",
    "-9223372036854775808, 1677-09-21T00:12:43.145224192Z"
  })
  void theEndsOfTheCalendarAreRight(final long nanos, final String expected) {
    assertThat(text(nanos)).isEqualTo(expected);
  }

  @Test
  void anyTimeIsTheOneThatTheJdkReads() {
    final SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      final long nanos = random.nextLong();
      assertThat(Instant.parse(text(nanos)))
          .as("%d", nanos)
          .isEqualTo(Instant.ofEpochSecond(0, nanos));
    }
  }
}
