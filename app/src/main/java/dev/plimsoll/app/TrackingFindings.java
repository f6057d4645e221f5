package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.ProcFiles.Access;
import dev.plimsoll.kernel.TrackingProbe;
import java.util.ArrayList;
import java.util.List;

/** Whether connections are tracked in a namespace, and whether we can read them. */
record TrackingFindings(ConntrackFacts facts, TrackingProbe probe, Mending mending) {
  private static final String TRACKING = "tracking";
  private static final String NOTHING_TRACKED =
      "Connections work as always, but there are no sessions to count. The provider's own kernel"
          + " may count this server all the same.";

  List<Finding> all() {
    final List<Finding> findings = new ArrayList<>();
    if (!facts.isConntrackThere()) {
      findings.add(
          Finding.problem(
              TRACKING,
              "off: the kernel's connection tracking is not there",
              NOTHING_TRACKED,
              mending.modprobe("nf_conntrack")));
      return findings;
    }
    findings.add(tracking());
    findings.add(netlink());
    findings.add(procFile());
    return findings;
  }

  private Finding tracking() {
    return switch (facts.hooks()) {
      case HOOKED -> Finding.ok(TRACKING, "on: it is hooked into the path of the packets");
      case NOT_HOOKED ->
          Finding.problem(
              TRACKING,
              "off: no rule here asks for it",
              "The kernel tracks a namespace only while a firewall or NAT rule there needs it. "
                  + NOTHING_TRACKED
                  + " This rule switches it on and decides nothing itself:",
              mending.switchTrackingOn());
      case UNKNOWN -> byProbe();
    };
  }

  private Finding byProbe() {
    return switch (probe.outcome()) {
      case TRACKED -> Finding.ok(TRACKING, "on: a datagram sent to 127.0.0.1 became a session");
      case NOT_TRACKED ->
          Finding.problem(
              TRACKING,
              "off: a datagram sent to 127.0.0.1 became no session",
              "No firewall or NAT rule here asks for tracking; or, less likely, a rule exempts"
                  + " loopback (notrack). "
                  + NOTHING_TRACKED
                  + " This rule switches it on and decides nothing itself:",
              mending.switchTrackingOn());
      case FAILED ->
          Finding.unknown(
              TRACKING,
              "the probe failed",
              probe.detail() + ".",
              List.of(mending.inside() + "ip link show lo"));
      case NOT_SENT -> byEntries();
    };
  }

  private Finding byEntries() {
    final long entries = facts.entries().orElse(0);
    if (entries > 0) {
      return Finding.ok(
          TRACKING,
          "on, it seems: the table has entries",
          reasonUnknown()
              + " The entries may also stem from a rule that is gone. To make sure: "
              + mending.plimsoll("doctor --probe"));
    }
    return Finding.unknown(
        TRACKING,
        "the table is empty; that may be because nothing is tracked",
        reasonUnknown() + " One datagram to 127.0.0.1 inside the namespace would show it:",
        List.of(mending.plimsoll("doctor --probe")));
  }

  private String reasonUnknown() {
    return facts.netlink() == Access.FORBIDDEN
        ? "Which functions are hooked in, the kernel tells only with CAP_NET_ADMIN."
        : "This kernel does not list which functions are hooked in"
            + " (CONFIG_NETFILTER_NETLINK_HOOK).";
  }

  private Finding netlink() {
    return switch (facts.netlink()) {
      case READABLE -> Finding.ok("netlink", "the kernel's table can be read");
      case FORBIDDEN ->
          Finding.unknown(
              "netlink",
              "the kernel's table cannot be read by us",
              "Without CAP_NET_ADMIN there are only numbers, no sessions.",
              List.of(mending.asRoot("plimsoll doctor")));
      case ABSENT ->
          Finding.problem(
              "netlink",
              "the kernel's table does not answer",
              "Plimsoll reads sessions through ctnetlink (CONFIG_NF_CT_NETLINK), which is not"
                  + " there.",
              mending.modprobe("nf_conntrack_netlink"));
    };
  }

  private Finding procFile() {
    final String subject = "/proc";
    return switch (facts.procFile()) {
      case READABLE -> Finding.ok(subject, "/proc/net/nf_conntrack can be read");
      case FORBIDDEN ->
          Finding.unknown(
              subject,
              "/proc/net/nf_conntrack is hidden",
              "Only root may read it, and some containers hide it from root too.",
              List.of());
      case ABSENT -> {
        final String summary = "/proc/net/nf_conntrack is not there";
        yield facts.netlink() == Access.READABLE
            ? Finding.ok(
                subject,
                summary,
                "So cat /proc/net/nf_conntrack | wc -l does not work on this host. Plimsoll does"
                    + " not need it.")
            : Finding.unknown(
                subject,
                summary,
                "The kernel lacks CONFIG_NF_CONNTRACK_PROCFS, or it is hidden from us.",
                List.of());
      }
    };
  }
}
