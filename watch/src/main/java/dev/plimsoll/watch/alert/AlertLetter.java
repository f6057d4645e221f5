package dev.plimsoll.watch.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Alerts as people read them: short lines without markup, for a phone. */
final class AlertLetter {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

  private final ZoneId zone;

  AlertLetter(final ZoneId zone) {
    this.zone = zone;
  }

  /** One line that names them all. */
  static String subject(final List<Alert> alerts) {
    final String first = plain(alerts.getFirst().title());
    return alerts.size() == 1 ? first : "%s (and %d more)".formatted(first, alerts.size() - 1);
  }

  String text(final List<Alert> alerts) {
    return alerts.stream().map(this::text).collect(Collectors.joining("\n\n\n"));
  }

  private String text(final Alert alert) {
    final StringBuilder text = new StringBuilder();
    text.append(plain(alert.title())).append('\n');
    text.append(when(alert)).append('\n');
    if (!alert.facts().isEmpty()) {
      text.append('\n');
      alert.facts().forEach(fact -> text.append("- ").append(plain(fact)).append('\n'));
    }
    if (!alert.whatChanged().isEmpty()) {
      text.append("\nWhat changed:\n").append(plain(alert.whatChanged())).append('\n');
    }
    return text.append("\nTo look further:\n").append(plain(alert.command())).toString();
  }

  private String when(final Alert alert) {
    final String now = clock(alert.timeMillis());
    return alert.sinceMillis() == alert.timeMillis()
        ? now
        : now + ", begun " + clock(alert.sinceMillis());
  }

  private String clock(final long timeMillis) {
    return CLOCK.format(Instant.ofEpochMilli(timeMillis).atZone(zone));
  }

  /** All of an alert in one line, for a log. */
  static String line(final Alert alert) {
    final List<String> parts = new ArrayList<>();
    parts.add(alert.title() + ".");
    parts.addAll(alert.facts());
    if (!alert.whatChanged().isEmpty()) {
      parts.add(alert.whatChanged());
    }
    parts.add("Look further: " + alert.command());
    parts.add("(id " + alert.id() + ")");
    return plain(String.join(" ", parts));
  }

  // Names of namespaces and words of the kernel may hold anything.
  private static String plain(final String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
