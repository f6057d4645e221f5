package dev.plimsoll.app;

import dev.plimsoll.kernel.Capability;
import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.EventBuffer;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.Rights;
import dev.plimsoll.kernel.TrackingProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Turns facts into findings: what is wrong, what it means, and what mends it. Pure. */
final class Doctor {
  /** What a socket holds back for at least some seconds of a busy server's events. */
  private static final long GOOD_BUFFER_BYTES = 8L << 20;

  private static final int NAMES_SHOWN = 5;

  private Doctor() {}

  /** What holds for the whole host. */
  static List<Finding> examine(final HostFacts host) {
    final Mending mending = Mending.of(host);
    final List<Finding> findings = new ArrayList<>();
    findings.add(kernel(host, mending));
    findings.add(rights(host, mending));
    findings.add(eventBuffer(host.eventBuffer(), mending));
    findings.add(namespaces(host, mending));
    if (host.container().ownUserNamespace()) {
      findings.add(
          Finding.ok(
              "container",
              "root here is an ordinary user of the host",
              "What holds for the whole host, such as nf_conntrack_max, can only be changed"
                  + " there."));
    }
    return List.copyOf(findings);
  }

  /** What holds for one namespace. */
  static List<Finding> examine(
      final HostFacts host, final ConntrackFacts facts, final TrackingProbe probe) {
    final Mending mending = Mending.of(host, facts.namespace());
    if (facts.barrier() != null) {
      return List.of(
          Finding.unknown(
              "namespace",
              "cannot be looked into",
              facts.barrier() + ". It takes " + Capability.SYS_ADMIN.displayName() + ".",
              List.of(mending.asRoot("plimsoll doctor"))));
    }
    final List<Finding> findings = new ArrayList<>();
    findings.addAll(new TrackingFindings(facts, probe, mending).all());
    if (facts.isConntrackThere()) {
      findings.addAll(new TableFindings(facts, mending).all());
      findings.addAll(new SettingFindings(facts, mending).all());
    }
    return List.copyOf(findings);
  }

  private static Finding kernel(final HostFacts host, final Mending mending) {
    final String kernel = "Linux " + host.kernelRelease();
    return switch (host.module()) {
      case BUILT_IN -> Finding.ok("kernel", kernel + ", connection tracking is built in");
      case LOADED -> Finding.ok("kernel", kernel + ", connection tracking is loaded");
      case LOADABLE ->
          Finding.problem(
              "kernel",
              kernel + ", connection tracking is not loaded",
              "The module lies ready. A firewall rule that needs it loads it too.",
              mending.modprobe("nf_conntrack"));
      case ABSENT ->
          Finding.problem(
              "kernel",
              kernel + ", connection tracking is missing",
              "This kernel was built without CONFIG_NF_CONNTRACK, so there are no sessions to"
                  + " read. The kernels of all large distributions have it: boot one of those.",
              List.of());
      case UNKNOWN ->
          Finding.unknown(
              "kernel",
              kernel + ", connection tracking cannot be seen",
              "Neither its settings nor the kernel's modules are visible from here. If it is not"
                  + " loaded, this loads it:",
              mending.modprobe("nf_conntrack"));
    };
  }

  private static Finding rights(final HostFacts host, final Mending mending) {
    final Rights rights = host.rights();
    if (rights == null) {
      return Finding.unknown(
          "rights", "/proc does not tell", "Is /proc mounted?", List.of("mount | grep /proc"));
    }
    final String who = rights.isRoot() ? "root" : "user " + rights.user();
    final List<Capability> missing = rights.missing();
    if (missing.isEmpty()) {
      return Finding.ok("rights", who + ", all that Plimsoll makes use of");
    }
    final String without =
        missing.stream()
            .map(capability -> capability.displayName() + " to " + capability.purpose())
            .collect(Collectors.joining("; ", "Missing: ", "."));
    if (rights.has(Capability.NET_ADMIN)) {
      return Finding.ok("rights", who + ", enough for this namespace", without);
    }
    return Finding.warning(
        "rights",
        who + " may not read the sessions",
        without + " So some lines below are unknown.",
        rights.isRoot()
            ? List.of("# Start the container with --cap-add=NET_ADMIN, or run it on the host.")
            : List.of(mending.asRoot("plimsoll doctor")));
  }

  private static Finding eventBuffer(final EventBuffer buffer, final Mending mending) {
    if (buffer.obtainableBytes().isEmpty()) {
      return Finding.unknown(
          "event buffer",
          "no netlink socket can be opened",
          "Without one there are neither sessions nor events to hear. The kernel lacks"
              + " nfnetlink, or a seccomp filter forbids it.",
          mending.modprobe("nfnetlink"));
    }
    final long bytes = buffer.obtainableBytes().getAsLong();
    if (bytes >= GOOD_BUFFER_BYTES) {
      return Finding.ok("event buffer", Quantities.bytes(bytes) + " for a burst of events");
    }
    return Finding.warning(
        "event buffer",
        "only " + Quantities.bytes(bytes) + " for a burst of events",
        "In a burst more events come than fit, and some are lost; Plimsoll then reads the table"
            + " anew. Without CAP_NET_ADMIN on the host, net.core.rmem_max is the bound.",
        mending.setOnHost("net.core.rmem_max=" + EventBuffer.WANTED_BYTES / 2));
  }

  private static Finding namespaces(final HostFacts host, final Mending mending) {
    final int found = host.namespaces().size();
    final List<String> closed = host.closedNamespaces();
    final Rights rights = host.rights();
    if (closed.isEmpty() && (rights == null || rights.has(Capability.SYS_PTRACE))) {
      final String others = found > 1 ? "; look into all: plimsoll doctor --netns all" : "";
      return Finding.ok("namespaces", found + " found" + others);
    }
    final String names =
        closed.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
            + (closed.size() > NAMES_SHOWN ? ", ..." : "");
    return Finding.unknown(
        "namespaces",
        found + " found" + (closed.isEmpty() ? "" : ", " + closed.size() + " of them closed to us"),
        (closed.isEmpty() ? "" : "Cannot be entered: " + names + ". ")
            + "Those of other users' processes are seen with "
            + Capability.SYS_PTRACE.displayName()
            + " only.",
        List.of(mending.asRoot("plimsoll doctor --netns all")));
  }
}
