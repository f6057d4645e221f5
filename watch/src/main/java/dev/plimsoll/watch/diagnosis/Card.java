package dev.plimsoll.watch.diagnosis;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A known sign in a table of sessions. */
public enum Card {
  /** Port scan of many hosts. */
  SCAN_HORIZONTAL_OUT(
      "scan.horizontal.out", CauseClass.COMPROMISED, "port scan of many hosts", "T1046 T1595.001"),
  /** Port scan of one host. */
  SCAN_VERTICAL_OUT("scan.vertical.out", CauseClass.COMPROMISED, "port scan of one host", "T1046"),
  /** Log-in guessing. */
  BRUTEFORCE_OUT("bruteforce.out", CauseClass.COMPROMISED, "log-in guessing", "T1110"),
  /** Mail burst. */
  SPAM_OUT("spam.out", CauseClass.COMPROMISED, "mail burst", "T1071.003"),
  /** SYN flood. */
  SYNFLOOD_OUT("synflood.out", CauseClass.COMPROMISED, "SYN flood", "T1498.001"),
  /** UDP flood. */
  UDPFLOOD_OUT("udpflood.out", CauseClass.COMPROMISED, "UDP flood", "T1498.001"),
  /** A service here amplifies attacks on others. */
  REFLECTOR(
      "reflector",
      CauseClass.MISCONFIGURED,
      "a service here amplifies attacks on others",
      "T1498.002"),
  /** Amplified answers that nobody asked for. */
  AMPLIFIED_IN(
      "amplified.in", CauseClass.ATTACKED, "amplified answers that nobody asked for", "T1498.002"),
  /** Command channel. */
  C2_PORT("c2.port", CauseClass.COMPROMISED, "command channel", "T1071 T1571"),
  /** Mining pool. */
  MINER("miner", CauseClass.COMPROMISED, "mining pool", "T1496.001"),
  /** Tor relay or client. */
  TOR("tor", CauseClass.BUSY, "Tor relay or client", "T1090.003"),
  /** Open proxy. */
  PROXY_OPEN("proxy.open", CauseClass.COMPROMISED, "open proxy", "T1090.002"),
  /** BitTorrent or DHT. */
  P2P("p2p", CauseClass.BUSY, "BitTorrent or DHT", ""),
  /** SYN flood on this host. */
  SYNFLOOD_IN("synflood.in", CauseClass.ATTACKED, "SYN flood on this host", "T1499.001"),
  /** Connections held open. */
  SLOWLORIS_IN("slowloris.in", CauseClass.ATTACKED, "connections held open", "T1499.002"),
  /** Request flood. */
  HTTPFLOOD_IN("httpflood.in", CauseClass.ATTACKED, "request flood", "T1499.002"),
  /** This host is scanned. */
  SCAN_IN("scan.in", CauseClass.ATTACKED, "this host is scanned", "T1595"),
  /** Log-in guessing on this host. */
  BRUTEFORCE_IN("bruteforce.in", CauseClass.ATTACKED, "log-in guessing on this host", "T1110"),
  /** Resolver overload. */
  DNS_HEAVY("dns.heavy", CauseClass.MISCONFIGURED, "resolver overload", ""),
  /** Dead connections kept by the timeout. */
  STALE_ESTABLISHED(
      "stale.established", CauseClass.MISCONFIGURED, "dead connections kept by the timeout", ""),
  /** Connections are not kept and used again. */
  TIMEWAIT_PILEUP(
      "timewait.pileup", CauseClass.MISCONFIGURED, "connections are not kept and used again", ""),
  /** One-way sessions. */
  UNREPLIED_LEAK("unreplied.leak", CauseClass.MISCONFIGURED, "one-way sessions", ""),
  /** Regular calls home. */
  BEACON("beacon", CauseClass.COMPROMISED, "regular calls home", "T1071 T1029"),
  /** Crawler or backup peak. */
  PEAK_BENIGN("peak.benign", CauseClass.BUSY, "crawler or backup peak", ""),
  /** The kernel's table is full. */
  TABLE_FULL("table.full", CauseClass.MISCONFIGURED, "the kernel's table is full", "T1499"),
  /** Source ports run out. */
  PORTS_EXHAUSTED("ports.exhausted", CauseClass.MISCONFIGURED, "source ports run out", "");

  private final String id;
  private final CauseClass causeClass;
  private final String title;
  private final String techniques;

  Card(final String id, final CauseClass causeClass, final String title, final String techniques) {
    this.id = id;
    this.causeClass = causeClass;
    this.title = title;
    this.techniques = techniques;
  }

  /** The name used in JSON, metrics and the configuration, such as {@code scan.horizontal.out}. */
  public String id() {
    return id;
  }

  /** The card of an {@link #id}, or null. */
  public static @Nullable Card ofId(final String id) {
    return Arrays.stream(values()).filter(card -> card.id.equals(id)).findFirst().orElse(null);
  }

  /** What it speaks of where no role is declared that makes it normal. */
  public CauseClass causeClass() {
    return causeClass;
  }

  /** What it is, in plain English, without a capital letter. */
  public String title() {
    return title;
  }

  /** The ids of MITRE ATT&amp;CK; empty where there is none. */
  public List<String> techniques() {
    return techniques.isEmpty() ? List.of() : List.of(techniques.split(" ", -1));
  }
}
