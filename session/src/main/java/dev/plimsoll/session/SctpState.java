package dev.plimsoll.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SCTP states of the kernel's tracker, in its order: the ordinal is the number on the wire
 * (include/uapi/linux/netfilter/nf_conntrack_sctp.h, {@code enum sctp_conntrack}).
 */
public enum SctpState {
  NONE(10),
  CLOSED(10),
  COOKIE_WAIT(3),
  COOKIE_ECHOED(3),
  ESTABLISHED(210),
  SHUTDOWN_SENT(3),
  SHUTDOWN_RECD(3),
  SHUTDOWN_ACK_SENT(3),
  HEARTBEAT_SENT(30),
  HEARTBEAT_ACKED(210);

  private static final List<SctpState> ALL = List.of(values());

  private final int defaultTimeoutSeconds;

  SctpState(final int defaultTimeoutSeconds) {
    this.defaultTimeoutSeconds = defaultTimeoutSeconds;
  }

  /** The kernel's default timeout of this state in seconds (nf_conntrack_proto_sctp.c). */
  public int defaultTimeoutSeconds() {
    return defaultTimeoutSeconds;
  }

  /** The kernel's number for it. */
  @SuppressWarnings("EnumOrdinal") // the constants stand in the kernel's order
  public int number() {
    return ordinal();
  }

  /** The state with this number, or null if the kernel has one that we do not know. */
  public static @Nullable SctpState of(final int number) {
    return number >= 0 && number < ALL.size() ? ALL.get(number) : null;
  }
}
