package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.rate;
import static dev.plimsoll.watch.PlainText.seconds;

import dev.plimsoll.session.TcpState;
import java.util.List;

/**
 * Settings that make or keep sessions that need not be, each with what changing it does to their
 * number: rate × timeout (Little's law).
 */
final class SettingSteps {
  private static final int TIME_WAIT_SECONDS = 30;
  private static final int ESTABLISHED_SECONDS = 10_800;
  private static final int UDP_SECONDS = 10;
  private static final int ENTRY_BYTES = 320;

  private final List<Finding> findings;
  private final ThisHost host;
  private final StepList steps;

  SettingSteps(final List<Finding> findings, final ThisHost host, final StepList steps) {
    this.findings = findings;
    this.host = host;
    this.steps = steps;
  }

  void add() {
    for (final Finding finding : findings) {
      switch (finding.card()) {
        case TIMEWAIT_PILEUP -> timeWait(finding);
        case STALE_ESTABLISHED -> stale(finding);
        case UNREPLIED_LEAK -> unreplied(finding);
        case DNS_HEAVY -> names(finding);
        case TABLE_FULL -> full(finding);
        case PORTS_EXHAUSTED -> ports(finding);
        case REFLECTOR -> reflector(finding);
        default -> {}
      }
    }
  }

  private void timeWait(final Finding finding) {
    steps.add(
        "keep-alive",
        "Keep connections and use them again",
        FindingText.reason(finding),
        List.of("plimsoll by remote,rport --top 10 " + ShellWord.of(finding.filter())),
        "Nothing yet: it shows whom the connections are to. Then switch keep-alive on in the client or"
            + " proxy (nginx: keepalive 32 in upstream, proxy_http_version 1.1), and use a pool for the"
            + " database. One connection then does the work of hundreds.",
        "");
    addTimeout(
        steps,
        finding,
        "tcp_timeout_time_wait",
        "closed connections",
        host.timeouts().tcpSeconds(TcpState.TIME_WAIT),
        TIME_WAIT_SECONDS,
        "Late packets of closed connections are then taken for invalid ones.");
  }

  private void stale(final Finding finding) {
    addTimeout(
        steps,
        finding,
        "tcp_timeout_established",
        "silent connections",
        host.timeouts().tcpSeconds(TcpState.ESTABLISHED),
        ESTABLISHED_SECONDS,
        "A connection that is silent for longer than that is forgotten. Linux' own keep-alives come every"
            + " two hours, so those that use them stay.");
    ContainmentSteps.addDeletion(List.of(finding), steps);
  }

  private void unreplied(final Finding finding) {
    if (FindingText.protocol(finding).equals("udp")) {
      addTimeout(
          steps,
          finding,
          "udp_timeout",
          "UDP sessions without an answer",
          host.timeouts().udpSeconds(),
          UDP_SECONDS,
          "An answer that takes longer than that may be refused by a firewall.");
    } else {
      steps.add(
          "mend-routes",
          "See whether packets take another way back",
          FindingText.reason(finding)
              + " The kernel sees one direction only if answers come or go past this host.",
          List.of(
              "ip route; ip rule",
              "sysctl net.ipv4.conf.all.rp_filter net.netfilter.nf_conntrack_tcp_loose"),
          "Nothing: it only looks.",
          "");
      addTimeout(
          steps,
          finding,
          "tcp_timeout_unacknowledged",
          "connections without an acknowledgement",
          host.timeouts().tcpUnacknowledgedSeconds(),
          60,
          "A connection whose data nobody acknowledges for longer than that is forgotten.");
    }
    ContainmentSteps.addDeletion(List.of(finding), steps);
  }

  private void names(final Finding finding) {
    steps.add(
        "local-resolver",
        "Ask for names through a cache on this host",
        FindingText.reason(finding),
        List.of(
            "apt-get install unbound  # or: dnf install unbound",
            "systemctl enable --now unbound",
            "unbound-host -r example.com"),
        "Most look-ups are answered from memory and make no session to outside. When it answers, put"
            + " nameserver 127.0.0.1 into /etc/resolv.conf.",
        "Put the old nameserver back; systemctl disable --now unbound");
    addTimeout(
        steps,
        finding,
        "udp_timeout",
        "UDP sessions without an answer",
        host.timeouts().udpSeconds(),
        UDP_SECONDS,
        "An answer that takes longer than that may be refused by a firewall.");
  }

  private void full(final Finding finding) {
    if (host.maximum() <= 0) {
      return;
    }
    final long twice = host.maximum() * 2;
    steps.add(
        "raise-maximum",
        "Let the kernel's table hold more",
        FindingText.reason(finding),
        List.of(
            "sysctl -w net.netfilter.nf_conntrack_max=" + twice,
            "sysctl -w net.netfilter.nf_conntrack_buckets=" + twice / 2),
        "The table holds %s sessions instead of %s; full, it takes some %s MB of memory. It mends the drops, not the cause. On a server with a provider's limit of %s the limit comes first."
            .formatted(
                count(twice),
                count(host.maximum()),
                count(Math.ceilDiv(twice * ENTRY_BYTES, 1_000_000L)),
                count(host.limit())),
        "sysctl -w net.netfilter.nf_conntrack_max=" + host.maximum());
  }

  private void ports(final Finding finding) {
    steps.add(
        "more-source-ports",
        "Let connections use more source ports, or fewer connections",
        FindingText.reason(finding),
        List.of(
            "sysctl net.ipv4.ip_local_port_range",
            "sysctl -w net.ipv4.ip_local_port_range='10240 65000'",
            "sysctl -w net.ipv4.tcp_tw_reuse=1"),
        "54,761 ports instead of 28,232 for each remote address and port. Services that listen above"
            + " 10,240 belong into net.ipv4.ip_local_reserved_ports first. Keep-alive and pools mend the"
            + " cause; a second address of the remote doubles the ports.",
        "sysctl -w net.ipv4.ip_local_port_range='32768 60999' net.ipv4.tcp_tw_reuse=2");
  }

  private void reflector(final Finding finding) {
    final List<Integer> ports = FindingText.ports(finding);
    final int port = ports.isEmpty() ? 0 : ports.getFirst();
    final String socket = port == 0 ? "ss -ulpn" : "ss -ulpn 'sport = :%d'".formatted(port);
    steps.add(
        "close-reflector",
        "Let this service answer its own people only",
        FindingText.reason(finding)
            + " Others are attacked with its answers, and this host is what they see.",
        List.of(socket),
        "Nothing yet: it shows which program answers. Then bind it to 127.0.0.1 or the inner network; DNS:"
            + " allow-recursion for your own networks; NTP: restrict default noquery; memcached: -U 0.",
        "");
    if (port != 0) {
      final String table = "plimsoll_reflector_" + port;
      steps.add(
          "drop-reflector-" + port,
          "Until then, drop what comes in to UDP port " + port,
          FindingText.reason(finding),
          List.of(
              "nft add table inet " + table,
              "nft add chain inet %s prerouting '{ type filter hook prerouting priority raw; }'"
                  .formatted(table),
              "nft add rule inet %s prerouting iif != lo udp dport %d drop".formatted(table, port)),
          "Nobody outside reaches that service any more, wanted clients neither.",
          "nft delete table inet " + table);
    }
  }

  /**
   * A step that sets a timeout anew, if it is longer than what would do.
   *
   * @param what is kept, in the plural
   */
  static void addTimeout(
      final StepList steps,
      final Finding finding,
      final String name,
      final String what,
      final int seconds,
      final int shorter,
      final String cost) {
    if (seconds <= shorter) {
      return;
    }
    final String setting = "net.netfilter.nf_conntrack_" + name;
    final double perSecond = FindingText.perSecond(finding, seconds);
    steps.add(
        "shorten-" + name,
        "Keep %s for %s instead of %s".formatted(what, seconds(shorter), seconds(seconds)),
        FindingText.reason(finding),
        List.of(
            "plimsoll simulate capture.pcap --with %s=%d".formatted(name, shorter),
            "sysctl -w %s=%d".formatted(setting, shorter),
            "echo '%s = %d' >/etc/sysctl.d/90-plimsoll-%s.conf".formatted(setting, shorter, name)),
        "%s × %s = about %s sessions instead of %s. %s Sessions that are there keep their time; the new one holds from their next packet on. Simulate first, with a capture of a busy hour."
            .formatted(
                rate(perSecond, "new one", "new ones"),
                seconds(shorter),
                count(Math.round(perSecond * shorter)),
                count(Math.round(perSecond * seconds)),
                cost),
        "sysctl -w %s=%d; rm /etc/sysctl.d/90-plimsoll-%s.conf".formatted(setting, seconds, name));
  }
}
