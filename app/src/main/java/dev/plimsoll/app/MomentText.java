package dev.plimsoll.app;

import dev.plimsoll.session.FilterUnits;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;

/** A moment as people write it. */
final class MomentText {
  /** What can be written, for help and errors. */
  static final String FORMS =
      "02:50, 2026-11-24T02:50, 2026-11-24T02:50:00+01:00, 30m (ago) or now";

  private MomentText() {}

  /**
   * Reads a moment. A time of day is the last one that has passed; a time and date without an
   * offset are those of {@code now}'s zone.
   *
   * @throws IllegalArgumentException if it is none; the message says what can be written
   */
  static Instant parse(final String text, final ZonedDateTime now) {
    final String trimmed = text.strip();
    if (trimmed.equals("now")) {
      return now.toInstant();
    }
    final boolean hasUnit = trimmed.matches("[0-9]+[smhd]");
    if (hasUnit) {
      return now.toInstant().minusSeconds(FilterUnits.TIME.parse(trimmed));
    }
    try {
      if (trimmed.matches("[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")) {
        final LocalTime time = LocalTime.parse(trimmed.indexOf(':') == 1 ? "0" + trimmed : trimmed);
        final ZonedDateTime today = now.with(time);
        return (today.isAfter(now) ? today.minusDays(1) : today).toInstant();
      }
      final String iso = trimmed.replace(' ', 'T');
      return iso.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(now.getZone()).toInstant();
    } catch (final DateTimeParseException e) {
      throw new IllegalArgumentException("\"%s\" is no moment: write %s".formatted(text, FORMS), e);
    }
  }
}
