package dev.plimsoll.engine;

/**
 * Whether a TCP packet lies within the windows of its connection ({@code tcp_in_window} of
 * nf_conntrack_proto_tcp.c, after Guido van Rooij, "Real Stateful TCP Packet Filtering in IP
 * Filter", 2001).
 *
 * <p>Numbers are taken modulo 2³², as TCP does.
 */
final class TcpWindow {
  /** The packet fits. */
  static final int FITS = 0;

  /** The packet passes, and changes nothing. */
  static final int PASSES = 1;

  /** The packet is invalid; the reason stands on it. */
  static final int IS_INVALID = 2;

  private static final int MAX_ACK_WINDOW = 66_000;

  private final boolean beLiberal;

  TcpWindow(final boolean beLiberal) {
    this.beLiberal = beLiberal;
  }

  /**
   * Judges the packet, and takes over what it tells if it fits.
   *
   * @param state the state before the packet
   * @return {@link #FITS}, {@link #PASSES} or {@link #IS_INVALID}
   */
  int take(
      final TcpConnection connection,
      final Packet packet,
      final int direction,
      final int packetClass,
      final int state) {
    final TcpSide sender = connection.side(direction);
    final TcpSide receiver = connection.side(direction ^ 1);
    final boolean hasSyn = (packet.flags & Packet.SYN) != 0;
    final boolean hasAck = (packet.flags & Packet.ACK) != 0;
    final boolean hasRst = (packet.flags & Packet.RST) != 0;
    int sequence = packet.sequence;
    int end = endOf(packet);
    int ack = packet.acknowledgment;
    int sack = receiver.has(TcpSide.SACK_PERMITTED) ? TcpOptions.sack(packet, ack) : ack;

    if (sender.maxWindow == 0) {
      if (hasSyn) {
        beginSide(sender, receiver, packet, end, direction);
        if (!hasAck) {
          return FITS; // both sides open at once
        }
      } else {
        pickUpSide(sender, receiver, packet, end, sack);
      }
    } else if (hasSyn
        && isAfter(end, sender.end)
        && (state == TcpStates.SYN_SENT || state == TcpStates.SYN_RECV)) {
      beginSide(sender, receiver, packet, end, direction);
      if (direction == 1 && !hasAck) {
        return FITS;
      }
    }
    if (!hasAck || hasRst && ack == 0) {
      // Some stacks send a RST with ACK and 0.
      ack = receiver.end;
      sack = receiver.end;
    }
    if (hasRst && sequence == 0 && state == TcpStates.SYN_SENT) {
      sequence = sender.end;
      end = sender.end;
    }
    if (sequence - (sender.maxEnd + 1) >= 0) {
      return beyondWindow(packet, sender, receiver, end, sack);
    }
    if (sack - (receiver.end + 1) >= 0) {
      return unfit(sender, packet, Reason.ACKNOWLEDGES_UNSEEN, sack, sack - receiver.end);
    }
    final boolean inReceiversWindow =
        receiver.maxWindow == 0 || isAfter(end, sender.end - receiver.maxWindow - 1);
    if (!inReceiversWindow || !isRecentAck(sender, receiver, sack)) {
      return isLiberal(sender) ? FITS : PASSES;
    }
    update(packet, sender, receiver, end, ack, sack, hasSyn, hasAck);
    if (packetClass == TcpStates.ACK) {
      connection.acknowledgement(direction, sequence, ack, end, packet.window);
    }
    return FITS;
  }

  /** Of two numbers that are 2³¹ apart each is after the other, as the kernel has it. */
  static boolean isAfter(final int number, final int other) {
    return other - number < 0;
  }

  /** The sequence number after the packet: SYN and FIN take one each. */
  static int endOf(final Packet packet) {
    return packet.sequence
        + packet.transportLength
        - packet.headerLength
        + (packet.flags >>> 1 & 1)
        + (packet.flags & Packet.FIN);
  }

  private static void beginSide(
      final TcpSide sender,
      final TcpSide receiver,
      final Packet packet,
      final int end,
      final int direction) {
    sender.end = end;
    sender.maxEnd = end;
    sender.maxWindow = Math.max(packet.window, 1);
    TcpOptions.read(packet, sender);
    if (direction == 1
        && !(sender.has(TcpSide.WINDOW_SCALE) && receiver.has(TcpSide.WINDOW_SCALE))) {
      // Scaling counts only if both sides offer it (RFC 7323).
      sender.scale = 0;
      receiver.scale = 0;
    }
  }

  /** The first packet seen of a side in the middle of a connection: what it tells has to do. */
  private static void pickUpSide(
      final TcpSide sender,
      final TcpSide receiver,
      final Packet packet,
      final int end,
      final int sack) {
    sender.end = end;
    sender.maxWindow = Math.max(packet.window << sender.scale, 1);
    sender.maxEnd = end + sender.maxWindow;
    if (receiver.maxWindow == 0) {
      receiver.end = sack;
      receiver.maxEnd = sack;
    } else if (sack == receiver.end + 1) {
      receiver.end++; // likely the answer to a keep-alive
    }
  }

  private int beyondWindow(
      final Packet packet,
      final TcpSide sender,
      final TcpSide receiver,
      final int end,
      final int sack) {
    final int overshot = end - sender.maxEnd + 1;
    if (receiver.maxWindow != 0
        && isAfter(end, sender.end - receiver.maxWindow - 1)
        && isRecentAck(sender, receiver, sack)
        && Integer.compareUnsigned(overshot, receiver.maxWindow) <= 0
        && sack - (receiver.end + 1) < 0) {
      // Some stacks send more than they may. The other side will acknowledge it.
      sender.end = end;
      sender.flags |= TcpSide.DATA_UNACKNOWLEDGED;
      return isLiberal(sender) ? FITS : PASSES;
    }
    return unfit(
        sender,
        packet,
        Reason.SEQUENCE_BEYOND_WINDOW,
        packet.sequence,
        packet.sequence - sender.maxEnd);
  }

  private int unfit(
      final TcpSide sender,
      final Packet packet,
      final Reason reason,
      final int number,
      final int by) {
    if (isLiberal(sender)) {
      return FITS;
    }
    packet.invalid(reason, Integer.toUnsignedLong(number), Integer.toUnsignedLong(by));
    return IS_INVALID;
  }

  private boolean isLiberal(final TcpSide sender) {
    return beLiberal || sender.has(TcpSide.BE_LIBERAL);
  }

  private static boolean isRecentAck(final TcpSide sender, final TcpSide receiver, final int sack) {
    final int window =
        Integer.compareUnsigned(sender.maxWindow, MAX_ACK_WINDOW) > 0
            ? sender.maxWindow
            : MAX_ACK_WINDOW;
    return isAfter(sack, receiver.end - window - 1);
  }

  private static void update(
      final Packet packet,
      final TcpSide sender,
      final TcpSide receiver,
      final int end,
      final int ack,
      final int sack,
      final boolean hasSyn,
      final boolean hasAck) {
    final int window = hasSyn ? packet.window : packet.window << sender.scale;
    final int allowed = window + (sack - ack);
    if (Integer.compareUnsigned(sender.maxWindow, allowed) < 0) {
      sender.maxWindow = allowed;
    }
    if (isAfter(end, sender.end)) {
      sender.end = end;
      sender.flags |= TcpSide.DATA_UNACKNOWLEDGED;
    }
    if (hasAck && (!sender.has(TcpSide.MAX_ACK_SET) || isAfter(ack, sender.maxAck))) {
      sender.maxAck = ack;
      sender.flags |= TcpSide.MAX_ACK_SET;
    }
    if (receiver.maxWindow != 0 && isAfter(end, sender.maxEnd)) {
      receiver.maxWindow += end - sender.maxEnd;
    }
    if (isAfter(sack + window, receiver.maxEnd - 1)) {
      receiver.maxEnd = sack + window + (window == 0 ? 1 : 0);
    }
    if (ack == receiver.end) {
      receiver.flags &= ~TcpSide.DATA_UNACKNOWLEDGED;
    }
  }
}
