package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.PlainText.count;

import java.util.List;

/** What to do on a host that does what it is there for, but more than its limit allows. */
final class BusySteps {
  // What a peak needs above the highest that was seen.
  private static final double HEADROOM = 1.5;

  private BusySteps() {}

  static void add(
      final List<Finding> findings,
      final Diagnosis diagnosis,
      final ThisHost host,
      final StepList steps) {
    for (final Finding finding : findings) {
      steps.add(
          "declare-" + finding.card().id(),
          "If this is what the host is there for, declare it",
          FindingText.reason(finding),
          List.of("plimsoll list " + ShellWord.of(finding.filter())),
          "Nothing yet: it shows the sessions. A role that is declared in the configuration makes them"
              + " normal, so that alerts come for what is not.",
          "Take the role out of the configuration.");
    }
    if (diagnosis.sessions() <= host.limit()) {
      return;
    }
    steps.add(
        "spread-work",
        "Spread the work over time",
        "%s sessions at once, with a limit of %s. A peak is not a fault; a long one is what providers suspend for."
            .formatted(count(diagnosis.sessions()), count(host.limit())),
        List.of(),
        "Fewer connections at once in the crawler or backup, keep-alive, a queue. The work takes longer.",
        "Set the number back.");
    final long wanted = (long) Math.ceil(diagnosis.sessions() * HEADROOM / 1000.0) * 1000;
    steps.add(
        "ask-for-more",
        "Ask the provider for a limit of %s".formatted(count(wanted)),
        "Half as much again as now leaves room for a busy day. Providers agree to it where the cause is shown.",
        List.of("plimsoll diagnose --html report.html"),
        "Attach report.html. Afterwards set limit: %d in the configuration.".formatted(wanted),
        "");
    capTable(diagnosis, host, steps);
  }

  private static void capTable(
      final Diagnosis diagnosis, final ThisHost host, final StepList steps) {
    if (host.maximum() <= host.limit()) {
      return;
    }
    final long below = host.limit() - host.limit() / 20;
    steps.add(
        "cap-table",
        "Last resort, for a short time: let the kernel refuse what is above the limit",
        "It keeps a single server from being suspended while the cause is mended. There are %s sessions now."
            .formatted(count(diagnosis.sessions())),
        List.of("sysctl -w net.netfilter.nf_conntrack_max=" + below),
        "With %s sessions in the table every new connection is refused, new log-ins by SSH among them: keep this one open, and the provider's console at hand. Never do this on a host with guests."
            .formatted(count(below)),
        "sysctl -w net.netfilter.nf_conntrack_max=" + host.maximum());
  }
}
