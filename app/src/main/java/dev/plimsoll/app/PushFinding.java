package dev.plimsoll.app;

import dev.plimsoll.web.PushHealth;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What is found about the push of the metrics. */
final class PushFinding {
  private static final String SUBJECT = "metrics push";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private PushFinding() {}

  static Finding of(final PushHealth health) {
    final String trouble = health.trouble();
    return trouble == null
        ? Finding.ok(SUBJECT, "the metrics are pushed to " + health.where())
        : Finding.warning(
            SUBJECT,
            "the metrics have not been taken since "
                + TIME.format(Instant.ofEpochMilli(health.troubleSinceMillis())),
            trouble + " The watch goes on and tries again; /metrics has the same values meanwhile.",
            List.of());
  }
}
