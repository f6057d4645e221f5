package dev.plimsoll.watch.alert;

import java.time.Duration;
import java.util.List;

/** Writes to this machine's system log, one line an alert, through {@code /usr/bin/logger}. */
final class LocalSyslogChannel implements Channel {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final List<String> PRIORITIES =
      List.of(
          "daemon.emerg",
          "daemon.alert",
          "daemon.crit",
          "daemon.err",
          "daemon.warning",
          "daemon.notice",
          "daemon.info");

  @Override
  public Outcome send(final List<Alert> alerts) throws InterruptedException {
    Outcome outcome = Outcome.failed("There was nothing to log.");
    for (final Alert alert : alerts) {
      // Without --socket-errors it succeeds where nobody listens.
      outcome =
          ProgramRun.of(
              List.of(
                  "/usr/bin/logger",
                  "--socket-errors=on",
                  "--tag",
                  "plimsoll",
                  "--priority",
                  PRIORITIES.get(Severity.syslog(alert)),
                  "--",
                  AlertLetter.line(alert)),
              new byte[0],
              TIMEOUT);
      if (!outcome.delivered()) {
        return outcome;
      }
    }
    return outcome;
  }
}
