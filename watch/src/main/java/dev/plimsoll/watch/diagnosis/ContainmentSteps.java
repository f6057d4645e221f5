package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.PlainText.count;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts off what a compromised host does to others, and what commands it. */
final class ContainmentSteps {
  private static final int MOST_REMOTES = 5;
  // Without these nobody gets names or updates: blocking them would hurt more than it helps.
  private static final Set<Integer> NEEDED_PORTS = Set.of(53, 80, 443);

  private final List<Finding> findings;
  private final ThisHost host;
  private final StepList steps;

  ContainmentSteps(final List<Finding> findings, final ThisHost host, final StepList steps) {
    this.findings = findings;
    this.host = host;
    this.steps = steps;
  }

  void add() {
    for (final Finding finding : findings) {
      switch (finding.card()) {
        case SCAN_HORIZONTAL_OUT, BRUTEFORCE_OUT, SPAM_OUT -> blockPorts(finding);
        case SYNFLOOD_OUT, UDPFLOOD_OUT, SCAN_VERTICAL_OUT, C2_PORT, MINER, BEACON ->
            blockRemotes(finding);
        default -> {}
      }
    }
    addIsolation();
  }

  private void blockPorts(final Finding finding) {
    final String protocol = FindingText.protocol(finding);
    for (final int port : FindingText.ports(finding)) {
      if (NEEDED_PORTS.contains(port)) {
        continue;
      }
      final String name = protocol + " port " + port;
      steps.add(
          "block-port-%s-%d".formatted(protocol, port),
          "Block what goes out to " + name,
          FindingText.reason(finding),
          List.of(
              table("plimsoll_manual"),
              chain("plimsoll_manual", "output"),
              "nft add rule inet plimsoll_manual output ct direction original %s dport %d drop"
                  .formatted(protocol, port)),
          "Nothing here can begin a connection to %s any more, wanted ones neither. Who connects to this host is not concerned."
              .formatted(name),
          "nft delete table inet plimsoll_manual",
          new Action.BlockPort(protocol, port));
    }
  }

  private void blockRemotes(final Finding finding) {
    finding.remotes().stream()
        .filter(remote -> !host.ownRemotes().contains(remote))
        .limit(MOST_REMOTES)
        .forEach(remote -> steps.add(blockRemote(finding, remote)));
  }

  /** The step that drops all traffic with a remote. */
  static Step blockRemote(final Finding finding, final String remote) {
    final String family = remote.contains(":") ? "ip6" : "ip";
    final String address = ShellWord.of(remote);
    return new Step(
        "block-remote-" + remote,
        "Block " + HarmlessText.of(remote),
        FindingText.reason(finding),
        List.of(
            table("plimsoll_manual"),
            chain("plimsoll_manual", "output"),
            chain("plimsoll_manual", "input"),
            "nft add rule inet plimsoll_manual output %s daddr %s drop".formatted(family, address),
            "nft add rule inet plimsoll_manual input %s saddr %s drop".formatted(family, address)),
        "Nothing goes to or comes from %s any more.".formatted(HarmlessText.of(remote)),
        "nft delete table inet plimsoll_manual",
        new Action.BlockRemote(remote));
  }

  private static String table(final String name) {
    return "nft add table inet " + name;
  }

  private static String chain(final String table, final String hook) {
    return "nft add chain inet %s %s '{ type filter hook %s priority filter - 10; }'"
        .formatted(table, hook, hook);
  }

  private void addIsolation() {
    final List<String> commands = new ArrayList<>();
    commands.add(
        "nohup sh -c 'sleep 60; nft delete table inet plimsoll_isolate' >/dev/null 2>&1 &");
    commands.add(table("plimsoll_isolate"));
    for (final String hook : List.of("input", "output")) {
      commands.add(chain("plimsoll_isolate", hook));
      commands.add(
          "nft add rule inet plimsoll_isolate %s %s lo accept"
              .formatted(hook, hook.equals("input") ? "iif" : "oif"));
      final String side = hook.equals("input") ? "saddr" : "daddr";
      for (final String own : host.ownRemotes().stream().sorted().toList()) {
        commands.add(
            "nft add rule inet plimsoll_isolate %s %s %s %s accept"
                .formatted(hook, own.contains(":") ? "ip6" : "ip", side, ShellWord.of(own)));
      }
      commands.add(
          "nft add rule inet plimsoll_isolate %s icmpv6 type '{ nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert }' accept"
              .formatted(hook));
      commands.add("nft add rule inet plimsoll_isolate %s drop".formatted(hook));
    }
    commands.add("kill $!  # only if you are still logged in: keeps it beyond the 60 seconds");
    steps.add(
        "isolate",
        "Cut this host off from the network, but for you",
        "Do this if the blocks above do not hold it. %s Or ask the provider to cut the network and to leave you the console."
            .formatted(
                host.ownRemotes().isEmpty()
                    ? "You are not logged in over the network, so nothing at all goes in or out then."
                    : "Only your own traffic with %s goes in and out then."
                        .formatted(
                            String.join(", ", host.ownRemotes().stream().sorted().toList()))),
        commands,
        "Every service of this host is down for everybody else. It ends by itself after 60 seconds,"
            + " unless you type the last line.",
        "nft delete table inet plimsoll_isolate");
  }

  /** Clears away what is left in the table, when its cause is stopped. */
  static void addDeletion(final List<Finding> findings, final StepList steps) {
    for (final Finding finding : findings) {
      if (finding.sessions() > 0 && !finding.filter().isBlank()) {
        steps.add(
            "delete-sessions-" + finding.card().id(),
            "Delete what is left of it: " + finding.card().title(),
            "%s sessions of this kind still count against the limit."
                .formatted(count(finding.sessions())),
            List.of("plimsoll list " + ShellWord.of(finding.filter())),
            "The kernel forgets these connections. Those that still live are entered again with their"
                + " next packet, or are refused by a firewall that lets only known ones pass. Your own"
                + " log-in is left out.",
            "plimsoll undo puts back those whose place is still free.",
            new Action.DeleteSessions(finding.filter()));
      }
    }
  }
}
