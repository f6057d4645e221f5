package dev.plimsoll.engine;

import java.util.Arrays;

/**
 * The kernel's table of TCP states: what a packet of a class makes of a state in a direction
 * (nf_conntrack_proto_tcp.c, {@code tcp_conntracks}). States have the numbers of {@link
 * dev.plimsoll.session.TcpState}.
 */
final class TcpStates {
  static final int NONE = 0;
  static final int SYN_SENT = 1;
  static final int SYN_RECV = 2;
  static final int ESTABLISHED = 3;
  static final int FIN_WAIT = 4;
  static final int CLOSE_WAIT = 5;
  static final int LAST_ACK = 6;
  static final int TIME_WAIT = 7;
  static final int CLOSE = 8;
  static final int SYN_SENT2 = 9;

  /** The packet is invalid in this state. */
  static final int INVALID = 10;

  /** The packet is let through and remembered; it may be that we are out of step. */
  static final int IGNORE = 11;

  // What a packet is, by its flags.
  static final int SYN = 0;
  static final int SYN_ACK = 1;
  static final int FIN = 2;
  static final int ACK = 3;
  static final int RST = 4;
  static final int NO_FLAGS = 5;

  private static final int STATES = 10;
  private static final int CLASSES = 5;

  // One digit a state, in the order of their numbers: i for INVALID, g for IGNORE.
  private static final String[] ORIGINAL = {
    "11ggggg119", // SYN
    "ii2iiiiii2", // SYN and ACK
    "ii4466678i", // FIN
    "3i3355778i", // ACK
    "i888888888", // RST
  };
  private static final String[] REPLY = {
    "i9iiiii1i9", // SYN
    "i2ggggggg2", // SYN and ACK
    "ii4466678i", // FIN
    "ig2355778g", // ACK
    "i888888888", // RST
  };

  private static final byte[] NEXT = new byte[2 * (CLASSES + 1) * STATES];

  static {
    Arrays.fill(NEXT, (byte) INVALID);
    fill(0, ORIGINAL);
    fill(1, REPLY);
  }

  private TcpStates() {}

  private static void fill(final int direction, final String[] rows) {
    for (int packetClass = 0; packetClass < CLASSES; packetClass++) {
      for (int state = 0; state < STATES; state++) {
        final char letter = rows[packetClass].charAt(state);
        NEXT[at(direction, packetClass, state)] =
            (byte) (letter == 'i' ? INVALID : letter == 'g' ? IGNORE : letter - '0');
      }
    }
  }

  private static int at(final int direction, final int packetClass, final int state) {
    return (direction * (CLASSES + 1) + packetClass) * STATES + state;
  }

  /** What a packet is: RST before SYN, SYN before FIN, FIN before ACK. */
  static int classOf(final int flags) {
    if ((flags & Packet.RST) != 0) {
      return RST;
    }
    if ((flags & Packet.SYN) != 0) {
      return (flags & Packet.ACK) != 0 ? SYN_ACK : SYN;
    }
    if ((flags & Packet.FIN) != 0) {
      return FIN;
    }
    return (flags & Packet.ACK) != 0 ? ACK : NO_FLAGS;
  }

  /** The state after the packet, or {@link #INVALID}, or {@link #IGNORE}. */
  static int next(final int direction, final int packetClass, final int state) {
    return NEXT[at(direction, packetClass, state)];
  }

  /** Whether a session in this state may go when the table is full ({@code tcp_can_early_drop}). */
  static boolean isClosing(final int state) {
    return state >= FIN_WAIT && state <= CLOSE;
  }
}
