package dev.plimsoll.engine;

/**
 * What is known of one side of a TCP connection (include/uapi/linux/netfilter/nf_conntrack_tcp.h,
 * {@code struct ip_ct_tcp_state}): the numbers that bound what it may send and acknowledge.
 */
final class TcpSide {
  static final int WINDOW_SCALE = 1;
  static final int SACK_PERMITTED = 2;
  static final int CLOSE_INIT = 4;
  static final int BE_LIBERAL = 8;
  static final int DATA_UNACKNOWLEDGED = 0x10;
  static final int MAX_ACK_SET = 0x20;

  /** The end of the last data sent: the highest sequence number and length seen. */
  int end;

  /** The end of the window that the other side allows. */
  int maxEnd;

  /** The largest window this side allowed; 0 before its first packet. */
  int maxWindow;

  /** The highest number acknowledged, once {@link #MAX_ACK_SET}. */
  int maxAck;

  /** How far this side's windows are scaled, 0 to 14 (RFC 7323). */
  int scale;

  int flags;

  boolean has(final int flag) {
    return (flags & flag) != 0;
  }

  /** Forgets all but that the side is to be judged liberally. */
  void reset() {
    end = 0;
    maxEnd = 0;
    maxWindow = 0;
    maxAck = 0;
    scale = 0;
    flags &= BE_LIBERAL;
  }
}
