package dev.plimsoll.watch.diagnosis;

/**
 * A number from which on a sign is taken for one. Names are a card's id and what is measured;
 * "warn" is where a finding begins, at confidence 0.5, and "strong" where it reaches 0.9.
 */
public enum Threshold {
  SCAN_HOSTS_WARN("scan.horizontal.out.warn_hosts", 50),
  SCAN_HOSTS_STRONG("scan.horizontal.out.strong_hosts", 250),
  SCAN_HOSTS_FAILED("scan.horizontal.out.failed_share", 0.7),
  SCAN_HOSTS_SECONDS("scan.horizontal.out.seconds", 300),
  SCAN_PORTS_WARN("scan.vertical.out.warn_ports", 15),
  SCAN_PORTS_STRONG("scan.vertical.out.strong_ports", 100),
  SCAN_PORTS_FAILED("scan.vertical.out.failed_share", 0.7),
  SCAN_PORTS_SECONDS("scan.vertical.out.seconds", 300),
  LOGIN_REMOTES_WARN("bruteforce.out.warn_remotes", 30),
  LOGIN_REMOTES_STRONG("bruteforce.out.strong_remotes", 150),
  LOGIN_SHORT_WARN("bruteforce.out.warn_short", 60),
  LOGIN_SHORT_STRONG("bruteforce.out.strong_short", 300),
  LOGIN_SHORT_SHARE("bruteforce.out.short_share", 0.5),
  LOGIN_SECONDS("bruteforce.out.seconds", 300),
  SPAM_WARN("spam.out.warn_remotes", 30),
  SPAM_STRONG("spam.out.strong_remotes", 150),
  SPAM_WARN_DECLARED("spam.out.warn_remotes_declared", 300),
  SPAM_STRONG_DECLARED("spam.out.strong_remotes_declared", 1_500),
  SPAM_SECONDS("spam.out.seconds", 600),
  SYNFLOOD_OUT_WARN("synflood.out.warn_rate", 200),
  SYNFLOOD_OUT_STRONG("synflood.out.strong_rate", 1_000),
  SYNFLOOD_OUT_SECONDS("synflood.out.seconds", 10),
  SYNFLOOD_OUT_UNANSWERED("synflood.out.unanswered_share", 0.9),
  UDPFLOOD_WARN("udpflood.out.warn_rate", 300),
  UDPFLOOD_STRONG("udpflood.out.strong_rate", 1_500),
  UDPFLOOD_PACKETS_WARN("udpflood.out.warn_packets", 5_000),
  UDPFLOOD_PACKETS_STRONG("udpflood.out.strong_packets", 25_000),
  UDPFLOOD_SECONDS("udpflood.out.seconds", 10),
  UDPFLOOD_UNANSWERED("udpflood.out.unanswered_share", 0.9),
  REFLECTOR_WARN("reflector.warn_per_minute", 100),
  REFLECTOR_STRONG("reflector.strong_per_minute", 1_000),
  REFLECTOR_RATIO("reflector.bytes_ratio", 10),
  AMPLIFIED_WARN("amplified.in.warn_sources", 100),
  AMPLIFIED_STRONG("amplified.in.strong_sources", 1_000),
  C2_SECONDS("c2.port.seconds", 600),
  C2_RARE_SECONDS("c2.port.rare_seconds", 3_600),
  C2_RARE_BYTES("c2.port.rare_bytes", 100_000),
  MINER_CPU("miner.cpu_share", 0.8),
  MINER_SECONDS("miner.seconds", 600),
  MINER_STRONG_SECONDS("miner.strong_seconds", 3_600),
  TOR_RELAYS_WARN("tor.warn_relays", 1),
  TOR_RELAYS_STRONG("tor.strong_relays", 3),
  PROXY_WARN("proxy.open.warn_sessions", 100),
  PROXY_STRONG("proxy.open.strong_sessions", 500),
  PROXY_MIRRORED("proxy.open.mirrored_share", 0.7),
  PROXY_REMOTES("proxy.open.remotes", 30),
  P2P_WARN("p2p.warn_remotes", 500),
  P2P_STRONG("p2p.strong_remotes", 2_000),
  P2P_SECONDS("p2p.seconds", 600),
  SYNFLOOD_IN_SHARE("synflood.in.warn_share", 0.3),
  SYNFLOOD_IN_SESSIONS("synflood.in.warn_sessions", 500),
  SYNFLOOD_IN_SESSIONS_STRONG("synflood.in.strong_sessions", 2_500),
  SYNFLOOD_IN_WARN("synflood.in.warn_rate", 250),
  SYNFLOOD_IN_STRONG("synflood.in.strong_rate", 1_250),
  SYNFLOOD_IN_SECONDS("synflood.in.seconds", 10),
  SYNFLOOD_IN_SOURCES("synflood.in.sources", 10),
  SYNFLOOD_IN_ASSURED("synflood.in.assured_share", 0.3),
  SLOWLORIS_WARN("slowloris.in.warn_sessions", 50),
  SLOWLORIS_STRONG("slowloris.in.strong_sessions", 250),
  SLOWLORIS_SECONDS("slowloris.in.seconds", 60),
  SLOWLORIS_BYTES("slowloris.in.bytes", 2_000),
  HTTPFLOOD_OPEN_WARN("httpflood.in.warn_open", 300),
  HTTPFLOOD_OPEN_STRONG("httpflood.in.strong_open", 1_500),
  HTTPFLOOD_WARN("httpflood.in.warn_rate", 100),
  HTTPFLOOD_STRONG("httpflood.in.strong_rate", 500),
  HTTPFLOOD_BASELINE("httpflood.in.baseline_factor", 10),
  HTTPFLOOD_SHORT("httpflood.in.short_share", 0.5),
  SCAN_IN_WARN("scan.in.warn_ports", 15),
  SCAN_IN_STRONG("scan.in.strong_ports", 100),
  SCAN_IN_FAILED("scan.in.failed_share", 0.7),
  SCAN_IN_SECONDS("scan.in.seconds", 300),
  LOGIN_IN_WARN("bruteforce.in.warn_per_minute", 30),
  LOGIN_IN_STRONG("bruteforce.in.strong_per_minute", 150),
  LOGIN_IN_SHORT("bruteforce.in.short_share", 0.5),
  DNS_WARN("dns.heavy.warn_per_minute", 1_000),
  DNS_STRONG("dns.heavy.strong_per_minute", 5_000),
  DNS_SHARE("dns.heavy.warn_share", 0.3),
  DNS_SHARE_STRONG("dns.heavy.strong_share", 0.6),
  DNS_SESSIONS("dns.heavy.sessions", 200),
  DNS_RESOLVERS("dns.heavy.resolvers", 3),
  STALE_WARN("stale.established.warn_share", 0.5),
  STALE_STRONG("stale.established.strong_share", 0.8),
  STALE_SESSIONS("stale.established.sessions", 100),
  STALE_IDLE_SECONDS("stale.established.idle_seconds", 3_600),
  TIMEWAIT_WARN("timewait.pileup.warn_share", 0.5),
  TIMEWAIT_STRONG("timewait.pileup.strong_share", 0.8),
  TIMEWAIT_SESSIONS("timewait.pileup.sessions", 500),
  TIMEWAIT_REMOTES("timewait.pileup.remotes", 5),
  LEAK_WARN("unreplied.leak.warn_share", 0.2),
  LEAK_STRONG("unreplied.leak.strong_share", 0.5),
  LEAK_SESSIONS("unreplied.leak.sessions", 100),
  BEACON_CONNECTIONS("beacon.connections", 24),
  BEACON_SECONDS("beacon.seconds", 21_600),
  BEACON_WARN("beacon.warn_score", 0.8),
  BEACON_STRONG("beacon.strong_score", 0.95),
  PEAK_SHARE("peak.benign.warn_share", 0.3),
  PEAK_SHARE_STRONG("peak.benign.strong_share", 0.7),
  PEAK_SESSIONS("peak.benign.sessions", 200),
  PEAK_ANSWERED("peak.benign.answered_share", 0.9),
  FULL_WARN("table.full.warn_share", 0.9),
  FULL_STRONG("table.full.strong_share", 0.97),
  PORTS_WARN("ports.exhausted.warn_share", 0.7),
  PORTS_STRONG("ports.exhausted.strong_share", 0.9);

  private final String key;
  private final double standard;

  Threshold(final String key, final double standard) {
    this.key = key;
    this.standard = standard;
  }

  /** Its name in the configuration, such as {@code scan.horizontal.out.warn_hosts}. */
  public String key() {
    return key;
  }

  /** What it is unless set. */
  public double standard() {
    return standard;
  }
}
