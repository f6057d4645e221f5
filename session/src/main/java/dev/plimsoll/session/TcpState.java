package dev.plimsoll.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TCP states of the kernel's tracker, in its order: the ordinal is the number on the wire
 * (include/uapi/linux/netfilter/nf_conntrack_tcp.h, {@code enum tcp_conntrack}).
 */
public enum TcpState {
  NONE(0),
  SYN_SENT(120),
  SYN_RECV(60),
  ESTABLISHED(432_000),
  FIN_WAIT(120),
  CLOSE_WAIT(60),
  LAST_ACK(30),
  TIME_WAIT(120),
  CLOSE(10),
  SYN_SENT2(120);

  private static final List<TcpState> ALL = List.of(values());

  private final int defaultTimeoutSeconds;

  TcpState(final int defaultTimeoutSeconds) {
    this.defaultTimeoutSeconds = defaultTimeoutSeconds;
  }

  /** The kernel's default timeout of this state in seconds (nf_conntrack_proto_tcp.c). */
  public int defaultTimeoutSeconds() {
    return defaultTimeoutSeconds;
  }

  /** The kernel's number for it. */
  @SuppressWarnings("EnumOrdinal") // the constants stand in the kernel's order
  public int number() {
    return ordinal();
  }

  /** The state with this number, or null if the kernel has one that we do not know. */
  public static @Nullable TcpState of(final int number) {
    return number >= 0 && number < ALL.size() ? ALL.get(number) : null;
  }
}
