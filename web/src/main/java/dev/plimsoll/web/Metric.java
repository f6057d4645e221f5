package dev.plimsoll.web;

import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every metric of {@code /metrics}. docs/metrics.md has the same table, and a test holds the two
 * together. No address is a label: there are too many, and they are nobody's business.
 */
enum Metric {
  SESSIONS(
      Kind.GAUGE,
      "plimsoll_sessions",
      "Sessions by protocol, state and direction; some seconds old, minutes for a large table.",
      "netns proto state direction"),
  COUNT(
      Kind.GAUGE,
      "plimsoll_counted_sessions",
      "The count that is judged: live sessions, or entries while nobody follows the sessions.",
      "netns"),
  ENTRIES(
      Kind.GAUGE,
      "plimsoll_entries",
      "The kernel's own counter, expired entries that wait to be collected included.",
      "netns"),
  LIMIT(Kind.GAUGE, "plimsoll_limit", "The limit that the count is judged by.", "netns"),
  CEILING(
      Kind.GAUGE,
      "plimsoll_ceiling",
      "The kernel's own maximum, nf_conntrack_max; 0 for none.",
      "netns"),
  SYNCHRONISED(
      Kind.GAUGE,
      "plimsoll_synchronised",
      "1 while the mirror equals the kernel's table, else 0.",
      "netns"),
  CREATED(
      Kind.COUNTER,
      "plimsoll_sessions_created_total",
      "Sessions that began since the watch did.",
      "netns"),
  DESTROYED(
      Kind.COUNTER,
      "plimsoll_sessions_destroyed_total",
      "Sessions that ended since the watch began.",
      "netns"),
  VERDICT(
      Kind.GAUGE,
      "plimsoll_verdict",
      "1 for the verdict that holds, 0 for the others: fine, brief-peak, sustained, unknown.",
      "netns verdict"),
  DIAGNOSIS(
      Kind.GAUGE,
      "plimsoll_diagnosis",
      "1 for the newest diagnosis' class, 0 for the others: compromised, attacked, misconfigured, busy, unknown.",
      "netns class"),
  FINDING(
      Kind.GAUGE,
      "plimsoll_finding",
      "How confident the newest diagnosis is of a sign, from 0 to 1; absent where it is not there.",
      "netns id"),
  OVER_LIMIT(
      Kind.COUNTER,
      "plimsoll_over_limit_seconds_total",
      "Time over the limit since the watch began.",
      "netns"),
  OVER_LIMIT_IN_WINDOW(
      Kind.GAUGE,
      "plimsoll_over_limit_in_window_seconds",
      "Time over the limit within the rule's window.",
      "netns"),
  SUSTAINED_IN(
      Kind.GAUGE,
      "plimsoll_sustained_in_seconds",
      "After how long the overload is sustained if the count stays; absent while it is not over.",
      "netns"),
  DROPS(
      Kind.COUNTER,
      "plimsoll_drops_total",
      "What the kernel dropped since the watch began, by cause: drop, early_drop, insert_failed.",
      "netns cause"),
  EVENT_OVERRUNS(
      Kind.COUNTER,
      "plimsoll_event_overruns_total",
      "How often events were lost because the buffer was full.",
      "netns"),
  RESYNCS(
      Kind.COUNTER,
      "plimsoll_resyncs_total",
      "How often the table was read anew because events were lost or it had drifted.",
      "netns"),
  READING_TIMESTAMP(
      Kind.GAUGE,
      "plimsoll_reading_timestamp_seconds",
      "When the newest reading was taken, since 1970.",
      "netns"),
  READING_FAILED(
      Kind.GAUGE, "plimsoll_reading_failed", "1 while the count cannot be taken, else 0.", "netns"),
  HISTORY_TROUBLE(
      Kind.GAUGE, "plimsoll_history_trouble", "1 while the history cannot be written, else 0.", ""),
  HISTORY_SIZE(
      Kind.GAUGE,
      "plimsoll_history_bytes",
      "The history's size on disk; absent if that is not known.",
      ""),
  HISTORY_WAITING(
      Kind.GAUGE, "plimsoll_history_waiting_rows", "Rows that wait in memory to be written.", ""),
  HISTORY_LOST(
      Kind.COUNTER,
      "plimsoll_history_lost_rows_total",
      "Rows that were given up because too many were waiting.",
      ""),
  HISTORY_DAMAGED(
      Kind.GAUGE,
      "plimsoll_history_damaged_files",
      "Files of the history that were damaged and put aside, and still lie there.",
      ""),
  ALERTS(
      Kind.GAUGE,
      "plimsoll_recent_alerts",
      "The newest 500 deliveries of alerts, by channel and what became of them.",
      "channel state"),
  CPU(Kind.COUNTER, "plimsoll_cpu_seconds_total", "Processor time that the watch itself used.", ""),
  RESIDENT(Kind.GAUGE, "plimsoll_resident_memory_bytes", "Memory that the watch itself holds.", ""),
  MIRROR(Kind.GAUGE, "plimsoll_mirror_bytes", "Of that, the mirrored tables.", ""),
  SAMPLES(Kind.COUNTER, "plimsoll_samples_total", "Samples taken.", ""),
  LATE_SAMPLES(
      Kind.COUNTER,
      "plimsoll_late_samples_total",
      "Samples taken more than 100 ms after they were due.",
      ""),
  VIEWERS(Kind.GAUGE, "plimsoll_viewers", "Open live streams.", ""),
  STARTED(Kind.GAUGE, "plimsoll_start_timestamp_seconds", "When the watch began, since 1970.", ""),
  BUILD(Kind.GAUGE, "plimsoll_build", "Always 1; the label is the version.", "version");

  /** What a metric does. */
  enum Kind {
    /** Goes up and down. */
    GAUGE,
    /** Only rises, but for a restart. */
    COUNTER
  }

  private final Kind kind;
  private final String id;
  private final String help;
  private final String labels;

  Metric(final Kind kind, final String id, final String help, final String labels) {
    this.kind = kind;
    this.id = id;
    this.help = help;
    this.labels = labels;
  }

  Kind kind() {
    return kind;
  }

  /** The name, as queries have it. */
  String id() {
    return id;
  }

  /** What it is measured in, if anything: its name says so, as Prometheus wants it. */
  @Nullable Unit unit() {
    final String base = id.replaceFirst("_total$", "");
    return base.endsWith("_seconds") ? Unit.SECONDS : base.endsWith("_bytes") ? Unit.BYTES : null;
  }

  /** The same in the words of UCUM, as OTLP has it; empty for a number of things. */
  String ucumUnit() {
    final Unit unit = unit();
    return Unit.SECONDS.equals(unit) ? "s" : Unit.BYTES.equals(unit) ? "By" : "";
  }

  String help() {
    return help;
  }

  List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(" "));
  }
}
