package dev.plimsoll.app;

import dev.plimsoll.app.track.TrackRun;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.TrackerStatistics;
import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.TableSummary;
import dev.plimsoll.watch.Timeouts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code plimsoll status} tells, of the table that packets came to. */
final class TrackedStatus {
  private final TrackerSettings settings;
  private final StatusSubject subject;

  TrackedStatus(final TrackerSettings settings, final StatusSubject subject) {
    this.settings = settings;
    this.subject = subject;
  }

  /** What the run's table is now, at the time of its last packet. */
  StatusReport report(final TrackRun run) {
    final SessionTable table = run.tracker().table();
    final long timeMillis = Math.max(0, run.pipeline().lastMillis());
    final TableSummary summary = new TableSummary(timeouts());
    table.forEach(timeMillis, summary);
    return new StatusReport(
        subject,
        timeMillis,
        run.judgement().rule().limit(),
        false,
        new TableStatistics(table.size(), settings.value(Sysctl.MAX)),
        counters(run.tracker().statistics()),
        Hooks.HOOKED,
        summary,
        SessionReader.Way.NETLINK,
        null,
        null,
        List.of());
  }

  /** What the whole count since the first packet says about the limit. */
  Judged judged(final TrackRun run) {
    return new Judged(run.judgement().verdict(), run.judgement().rule(), true);
  }

  private Timeouts timeouts() {
    final Map<String, Long> seconds =
        Stream.of(Sysctl.values())
            .filter(sysctl -> sysctl.kind() == Sysctl.Kind.SECONDS)
            .collect(Collectors.toMap(Sysctl::word, settings::value));
    return Timeouts.ofSysctls(seconds);
  }

  private static Counters counters(final TrackerStatistics statistics) {
    return new Counters(
        0,
        statistics.invalid(),
        0,
        0,
        statistics.dropped(),
        statistics.earlyDropped(),
        statistics.icmpErrors(),
        0,
        0,
        0);
  }
}
