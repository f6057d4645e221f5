package dev.plimsoll.engine;

import static dev.plimsoll.engine.Sysctl.Kind.COUNT;
import static dev.plimsoll.engine.Sysctl.Kind.SECONDS;
import static dev.plimsoll.engine.Sysctl.Kind.SWITCH;

import java.util.Locale;

/**
 * The settings of the kernel's tracker that decide what its table looks like, with the kernel's
 * defaults (net/netfilter/nf_conntrack_standalone.c and the protocols' own files). The names are
 * those under {@code net.netfilter.nf_conntrack_}, in capitals.
 */
public enum Sysctl {
  /** Packets and bytes are counted here in any case; it is for settings handed to a kernel. */
  ACCT(SWITCH, 0),
  CHECKSUM(SWITCH, 1),
  TIMESTAMP(SWITCH, 0),
  MAX(COUNT, 262_144),
  EXPECT_MAX(COUNT, 4096),
  GENERIC_TIMEOUT(SECONDS, 600),
  TCP_TIMEOUT_SYN_SENT(SECONDS, 120),
  TCP_TIMEOUT_SYN_RECV(SECONDS, 60),
  TCP_TIMEOUT_ESTABLISHED(SECONDS, 432_000),
  TCP_TIMEOUT_FIN_WAIT(SECONDS, 120),
  TCP_TIMEOUT_CLOSE_WAIT(SECONDS, 60),
  TCP_TIMEOUT_LAST_ACK(SECONDS, 30),
  TCP_TIMEOUT_TIME_WAIT(SECONDS, 120),
  TCP_TIMEOUT_CLOSE(SECONDS, 10),
  TCP_TIMEOUT_MAX_RETRANS(SECONDS, 300),
  TCP_TIMEOUT_UNACKNOWLEDGED(SECONDS, 300),
  TCP_LOOSE(SWITCH, 1),
  TCP_BE_LIBERAL(SWITCH, 0),
  TCP_IGNORE_INVALID_RST(SWITCH, 0),
  TCP_MAX_RETRANS(COUNT, 3),
  UDP_TIMEOUT(SECONDS, 30),
  UDP_TIMEOUT_STREAM(SECONDS, 120),
  ICMP_TIMEOUT(SECONDS, 30),
  ICMPV6_TIMEOUT(SECONDS, 30),
  SCTP_TIMEOUT_CLOSED(SECONDS, 10),
  SCTP_TIMEOUT_COOKIE_WAIT(SECONDS, 3),
  SCTP_TIMEOUT_COOKIE_ECHOED(SECONDS, 3),
  SCTP_TIMEOUT_ESTABLISHED(SECONDS, 210),
  SCTP_TIMEOUT_SHUTDOWN_SENT(SECONDS, 3),
  SCTP_TIMEOUT_SHUTDOWN_RECD(SECONDS, 3),
  SCTP_TIMEOUT_SHUTDOWN_ACK_SENT(SECONDS, 3),
  SCTP_TIMEOUT_HEARTBEAT_SENT(SECONDS, 30),
  GRE_TIMEOUT(SECONDS, 30),
  GRE_TIMEOUT_STREAM(SECONDS, 180),
  FRAG6_TIMEOUT(SECONDS, 60);

  /** What a value means. */
  public enum Kind {
    SECONDS,
    COUNT,
    SWITCH
  }

  private final Kind kind;
  private final long byDefault;

  Sysctl(final Kind kind, final long byDefault) {
    this.kind = kind;
    this.byDefault = byDefault;
  }

  public Kind kind() {
    return kind;
  }

  /** The kernel's default. */
  public long byDefault() {
    return byDefault;
  }

  /** The name below {@code net.netfilter.nf_conntrack_}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
