package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;

/** How urgent an alert is, in the words that Alertmanager's users sort by. */
enum Severity {
  CRITICAL("critical", 2),
  WARNING("warning", 4),
  INFO("info", 6);

  private static final int NOTICE = 5;

  private final String word;
  private final int syslog;

  Severity(final String word, final int syslog) {
    this.word = word;
    this.syslog = syslog;
  }

  static Severity of(final Kind kind) {
    return switch (kind) {
      case SUSTAINED, FINDING, DROPS -> CRITICAL;
      case RECURRING, NEAR_CEILING, UNWATCHED -> WARNING;
      case BRIEF_PEAK, TEST -> INFO;
    };
  }

  String word() {
    return word;
  }

  /** The severity of RFC 5424, section 6.2.1; what is over is a notice. */
  static int syslog(final Alert alert) {
    final int severity = of(alert.kind()).syslog;
    return alert.phase() == Phase.OVER ? Math.max(NOTICE, severity) : severity;
  }
}
