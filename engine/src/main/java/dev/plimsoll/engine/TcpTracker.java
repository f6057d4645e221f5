package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Status;

/**
 * The kernel's tracking of TCP (nf_conntrack_proto_tcp.c): states, windows, and the rules for what
 * fits neither at first sight.
 */
final class TcpTracker implements ProtocolTracker {
  // What a special rule decides.
  private static final int CHECK_WINDOW = 0;
  private static final int SKIP_WINDOW = 1;
  private static final int PASS = 2;
  private static final int REFUSE = 3;
  private static final int REOPEN = 4;

  private static final long SHORTENED_FROM_MILLIS = 120_000;

  private final TcpConnection connection = new TcpConnection();
  private final TcpSide scratch = new TcpSide();
  private final TcpWindow window;
  private final long unacknowledged;
  private final boolean isLoose;
  private final boolean ignoresInvalidRst;
  private final long mostRepeats;
  private int oldState;
  private int newState;

  TcpTracker(final TrackerSettings settings) {
    window = new TcpWindow(settings.isOn(Sysctl.TCP_BE_LIBERAL));
    unacknowledged = settings.millis(Sysctl.TCP_TIMEOUT_UNACKNOWLEDGED);
    isLoose = settings.isOn(Sysctl.TCP_LOOSE);
    ignoresInvalidRst = settings.isOn(Sysctl.TCP_IGNORE_INVALID_RST);
    mostRepeats = settings.value(Sysctl.TCP_MAX_RETRANS);
  }

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    final int state = TcpStates.next(0, TcpStates.classOf(packet.flags), TcpStates.NONE);
    if (state == TcpStates.INVALID) {
      packet.invalid(Reason.NO_BEGINNING);
      return false;
    }
    if (state != TcpStates.SYN_SENT && !isLoose) {
      packet.invalid(Reason.NO_PICK_UP);
      return false;
    }
    connection.clear();
    final TcpSide sender = connection.original;
    sender.end = TcpWindow.endOf(packet);
    sender.maxWindow = Math.max(packet.window, 1);
    if (state == TcpStates.SYN_SENT) {
      sender.maxEnd = sender.end;
      TcpOptions.read(packet, sender);
    } else {
      // In the middle of a connection its scale is not known, so the window decides little.
      sender.maxEnd = sender.end + sender.maxWindow;
      sender.flags = TcpSide.SACK_PERMITTED | TcpSide.BE_LIBERAL;
      connection.reply.flags = TcpSide.SACK_PERMITTED | TcpSide.BE_LIBERAL;
    }
    connection.store(row);
    return true;
  }

  @Override
  public int track(final Packet packet, final SessionRow row, final int direction) {
    connection.load(row);
    final int packetClass = TcpStates.classOf(packet.flags);
    oldState = row.state();
    newState = TcpStates.next(direction, packetClass, oldState);
    final int decided =
        switch (bySpecialRule(packet, row, direction, packetClass)) {
          case REOPEN -> REPEAT;
          case REFUSE -> INVALID;
          case PASS -> IGNORED;
          case CHECK_WINDOW -> checkWindow(packet, row, direction, packetClass);
          default -> inStep(packet, row, direction, packetClass);
        };
    connection.store(row);
    return decided;
  }

  private int bySpecialRule(
      final Packet packet, final SessionRow row, final int direction, final int packetClass) {
    switch (newState) {
      case TcpStates.SYN_SENT -> {
        if (oldState < TcpStates.TIME_WAIT) {
          return CHECK_WINDOW;
        }
        return mayReopen(direction) ? REOPEN : ignored(packet, direction, packetClass);
      }
      case TcpStates.IGNORE -> {
        return ignored(packet, direction, packetClass);
      }
      case TcpStates.INVALID -> {
        packet.invalid(Reason.WRONG_STATE);
        return REFUSE;
      }
      case TcpStates.TIME_WAIT -> {
        if (isChallengeAck(direction, packetClass)) {
          connection.lastFlags &= ~TcpConnection.EXPECT_CHALLENGE_ACK;
          return PASS;
        }
        return CHECK_WINDOW;
      }
      case TcpStates.SYN_SENT2 -> connection.lastFlags |= TcpConnection.SIMULTANEOUS_OPEN;
      case TcpStates.SYN_RECV -> {
        if (direction == 1
            && packetClass == TcpStates.ACK
            && (connection.lastFlags & TcpConnection.SIMULTANEOUS_OPEN) != 0) {
          newState = TcpStates.ESTABLISHED;
        }
      }
      case TcpStates.CLOSE -> {
        return packetClass == TcpStates.RST ? reset(packet, row, direction) : CHECK_WINDOW;
      }
      default -> {}
    }
    return CHECK_WINDOW;
  }

  /** A SYN after the end: a new connection, if this one was closed by either side. */
  private boolean mayReopen(final int direction) {
    return ((connection.original.flags | connection.reply.flags) & TcpSide.CLOSE_INIT) != 0
        || connection.lastDirection == direction && connection.lastClass == TcpStates.RST;
  }

  /**
   * A packet that may mean that the two sides are in step and we are not. It passes and is
   * remembered; a SYN/ACK that answers a remembered SYN brings us in step.
   */
  private int ignored(final Packet packet, final int direction, final int packetClass) {
    if (packetClass == TcpStates.SYN_ACK
        && connection.lastClass == TcpStates.SYN
        && connection.lastDirection != direction
        && packet.acknowledgment == connection.lastEnd) {
      resynchronise(direction);
      packet.tellsState = true;
      return CHECK_WINDOW;
    }
    connection.lastClass = packetClass;
    connection.lastDirection = direction;
    connection.lastSequence = packet.sequence;
    connection.lastEnd = TcpWindow.endOf(packet);
    connection.lastWindow = packet.window;
    if (packetClass == TcpStates.SYN && direction == 0) {
      rememberOptions(packet);
      if (oldState == TcpStates.LAST_ACK) {
        connection.lastFlags |= TcpConnection.EXPECT_CHALLENGE_ACK;
      }
    }
    if (oldState == TcpStates.SYN_SENT && packetClass == TcpStates.ACK && direction == 1) {
      connection.lastAck = packet.acknowledgment;
    }
    return PASS;
  }

  private void resynchronise(final int direction) {
    oldState = TcpStates.SYN_SENT;
    newState = TcpStates.SYN_RECV;
    final TcpSide opener = connection.side(connection.lastDirection);
    opener.end = connection.lastEnd;
    opener.maxEnd = connection.lastEnd;
    opener.maxWindow = Math.max(connection.lastWindow, 1);
    opener.scale = connection.lastScale;
    connection.lastFlags &= ~TcpConnection.EXPECT_CHALLENGE_ACK;
    opener.flags = connection.lastFlags;
    connection.side(direction).reset();
  }

  private void rememberOptions(final Packet packet) {
    scratch.flags = 0;
    scratch.scale = 0;
    TcpOptions.read(packet, scratch);
    connection.lastFlags = scratch.flags & (TcpSide.WINDOW_SCALE | TcpSide.SACK_PERMITTED);
    connection.lastScale = scratch.has(TcpSide.WINDOW_SCALE) ? scratch.scale : 0;
  }

  /** RFC 5961: the answer to a stray SYN must not be taken for the acknowledgement of a FIN. */
  private boolean isChallengeAck(final int direction, final int packetClass) {
    return oldState == TcpStates.LAST_ACK
        && packetClass == TcpStates.ACK
        && connection.lastDirection != direction
        && connection.lastClass == TcpStates.SYN
        && (connection.lastFlags & TcpConnection.EXPECT_CHALLENGE_ACK) != 0;
  }

  private int reset(final Packet packet, final SessionRow row, final int direction) {
    if (TcpStates.isClosing(oldState)) {
      // The tuple may be in use again already; what is known of windows is old.
      return SKIP_WINDOW;
    }
    final TcpSide peer = connection.side(direction ^ 1);
    if (peer.has(TcpSide.MAX_ACK_SET) && connection.lastClass != TcpStates.SYN) {
      final boolean isEstablished =
          oldState == TcpStates.ESTABLISHED && (row.status() & Status.ASSURED) != 0;
      if (packet.sequence == 0 && !isEstablished) {
        return CHECK_WINDOW;
      }
      if (packet.sequence - peer.maxAck < 0 && !ignoresInvalidRst) {
        packet.invalid(
            Reason.RST_BEFORE_WINDOW,
            Integer.toUnsignedLong(packet.sequence),
            Integer.toUnsignedLong(peer.maxAck - packet.sequence));
        return REFUSE;
      }
      if (!isEstablished || packet.sequence == peer.maxAck) {
        return CHECK_WINDOW;
      }
      if (connection.lastClass == TcpStates.ACK
          && connection.lastDirection == direction
          && packet.sequence == connection.lastEnd) {
        return CHECK_WINDOW;
      }
      // Not exactly the number expected: the other side may answer with a challenge ACK.
      newState = oldState;
    }
    return answersIgnored(packet, row, direction) ? SKIP_WINDOW : CHECK_WINDOW;
  }

  /** Whether the RST answers a packet that was let through although it did not fit. */
  private boolean answersIgnored(final Packet packet, final SessionRow row, final int direction) {
    final boolean afterSyn =
        (row.status() & Status.SEEN_REPLY) != 0
            && connection.lastClass == TcpStates.SYN
            && connection.lastDirection != direction;
    final boolean afterAck =
        (row.status() & Status.ASSURED) == 0 && connection.lastClass == TcpStates.ACK;
    if ((afterSyn || afterAck) && packet.acknowledgment == connection.lastEnd) {
      return true;
    }
    return oldState == TcpStates.SYN_SENT
        && connection.lastClass == TcpStates.ACK
        && connection.lastDirection == 1
        && packet.sequence == connection.lastAck;
  }

  private int checkWindow(
      final Packet packet, final SessionRow row, final int direction, final int packetClass) {
    return switch (window.take(connection, packet, direction, packetClass, row.state())) {
      case TcpWindow.FITS -> inStep(packet, row, direction, packetClass);
      case TcpWindow.PASSES -> IGNORED;
      default -> {
        noteInvalid(packet, row, direction, packetClass);
        yield INVALID;
      }
    };
  }

  private int inStep(
      final Packet packet, final SessionRow row, final int direction, final int packetClass) {
    connection.lastClass = packetClass;
    connection.lastDirection = direction;
    if (newState == TcpStates.FIN_WAIT && oldState != newState) {
      connection.side(direction).flags |= TcpSide.CLOSE_INIT;
    }
    if (row.state() != newState) {
      row.state(newState);
    }
    return timeout(packet, row, packetClass);
  }

  private int timeout(final Packet packet, final SessionRow row, final int packetClass) {
    int shortened = connection.repeats >= mostRepeats ? Timeouts.REPEATED : 0;
    if (packetClass == TcpStates.RST) {
      shortened |= Timeouts.RESET;
    }
    if (((connection.original.flags | connection.reply.flags) & TcpSide.DATA_UNACKNOWLEDGED) != 0) {
      shortened |= Timeouts.UNACKNOWLEDGED;
    }
    if (connection.lastWindow == 0) {
      shortened |= Timeouts.WINDOW_CLOSED;
    }
    final int status = row.status();
    if ((status & Status.SEEN_REPLY) == 0) {
      if ((packet.flags & Packet.RST) != 0) {
        return END;
      }
      if (packetClass == TcpStates.SYN && oldState == TcpStates.SYN_SENT) {
        // Or else a client that uses its port again and again would keep the session for ever.
        return IGNORED;
      }
      if (newState == TcpStates.ESTABLISHED) {
        shortened |= Timeouts.UNREPLIED;
      }
    } else if ((status & Status.ASSURED) == 0
        && (oldState == TcpStates.SYN_RECV || oldState == TcpStates.ESTABLISHED)
        && newState == TcpStates.ESTABLISHED) {
      row.status(status | Status.ASSURED);
    }
    return Timeouts.ofTcp(newState, shortened);
  }

  /** A FIN or RST out of window in both directions: most likely the connection is dead. */
  private void noteInvalid(
      final Packet packet, final SessionRow row, final int direction, final int packetClass) {
    if ((row.status() & Status.ASSURED) == 0
        || (row.status() & Status.FIXED_TIMEOUT) != 0
        || packetClass != TcpStates.RST && packetClass != TcpStates.FIN) {
      return;
    }
    final boolean otherSideToo =
        connection.lastDirection != direction
            && (connection.lastClass == TcpStates.FIN || connection.lastClass == TcpStates.RST);
    if (!otherSideToo) {
      connection.lastClass = packetClass;
      connection.lastDirection = direction;
      return;
    }
    final long nowMillis = packet.timeNanos / 1_000_000;
    final long left = row.deadlineMillis() - nowMillis;
    if (left >= SHORTENED_FROM_MILLIS && left > unacknowledged) {
      row.deadlineMillis(
          nowMillis + unacknowledged, Timeouts.of(Sysctl.TCP_TIMEOUT_UNACKNOWLEDGED));
    }
  }
}
