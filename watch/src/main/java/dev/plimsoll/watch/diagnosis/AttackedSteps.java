package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.TcpState;
import java.util.List;

/** What to do on a host that is the victim. */
final class AttackedSteps {
  private static final int MOST_REMOTES = 5;
  private static final int SYN_RECV_SECONDS = 20;

  private final List<Finding> findings;
  private final Diagnosis diagnosis;
  private final ThisHost host;
  private final StepList steps;

  AttackedSteps(
      final List<Finding> findings,
      final Diagnosis diagnosis,
      final ThisHost host,
      final StepList steps) {
    this.findings = findings;
    this.diagnosis = diagnosis;
    this.host = host;
    this.steps = steps;
  }

  void add() {
    for (final Finding finding : findings) {
      switch (finding.card()) {
        case SYNFLOOD_IN -> synFlood(finding);
        case AMPLIFIED_IN -> amplified(finding);
        case SLOWLORIS_IN -> slowRequests(finding);
        case HTTPFLOOD_IN -> requestFlood(finding);
        case BRUTEFORCE_IN -> guessing(finding);
        case SCAN_IN -> scanned(finding);
        default -> blockSources(finding);
      }
    }
    // Being scanned is what everybody on the Internet is.
    if (findings.stream().anyMatch(finding -> finding.card() != Card.SCAN_IN)) {
      ContainmentSteps.addDeletion(
          findings.stream().filter(finding -> finding.card() != Card.SCAN_IN).toList(), steps);
      tellProvider();
    }
  }

  private void synFlood(final Finding finding) {
    steps.add(
        "syn-cookies",
        "Answer SYNs without remembering them",
        FindingText.reason(finding),
        List.of("sysctl -w net.ipv4.tcp_syncookies=1"),
        "Under a flood the kernel answers with a cookie and keeps nothing until the client comes back."
            + " It is the default. Conntrack still keeps a session a SYN, so the next step matters too.",
        "sysctl -w net.ipv4.tcp_syncookies=0, if it was 0 before");
    SettingSteps.addTimeout(
        steps,
        finding,
        "tcp_timeout_syn_recv",
        "half-open connections",
        host.timeouts().tcpSeconds(TcpState.SYN_RECV),
        SYN_RECV_SECONDS,
        "Clients whose answer takes longer than %d s have to begin anew."
            .formatted(SYN_RECV_SECONDS));
    rateLimit(
        finding,
        100,
        "A flood with forged sources gets around it; that has to be filtered before it comes here.");
  }

  private void amplified(final Finding finding) {
    steps.add(
        "filter-upstream",
        "Have it filtered before it reaches you",
        FindingText.reason(finding)
            + " The line is what fills up, and only the provider can keep it free.",
        List.of("plimsoll by rport,remote --top 20 " + ShellWord.of(finding.filter())),
        "Ask the provider to drop UDP with the source ports named by this command, but for answers of"
            + " the resolvers and time servers that you ask.",
        "");
    for (final int port : FindingText.ports(finding)) {
      if (port == 53 || port == 123) {
        continue;
      }
      final String table = "plimsoll_amplified_" + port;
      steps.add(
          "drop-amplified-" + port,
          "Drop it before it makes sessions: UDP from port " + port,
          FindingText.reason(finding),
          List.of(
              "nft add table inet " + table,
              "nft add chain inet %s prerouting '{ type filter hook prerouting priority raw; }'"
                  .formatted(table),
              "nft add rule inet %s prerouting udp sport %d drop".formatted(table, port)),
          "No UDP from that port reaches this host. The line is as full as before, the table is not.",
          "nft delete table inet " + table);
    }
  }

  private void slowRequests(final Finding finding) {
    blockSources(finding);
    steps.add(
        "limit-slow-requests",
        "Let the web server give up on slow requests",
        FindingText.reason(finding),
        List.of(),
        "nginx: client_header_timeout 10s; client_body_timeout 10s; limit_conn a zone by address to 20."
            + " Apache: mod_reqtimeout, RequestReadTimeout header=10-20,MinRate=500. Slow uploads may break.",
        "Take the lines out again.");
  }

  private void requestFlood(final Finding finding) {
    blockSources(finding);
    rateLimit(finding, 50, "Many people behind one address, such as an office, share the limit.");
    steps.add(
        "limit-requests",
        "Let the web server limit requests, or put a CDN in front",
        FindingText.reason(finding),
        List.of(),
        "nginx: limit_req_zone $binary_remote_addr zone=one:10m rate=10r/s; limit_req zone=one burst=40."
            + " Who asks more often gets the answer 503.",
        "Take the lines out again.");
  }

  private void guessing(final Finding finding) {
    blockSources(finding);
    rateLimit(finding, 1, "Tools that log in often, such as CI, have to be let through before it.");
    steps.add(
        "keys-only",
        "Let nobody in by password",
        FindingText.reason(finding) + " A guess can only succeed where there is a password.",
        List.of(
            "sshd -T | grep -iE 'passwordauthentication|permitrootlogin'", "last -Faiw | head -20"),
        "Nothing yet: it shows what is set, and who got in. Then set PasswordAuthentication no, and keep"
            + " this session open until a new log-in works. fail2ban or CrowdSec block guessers by"
            + " themselves.",
        "");
  }

  private void scanned(final Finding finding) {
    steps.add(
        "scan-is-normal",
        "Nothing has to be done about the scan",
        FindingText.reason(finding)
            + " Every address on the Internet is scanned; it matters only what they find.",
        List.of("ss -tulpn"),
        "Nothing: it shows which services listen. Those that need not be reached from outside belong on"
            + " 127.0.0.1.",
        "");
    blockSources(finding);
  }

  private void blockSources(final Finding finding) {
    finding.remotes().stream()
        .filter(remote -> !host.ownRemotes().contains(remote))
        .limit(MOST_REMOTES)
        .forEach(remote -> steps.add(ContainmentSteps.blockRemote(finding, remote)));
  }

  private void rateLimit(final Finding finding, final int perSecond, final String caution) {
    final List<Integer> ports = FindingText.ports(finding);
    if (ports.isEmpty() || !FindingText.protocol(finding).equals("tcp")) {
      return;
    }
    final int port = ports.getFirst();
    final String table = "plimsoll_rate_" + port;
    steps.add(
        "limit-new-" + port,
        "Let one source open at most %s a second to port %d"
            .formatted(perSecond == 1 ? "one connection" : perSecond + " connections", port),
        FindingText.reason(finding),
        List.of(
            "nft add table inet " + table,
            "nft add set inet %s busy4 '{ type ipv4_addr; flags dynamic,timeout; timeout 1m; size 65535; }'"
                .formatted(table),
            "nft add chain inet %s input '{ type filter hook input priority filter - 5; }'"
                .formatted(table),
            "nft add rule inet %s input tcp dport %d ct state new update @busy4 '{ ip saddr limit rate over %d/second burst %d packets }' drop"
                .formatted(table, port, perSecond, perSecond * 5)),
        "What is more than that is dropped, for IPv4. " + caution,
        "nft delete table inet " + table);
  }

  private void tellProvider() {
    steps.add(
        "tell-provider",
        "Tell the provider that you are the victim",
        (diagnosis.attackedSessions() == 0
                ? ""
                : "%s of the %s sessions come from the attack. "
                    .formatted(count(diagnosis.attackedSessions()), count(diagnosis.sessions())))
            + "What others send is not this server's fault, and the provider can filter before it.",
        List.of("plimsoll diagnose --html report.html", "plimsoll diagnose --xarf"),
        "Nothing here. The second command prints reports for the abuse desks of the sources.",
        "");
  }
}
