package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.ConntrackSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the sysctls of a namespace mean for what Plimsoll can show. */
record SettingFindings(ConntrackFacts facts, Mending mending) {
  // The longest that any kernel since 4.0 had as its own (udp_timeout_stream was 180 up to 4.20).
  private static final SortedMap<String, Long> DEFAULT_SECONDS =
      new TreeMap<>(
          Map.of(
              "tcp_timeout_syn_sent", 120L,
              "tcp_timeout_established", 432_000L,
              "tcp_timeout_fin_wait", 120L,
              "tcp_timeout_close_wait", 60L,
              "tcp_timeout_time_wait", 120L,
              "udp_timeout", 30L,
              "udp_timeout_stream", 180L,
              "icmp_timeout", 30L,
              "generic_timeout", 600L));

  List<Finding> all() {
    final List<Finding> findings = new ArrayList<>();
    if (!facts.settings().isPresent()) {
      findings.add(
          Finding.unknown(
              "settings",
              "hidden",
              "/proc/sys/net/netfilter cannot be read from here.",
              List.of("mount | grep /proc")));
      return findings;
    }
    findings.add(accounting());
    findings.add(timestamps());
    findings.add(events());
    findings.add(timeouts());
    findings.add(tcpChecks());
    return findings;
  }

  private Finding accounting() {
    return onOrOff(
        "accounting",
        "acct",
        "sessions carry packets and bytes",
        "sessions carry no packets and bytes",
        "Plimsoll cannot say which session moves how much, and filters such as bytes>1M find"
            + " nothing. Once on, sessions that begin afterwards are counted.");
  }

  private Finding timestamps() {
    return onOrOff(
        "timestamps",
        "timestamp",
        "sessions carry the time they began",
        "sessions carry no time of their beginning",
        "Plimsoll cannot say how old a session is, and filters such as age>1h find nothing. Once"
            + " on, sessions that begin afterwards are stamped.");
  }

  private Finding onOrOff(
      final String subject,
      final String setting,
      final String whenOn,
      final String whenOff,
      final String meaning) {
    final OptionalLong value = facts.settings().value(setting);
    if (value.isEmpty()) {
      return Finding.warning(
          subject, "this kernel does not have it", meaning, List.of("# Built without it."));
    }
    return value.getAsLong() != 0
        ? Finding.ok(subject, "on: " + whenOn)
        : Finding.warning(subject, "off: " + whenOff, meaning, mending.set(facts, setting, 1));
  }

  private Finding events() {
    final String subject = "events";
    final OptionalLong mode = facts.settings().value("events");
    final String without =
        "Plimsoll hears nothing of sessions that come and go; it has to read the whole table"
            + " again and again.";
    if (mode.isEmpty()) {
      return Finding.warning(
          subject,
          "this kernel sends none",
          without + " It was built without CONFIG_NF_CONNTRACK_EVENTS.",
          List.of());
    }
    return switch ((int) mode.getAsLong()) {
      case 0 -> Finding.warning(subject, "off", without, mending.set(facts, "events", 1));
      case 1 -> Finding.ok(subject, "on for every session (nf_conntrack_events=1)");
      default ->
          Finding.ok(
              subject, "on for sessions made while somebody listens (nf_conntrack_events=2)");
    };
  }

  private Finding timeouts() {
    final ConntrackSettings settings = facts.settings();
    final List<String> raised = new ArrayList<>();
    final List<String> cure = new ArrayList<>();
    DEFAULT_SECONDS.forEach((name, usual) -> {
      final long value = settings.value(name).orElse(0);
      if (value > usual) {
        raised.add(
            "%s is %s (usual: %s)"
                .formatted(name, Quantities.seconds(value), Quantities.seconds(usual)));
        cure.addAll(mending.set(facts, name, usual));
      }
    });
    final String subject = "timeouts";
    final String summary =
        "established TCP %s, TIME_WAIT %s, UDP %s"
            .formatted(
                time("tcp_timeout_established"),
                time("tcp_timeout_time_wait"),
                time("udp_timeout"));
    return raised.isEmpty()
        ? Finding.ok(subject, summary)
        : Finding.warning(
            subject,
            summary,
            String.join(", ", raised)
                + ". Sessions that are over or silent count for longer, so the same traffic makes a"
                + " higher number.",
            cure);
  }

  private String time(final String name) {
    final OptionalLong value = facts.settings().value(name);
    return value.isEmpty() ? "unknown" : Quantities.seconds(value.getAsLong());
  }

  private Finding tcpChecks() {
    final ConntrackSettings settings = facts.settings();
    final boolean liberal = settings.value("tcp_be_liberal").orElse(0) != 0;
    final boolean loose = settings.value("tcp_loose").orElse(1) != 0;
    return Finding.ok(
        "tcp checks",
        (liberal ? "lenient about windows" : "strict about windows")
            + (loose ? ", picks up running connections" : ", ignores running connections"),
        loose
            ? ""
            : "Connections that were there before tracking began have no session and are not"
                + " counted (nf_conntrack_tcp_loose=0).");
  }
}
