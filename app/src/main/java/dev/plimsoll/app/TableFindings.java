package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.Counters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How full the table is, how well it is hashed, and what was lost so far. */
record TableFindings(ConntrackFacts facts, Mending mending) {
  private static final int WARNING_PERCENT = 75;
  private static final int PROBLEM_PERCENT = 90;
  // The kernel's own default has been 4 entries a bucket for long, and 1 since Linux 5.12.
  private static final int MAXIMUM_PER_BUCKET = 8;
  // An nf_conn of 256 bytes and its extensions, rounded up to slabs.
  private static final long ENTRY_BYTES = 400;
  private static final long BUCKET_BYTES = 8;

  List<Finding> all() {
    final List<Finding> findings = new ArrayList<>();
    findings.add(fullness());
    findings.add(buckets());
    findings.addAll(losses());
    final ConntrackFacts.Sample sample = facts.sample();
    if (sample != null && sample.damagedAttributes() + sample.unknownAttributes() > 0) {
      findings.add(strangeAttributes(sample));
    }
    return findings;
  }

  private Finding fullness() {
    final String subject = "table";
    if (facts.entries().isEmpty() || facts.maximum().isEmpty()) {
      return Finding.unknown(
          subject,
          "entries and maximum are hidden",
          "/proc/sys/net/netfilter cannot be read from here.",
          List.of(mending.asRoot("plimsoll doctor")));
    }
    final long entries = facts.entries().getAsLong();
    final long maximum = facts.maximum().getAsLong();
    if (maximum <= 0) {
      return Finding.ok(subject, count(entries) + " entries, no maximum set");
    }
    final long percent = entries * 100 / maximum;
    final String summary =
        "%s of %s entries (%d %%)".formatted(count(entries), count(maximum), percent);
    if (percent < WARNING_PERCENT) {
      return Finding.ok(subject, summary);
    }
    final List<String> cure = new ArrayList<>();
    cure.add("# First see who fills it:");
    cure.add(mending.plimsoll("by remote"));
    cure.add(
        "# If the traffic is wanted, twice the room costs at most %s more:"
            .formatted(Quantities.bytes(maximum * ENTRY_BYTES)));
    cure.addAll(mending.setOnHost(facts, "max", maximum * 2));
    final String meaning =
        "When the table is full the kernel drops the first packet of every new connection, also"
            + " of your next SSH login, and logs \"nf_conntrack: table full, dropping packet\".";
    return percent < PROBLEM_PERCENT
        ? Finding.warning(subject, summary, meaning, cure)
        : Finding.problem(subject, summary, meaning, cure);
  }

  private Finding buckets() {
    final String subject = "hash table";
    final long maximum = facts.maximum().orElse(0);
    final long buckets = facts.settings().buckets().orElse(0);
    if (buckets <= 0) {
      return Finding.unknown(
          subject, "the number of buckets is hidden", "Only the host shows it.", List.of());
    }
    final String summary = count(buckets) + " buckets";
    // Each entry stands in it twice, for its two directions.
    final double chain = maximum * 2.0 / buckets;
    final String full =
        maximum > 0
            ? ", %s a bucket when full (each session stands in two)".formatted(decimal(chain))
            : "";
    if (maximum <= buckets * MAXIMUM_PER_BUCKET) {
      return Finding.ok(subject, summary + full);
    }
    final long wanted = Long.highestOneBit(maximum - 1) * 2;
    return Finding.warning(
        subject,
        summary + full,
        "The kernel walks through chains of %s on average for each packet when the table is full,"
                .formatted(decimal(chain))
            + " and refuses new sessions whose chain is over 50 or so, long before the maximum."
            + " More buckets cost %s.".formatted(Quantities.bytes(wanted * BUCKET_BYTES)),
        mending.setOnHost(facts, "buckets", wanted));
  }

  private static String decimal(final double number) {
    return number < 10 ? Quantities.decimal(number) : count(Math.round(number));
  }

  private List<Finding> losses() {
    final String subject = "losses";
    final Counters counters = facts.counters();
    if (counters == null) {
      return List.of(
          Finding.unknown(
              subject,
              "the kernel's counters are hidden",
              "Neither netlink nor /proc/net/stat/nf_conntrack tells.",
              List.of(mending.asRoot("plimsoll doctor"))));
    }
    final List<Finding> findings = new ArrayList<>();
    for (final TroubleCounter counter : TroubleCounter.values()) {
      final long value = counter.value(counters);
      if (counter.isLossy() && value > 0) {
        findings.add(
            Finding.warning(
                subject,
                "%s %s %s".formatted(counter.kernelName(), count(value), sinceWhen()),
                "So many " + counter.meaning() + ". The number only grows: is it still?",
                List.of(mending.inside() + "cat /proc/net/stat/nf_conntrack", cure(counter))));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(subject, "none " + sinceWhen(), harmless(counters)));
    }
    return findings;
  }

  private String cure(final TroubleCounter counter) {
    return switch (counter) {
      case DROP, EARLY_DROP -> mending.plimsoll("by remote") + "  # who fills the table?";
      case CHAIN_TOO_LONG -> "# See the line \"hash table\": more buckets shorten the chains.";
      default -> mending.plimsoll("by remote dport:53") + "  # is it DNS?";
    };
  }

  private String sinceWhen() {
    final boolean host =
        facts.namespace().name() == null && mending.host().container().kind() == null;
    return host ? "since boot" : "since the namespace was made";
  }

  private static String harmless(final Counters counters) {
    return Arrays.stream(TroubleCounter.values())
        .filter(counter -> !counter.isLossy() && counter.value(counters) > 0)
        .map(counter ->
            "%s %s: so many %s."
                .formatted(counter.kernelName(), count(counter.value(counters)), counter.meaning()))
        .collect(Collectors.joining(" "));
  }

  private static Finding strangeAttributes(final ConntrackFacts.Sample sample) {
    final String looked = "%d sessions looked at".formatted(sample.sessions());
    return sample.damagedAttributes() > 0
        ? Finding.warning(
            "messages",
            "%d damaged attributes in %s".formatted(sample.damagedAttributes(), looked),
            "The kernel's messages do not have the form that Plimsoll expects; what was cut short"
                + " was left out. Please report it with the version of the kernel.",
            List.of("uname -a; plimsoll --version"))
        : Finding.ok(
            "messages",
            "%d unknown attributes in %s".formatted(sample.unknownAttributes(), looked),
            "This kernel tells more of a session than this version of Plimsoll knows. It was"
                + " skipped; all else is right.");
  }
}
