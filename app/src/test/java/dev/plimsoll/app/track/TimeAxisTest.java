package dev.plimsoll.app.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeAxisTest {
  private static long at(final String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static List<String> texts(final String first, final String last, final String zone) {
    return TimeAxis.marks(at(first), at(last), ZoneId.of(zone)).stream()
        .map(TimeAxis.Mark::text)
        .toList();
  }

  @Test
  void aDayIsMarkedAtRoundHours() {
    assertThat(texts("2027-01-15T00:00:01Z", "2027-01-15T23:59:59Z", "UTC"))
        .containsExactly("03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00");
  }

  @Test
  void midnightIsTheDay() {
    assertThat(texts("2027-01-15T22:40:00Z", "2027-01-16T01:10:00Z", "UTC"))
        .containsExactly("23:00", "23:30", "16 Jan", "00:30", "01:00");
  }

  @Test
  void theHoursAreThoseOfTheZone() {
    assertThat(texts("2027-01-15T00:00:01Z", "2027-01-15T03:00:00Z", "Asia/Kolkata"))
        .containsExactly("06:00", "06:30", "07:00", "07:30", "08:00", "08:30");
  }

  @Test
  void secondsAreToldWhereTheyMatter() {
    assertThat(texts("2027-01-15T10:00:00Z", "2027-01-15T10:00:12Z", "UTC"))
        .startsWith("10:00:00", "10:00:02");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999, 7_999, 8_000, 3_600_000, 86_400_000L, 86_400_000_000L})
  void thereAreNeverTooMany(final long span) {
    final long first = at("2027-01-15T10:00:00Z");
    assertThat(TimeAxis.marks(first, first + span, ZoneId.of("UTC")))
        .hasSizeBetween(1, TimeAxis.MOST + 1);
  }
}
