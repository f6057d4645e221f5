package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * PPTP: the GRE tunnel between the call ids that a control session agrees upon, and the keys of its
 * packets (net/netfilter/nf_conntrack_pptp.c; RFC 2637). As the kernel, it knows one call a session
 * and takes the opener for the client. When the call or the control session ends, the tunnel's
 * session ends too.
 */
final class PptpHelper implements Helper {
  private static final int PACKET_HEADER = 8;
  private static final int BODY = 12;
  private static final int CONTROL = 1;
  private static final int COOKIE = 0x1a2b3c4d;
  private static final int OK = 1;

  private static final int START_REQUEST = 1;
  private static final int START_REPLY = 2;
  private static final int STOP_REQUEST = 3;
  private static final int STOP_REPLY = 4;
  private static final int OUT_CALL_REQUEST = 7;
  private static final int OUT_CALL_REPLY = 8;
  private static final int IN_CALL_REQUEST = 9;
  private static final int IN_CALL_REPLY = 10;
  private static final int IN_CALL_CONNECT = 11;
  private static final int CLEAR_REQUEST = 12;
  private static final int DISCONNECT = 13;

  /** The least length of each message's body, by its number. */
  private static final int[] SIZES = {
    0, 144, 144, 4, 4, 0, 0, 156, 20, 208, 12, 16, 4, 136, 28, 12
  };

  /** The control session, in the kernel's order, which counts. */
  private enum Session {
    NONE,
    ERROR,
    STOPPING,
    REQUESTED,
    CONFIRMED
  }

  private enum Call {
    NONE,
    OUT_REQUESTED,
    OUT_CONFIRMED,
    IN_REQUESTED,
    IN_ANSWERED,
    IN_CONFIRMED,
    CLEARING
  }

  private final GreKeys keys;
  private final SessionEnder sessions;
  private final GreKeys.@Nullable Key[] ownKeys = new GreKeys.Key[2];
  private Session session = Session.NONE;
  private Call call = Call.NONE;
  private int clientCall;
  private int serverCall;
  private @Nullable Tuple control;
  private int zone;

  PptpHelper(final GreKeys keys, final SessionEnder sessions) {
    this.keys = keys;
    this.sessions = sessions;
  }

  @Override
  public HelperKind kind() {
    return HelperKind.PPTP;
  }

  @Override
  public boolean packet(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    if (!payload.isAnswered()
        || !payload.has(BODY)
        || payload.uint16(2) != CONTROL
        || payload.int32(4) != COOKIE) {
      return true;
    }
    final int message = payload.uint16(PACKET_HEADER);
    if (message >= SIZES.length || !payload.has(BODY + SIZES[message])) {
      return true;
    }
    if (control == null) {
      control = payload.original();
      zone = payload.zone();
    }
    if (payload.direction() == 0) {
      fromClient(payload, message);
    } else {
      fromServer(payload, message, master, expectations);
    }
    return true;
  }

  private void fromClient(final Payload payload, final int message) {
    switch (message) {
      case START_REQUEST -> {
        if (session == Session.NONE) {
          session = Session.REQUESTED;
        }
      }
      case STOP_REQUEST -> session = Session.STOPPING;
      case OUT_CALL_REQUEST -> {
        if (session == Session.CONFIRMED) {
          call = Call.OUT_REQUESTED;
          clientCall = payload.uint16(BODY);
        }
      }
      case IN_CALL_REPLY -> {
        final boolean fits = call == Call.IN_REQUESTED || call == Call.IN_ANSWERED;
        if (fits && serverCall == payload.uint16(BODY + 2)) {
          if (payload.uint8(BODY + 4) == OK) {
            call = Call.IN_ANSWERED;
            clientCall = payload.uint16(BODY);
          } else {
            call = Call.NONE;
          }
        }
      }
      case CLEAR_REQUEST -> {
        if (session == Session.CONFIRMED) {
          call = Call.CLEARING;
        }
      }
      default -> {}
    }
  }

  private void fromServer(
      final Payload payload,
      final int message,
      final SessionRow master,
      final Expectations expectations) {
    switch (message) {
      case START_REPLY -> {
        if (session.compareTo(Session.REQUESTED) >= 0) {
          session = payload.uint8(BODY + 2) == OK ? Session.CONFIRMED : Session.ERROR;
        }
      }
      case STOP_REPLY -> {
        if (session.compareTo(Session.STOPPING) <= 0) {
          session = payload.uint8(BODY) == OK ? Session.NONE : Session.ERROR;
        }
      }
      case OUT_CALL_REPLY -> {
        final boolean fits = call == Call.OUT_REQUESTED || call == Call.OUT_CONFIRMED;
        if (session == Session.CONFIRMED && fits && clientCall == payload.uint16(BODY + 2)) {
          if (payload.uint8(BODY + 4) == OK) {
            call = Call.OUT_CONFIRMED;
            serverCall = payload.uint16(BODY);
            expectTunnel(payload.master(master.slot(), HelperKind.PPTP), expectations);
          } else {
            call = Call.NONE;
          }
        }
      }
      case IN_CALL_REQUEST -> {
        if (session == Session.CONFIRMED) {
          call = Call.IN_REQUESTED;
          serverCall = payload.uint16(BODY);
        }
      }
      case IN_CALL_CONNECT -> {
        final boolean fits = call == Call.IN_ANSWERED || call == Call.IN_CONFIRMED;
        if (session == Session.CONFIRMED && fits && clientCall == payload.uint16(BODY)) {
          call = Call.IN_CONFIRMED;
          expectTunnel(payload.master(master.slot(), HelperKind.PPTP), expectations);
        }
      }
      case DISCONNECT -> {
        call = Call.NONE;
        endTunnel(expectations);
      }
      default -> {}
    }
  }

  /** Expects the tunnel, whichever side begins it. */
  private void expectTunnel(final Expectation.Master master, final Expectations expectations) {
    final Tuple outwards = tunnel(master.original(), clientCall, serverCall);
    final Expectation ofClient = new Expectation(master, 0, outwards).fromPort();
    final Expectation ofServer = new Expectation(master, 0, outwards.inverse()).fromPort();
    ofClient.eitherWay = true;
    ofServer.eitherWay = true;
    if (expectations.expect(ofClient) != Expectations.Answer.EXPECTED) {
      return;
    }
    if (expectations.expect(ofServer) != Expectations.Answer.EXPECTED) {
      expectations.remove(ofClient);
      return;
    }
    if (!addKey(0, outwards)) {
      expectations.remove(ofServer);
      expectations.remove(ofClient);
    } else if (!addKey(1, outwards.inverse())) {
      removeKeys();
      expectations.remove(ofServer);
      expectations.remove(ofClient);
    }
  }

  /** Returns false if another key is kept for the direction; the same once more is right. */
  private boolean addKey(final int direction, final Tuple tuple) {
    final GreKeys.Key own = ownKeys[direction];
    if (own != null) {
      return own.isFor(tuple);
    }
    ownKeys[direction] = keys.add(tuple);
    return true;
  }

  private void removeKeys() {
    for (int direction = 0; direction < 2; direction++) {
      final GreKeys.Key own = ownKeys[direction];
      if (own != null) {
        keys.remove(own);
        ownKeys[direction] = null;
      }
    }
  }

  @Override
  public void ended(final Expectations expectations) {
    endTunnel(expectations);
  }

  private void endTunnel(final Expectations expectations) {
    removeKeys();
    if (control != null) {
      final Tuple outwards = tunnel(control, clientCall, serverCall);
      endEither(outwards, expectations);
      endEither(outwards.inverse(), expectations);
    }
  }

  private void endEither(final Tuple tuple, final Expectations expectations) {
    if (!sessions.end(tuple, zone)) {
      final Expectation expected = expectations.find(tuple, zone);
      if (expected != null) {
        expectations.remove(expected);
      }
    }
  }

  private static Tuple tunnel(final Tuple control, final int clientCall, final int serverCall) {
    return Tuple.of(Protocol.GRE, control.source(), clientCall, control.destination(), serverCall);
  }
}
