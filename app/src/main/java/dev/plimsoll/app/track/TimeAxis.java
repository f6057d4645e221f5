package dev.plimsoll.app.track;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where an axis of time is marked: at round times of the day, at most {@value #MOST} of them. */
final class TimeAxis {
  static final int MOST = 8;

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long[] STEPS = {
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY
  };
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /** A mark, at a time in milliseconds since 1970. */
  record Mark(long timeMillis, String text) {}

  private TimeAxis() {}

  /** The marks between two times, both in milliseconds since 1970. */
  static List<Mark> marks(final long firstMillis, final long lastMillis, final ZoneId zone) {
    final long step = step(lastMillis - firstMillis);
    final Instant first = Instant.ofEpochMilli(firstMillis);
    final long offset = zone.getRules().getOffset(first).getTotalSeconds() * SECOND;
    final List<Mark> marks = new ArrayList<>();
    for (long local = Math.ceilDiv(firstMillis + offset, step) * step;
        local - offset <= lastMillis;
        local += step) {
      final long time = local - offset;
      marks.add(new Mark(time, text(Instant.ofEpochMilli(time).atZone(zone), step)));
    }
    return marks;
  }

  private static long step(final long span) {
    for (final long step : STEPS) {
      if (span / step < MOST) {
        return step;
      }
    }
    return Math.ceilDiv(span, MOST * DAY) * DAY;
  }

  private static String text(final ZonedDateTime time, final long step) {
    if (time.toLocalTime().equals(LocalTime.MIDNIGHT) || step >= DAY) {
      return DATE.format(time);
    }
    return (step < MINUTE ? SECONDS : MINUTES).format(time);
  }
}
