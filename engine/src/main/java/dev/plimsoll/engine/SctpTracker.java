package dev.plimsoll.engine;

import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import java.nio.charset.StandardCharsets;

/**
 * SCTP as the kernel tracks it: the state follows the chunks, and each packet must carry the
 * verification tag that its receiver chose (net/netfilter/nf_conntrack_proto_sctp.c; RFC 9260,
 * section 8.5). What it keeps of a session:
 *
 * <table>
 * <caption>State and words of the row</caption>
 * <tr><th>where</th><th>bits</th><th>what</th></tr>
 * <tr><td>state</td><td></td><td>the number of {@link SctpState}</td></tr>
 * <tr><td>word 0</td><td>32-63</td><td>tag that packets of the original direction carry, 0 if not
 *     known</td></tr>
 * <tr><td></td><td>0-31</td><td>the same of the reply direction</td></tr>
 * <tr><td>word 1</td><td>0, 1</td><td>an INIT came in the original direction, in the reply</td></tr>
 * <tr><td></td><td>2</td><td>a HEARTBEAT came with a wrong tag</td></tr>
 * <tr><td></td><td>3</td><td>the direction of that HEARTBEAT</td></tr>
 * <tr><td></td><td>4</td><td>the state changed, which is not told yet</td></tr>
 * </table>
 */
final class SctpTracker implements ProtocolTracker {
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 4;
  private static final int INIT_HEADER = 16;

  private static final int DATA = 0;
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int HEARTBEAT = 4;
  private static final int HEARTBEAT_ACK = 5;
  private static final int ABORT = 6;
  private static final int SHUTDOWN_ACK = 8;
  private static final int COOKIE_ECHO = 10;
  private static final int COOKIE_ACK = 11;
  private static final int SHUTDOWN_COMPLETE = 14;

  /** The T bit: the packet carries the tag of its sender, as it came in the packet it answers. */
  private static final int TAG_REFLECTED = 1;

  /** Chunks of packets that never begin a session (section 8.4). */
  private static final long NEVER_FIRST = 1L << ABORT | 1L << SHUTDOWN_COMPLETE | 1L << COOKIE_ACK;

  /** Chunks whose packets have a rule of their own for the tag, or none. */
  private static final long OWN_TAG_RULE =
      1L << INIT
          | 1L << SHUTDOWN_COMPLETE
          | 1L << COOKIE_ECHO
          | 1L << ABORT
          | 1L << SHUTDOWN_ACK
          | 1L << HEARTBEAT
          | 1L << HEARTBEAT_ACK;

  private static final int NONE = 0;
  private static final int CLOSED = 1;
  private static final int ESTABLISHED = 4;
  private static final int INVALID_STATE = '-' - '0';

  /** By chunk type the row of {@link #STATES}; -1 for chunks that change nothing. */
  private static final byte[] ROWS = {-1, 0, 1, -1, 9, 10, 2, 3, 4, 5, 6, 7, -1, -1, 8};

  /**
   * The next state by direction, row and state, a character each: the states' numbers in the order
   * NONE, CLOSED, COOKIE_WAIT, COOKIE_ECHOED, ESTABLISHED, SHUTDOWN_SENT, SHUTDOWN_RECD,
   * SHUTDOWN_ACK_SENT, HEARTBEAT_SENT.
   */
  private static final byte[][] STATES = {
    table(
        "112341172", // INIT
        "112345671", // INIT_ACK
        "111111111", // ABORT
        "112355671", // SHUTDOWN
        "712347777", // SHUTDOWN_ACK
        "112345671", // ERROR
        "113345671", // COOKIE_ECHO
        "112445671", // COOKIE_ACK
        "112345611", // SHUTDOWN_COMPLETE
        "812345678", // HEARTBEAT
        "112345678"), // HEARTBEAT_ACK
    table(
        "-1234567-",
        "-2234567-",
        "-1111111-",
        "-1236567-",
        "-1234777-",
        "-1214567-",
        "-1334567-",
        "-1244567-",
        "-1234561-",
        "-12345678",
        "-12345674")
  };

  private static final int STATE_COUNT = 9;

  private static final int TAGS = 0;
  private static final int FLAGS = 1;
  private static final int BOTH_INITS = 3;
  private static final int HEARTBEAT_FAILED = 1 << 2;
  private static final int FAILED_DIRECTION = 3;
  private static final int UNTOLD = 1 << 4;

  private static final int[] TIMEOUTS = {
    Timeouts.of(Sysctl.SCTP_TIMEOUT_CLOSED), // NONE: never seen
    Timeouts.of(Sysctl.SCTP_TIMEOUT_CLOSED),
    Timeouts.of(Sysctl.SCTP_TIMEOUT_COOKIE_WAIT),
    Timeouts.of(Sysctl.SCTP_TIMEOUT_COOKIE_ECHOED),
    Timeouts.of(Sysctl.SCTP_TIMEOUT_ESTABLISHED),
    Timeouts.of(Sysctl.SCTP_TIMEOUT_SHUTDOWN_SENT),
    Timeouts.of(Sysctl.SCTP_TIMEOUT_SHUTDOWN_RECD),
    Timeouts.of(Sysctl.SCTP_TIMEOUT_SHUTDOWN_ACK_SENT),
    Timeouts.of(Sysctl.SCTP_TIMEOUT_HEARTBEAT_SENT)
  };

  private static byte[] table(final String... rows) {
    final byte[] states = String.join("", rows).getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < states.length; i++) {
      states[i] = (byte) (states[i] - '0');
    }
    return states;
  }

  @Override
  public boolean begin(final Packet packet, final SessionRow row) {
    final long types = types(packet);
    if (types == 0) {
      packet.invalid(Reason.BAD_CHUNKS);
      return false;
    }
    if ((types & NEVER_FIRST) != 0) {
      packet.invalid(Reason.NO_BEGINNING);
      return false;
    }
    final int tag = tag(packet);
    for (int at = packet.transport + HEADER; hasChunk(packet, at); at = next(packet, at)) {
      final int type = packet.bytes[at] & 0xff;
      if (nextState(0, NONE, type) == NONE) {
        packet.invalid(Reason.NO_BEGINNING);
        return false;
      }
      if (type == INIT) {
        if (tag != 0) {
          packet.invalid(Reason.WRONG_TAG, tag & 0xffff_ffffL, 0);
          return false;
        }
        if (!hasInitHeader(packet, at)) {
          packet.invalid(Reason.BAD_CHUNKS);
          return false;
        }
        tag(row, 1, BigEndian.i32(packet.bytes, at + CHUNK_HEADER));
      } else if (type == HEARTBEAT) {
        tag(row, 0, tag);
      } else if (type == SHUTDOWN_ACK) {
        // The answer has to be a SHUTDOWN_COMPLETE with the same tag.
        tag(row, 1, tag);
      }
    }
    return true;
  }

  @Override
  public int track(final Packet packet, final SessionRow row, final int direction) {
    final int judged = judge(packet, row, direction);
    if (judged != INVALID && takeUntold(row)) {
      packet.tellsState = true;
    }
    return judged;
  }

  /**
   * Whether a change of the state is still to be told; it counts as told then. A chunk may change
   * the state before another makes the packet invalid: that is told with the next packet that
   * passes, be it an ICMP error about the session.
   */
  static boolean takeUntold(final SessionRow row) {
    final boolean untold = (row.word(FLAGS) & UNTOLD) != 0;
    row.word(FLAGS, row.word(FLAGS) & ~UNTOLD);
    return untold;
  }

  private static int judge(final Packet packet, final SessionRow row, final int direction) {
    final long types = types(packet);
    if (types == 0) {
      packet.invalid(Reason.BAD_CHUNKS);
      return INVALID;
    }
    if ((types & OWN_TAG_RULE) == 0 && tag(packet) != tag(row, direction)) {
      return wrongTag(packet, tag(packet), tag(row, direction));
    }
    boolean ignored = false;
    int state = NONE;
    for (int at = packet.transport + HEADER; hasChunk(packet, at); at = next(packet, at)) {
      final int type = packet.bytes[at] & 0xff;
      final int before = row.state();
      if (!isTagRight(packet, at, row, direction)) {
        if (ignored || (types & 1L << DATA) != 0 || !isTolerated(packet, type, row, direction)) {
          return wrongTag(packet, tag(packet), tag(row, direction));
        }
        if (type == HEARTBEAT) {
          ignored = true;
          continue;
        }
      }
      state = advance(packet, at, row, direction);
      if (state == INVALID_STATE) {
        return INVALID;
      }
      // Who only repeats his INIT, from a port used again, does not keep a closed session alive.
      ignored |=
          type == INIT && before == CLOSED && state == CLOSED && row.slot() != SessionTable.NONE;
    }
    return ignored ? IGNORED : TIMEOUTS[state];
  }

  /** Whether the packet's tag is the right one for this chunk (section 8.5.1). */
  private static boolean isTagRight(
      final Packet packet, final int at, final SessionRow row, final int direction) {
    final int tag = tag(packet);
    final int known = tag(row, direction);
    switch (packet.bytes[at]) {
      case INIT -> {
        return tag == 0;
      }
      case ABORT, SHUTDOWN_COMPLETE -> {
        final boolean reflected = (packet.bytes[at + 1] & TAG_REFLECTED) != 0;
        return tag == (reflected ? tag(row, 1 - direction) : known);
      }
      case COOKIE_ECHO -> {
        return tag == known;
      }
      case HEARTBEAT, HEARTBEAT_ACK -> {
        if (known == 0) {
          tag(row, direction, tag);
        } else if (tag != known) {
          return false;
        } else {
          row.word(FLAGS, row.word(FLAGS) & ~HEARTBEAT_FAILED);
        }
        return true;
      }
      default -> {
        return true;
      }
    }
  }

  /**
   * A heartbeat with a wrong tag may come from a peer that began anew. It is remembered, and if the
   * other side acknowledges it, the tags are learnt again.
   */
  private static boolean isTolerated(
      final Packet packet, final int type, final SessionRow row, final int direction) {
    final long flags = row.word(FLAGS);
    if (type == HEARTBEAT) {
      final long others = flags & ~(1L << FAILED_DIRECTION);
      row.word(FLAGS, others | HEARTBEAT_FAILED | (long) direction << FAILED_DIRECTION);
      return true;
    }
    if (type != HEARTBEAT_ACK
        || (flags & HEARTBEAT_FAILED) == 0
        || (flags >>> FAILED_DIRECTION & 1) == direction) {
      return false;
    }
    row.word(FLAGS, flags & ~HEARTBEAT_FAILED);
    tag(row, direction, tag(packet));
    tag(row, 1 - direction, 0);
    return true;
  }

  /** Brings the row to the state after this chunk, which is returned. */
  private static int advance(
      final Packet packet, final int at, final SessionRow row, final int direction) {
    final int type = packet.bytes[at] & 0xff;
    final int before = row.state();
    final int state = nextState(direction, before, type);
    if (state == INVALID_STATE) {
      packet.invalid(Reason.WRONG_STATE);
      return INVALID_STATE;
    }
    if (type == COOKIE_ACK) {
      row.word(FLAGS, row.word(FLAGS) & ~BOTH_INITS);
    } else if (type == INIT || type == INIT_ACK) {
      if (!hasInitHeader(packet, at)) {
        packet.invalid(Reason.BAD_CHUNKS);
        return INVALID_STATE;
      }
      final int chosen = BigEndian.i32(packet.bytes, at + CHUNK_HEADER);
      final int known = tag(row, 1 - direction);
      if (type == INIT) {
        noteInit(row, direction, before == NONE || chosen != known);
      } else if (chosen != known && !mayChange(row, direction, known)) {
        wrongTag(packet, chosen, known);
        return INVALID_STATE;
      }
      tag(row, 1 - direction, chosen);
    }
    if (state != before) {
      row.state(state);
      row.word(FLAGS, row.word(FLAGS) | UNTOLD);
      if (state == ESTABLISHED) {
        row.status(row.status() | Status.ASSURED);
      }
    }
    return state;
  }

  /** Remembers which sides have sent an INIT; of a third one only its own direction counts. */
  private static void noteInit(final SessionRow row, final int direction, final boolean isNew) {
    if (isNew) {
      final long flags = row.word(FLAGS);
      final boolean both = (flags & BOTH_INITS) == BOTH_INITS;
      row.word(FLAGS, (both ? flags & ~BOTH_INITS : flags) | 1L << direction);
    }
  }

  /** Whether an INIT_ACK may choose another tag than the one known of its sender. */
  private static boolean mayChange(final SessionRow row, final int direction, final int known) {
    final long inits = row.word(FLAGS) & BOTH_INITS;
    final boolean otherSentInit = (inits & 1L << 1 - direction) != 0;
    return inits != BOTH_INITS && (otherSentInit || known == 0);
  }

  private static int wrongTag(final Packet packet, final int tag, final int known) {
    packet.invalid(Reason.WRONG_TAG, tag & 0xffff_ffffL, known & 0xffff_ffffL);
    return INVALID;
  }

  /**
   * The types of the packet's chunks as bits, those from 63 on as bit 63; 0 if there are none or
   * they do not go together.
   */
  private static long types(final Packet packet) {
    long types = 0;
    boolean alone = false;
    for (int at = packet.transport + HEADER; hasChunk(packet, at); at = next(packet, at)) {
      final int type = packet.bytes[at] & 0xff;
      alone |= type == INIT || type == INIT_ACK || type == SHUTDOWN_COMPLETE;
      final boolean isFirst = types == 0;
      if (!isFirst && (alone || type == COOKIE_ACK || type == COOKIE_ECHO)
          || BigEndian.u16(packet.bytes, at + 2) == 0) {
        return 0;
      }
      types |= 1L << Math.min(type, 63);
    }
    return types;
  }

  private static int nextState(final int direction, final int state, final int type) {
    final int row = type < ROWS.length ? ROWS[type] : -1;
    return row < 0 ? state : STATES[direction][row * STATE_COUNT + state];
  }

  private static boolean hasChunk(final Packet packet, final int at) {
    return at + CHUNK_HEADER <= packet.end;
  }

  private static boolean hasInitHeader(final Packet packet, final int at) {
    return at + CHUNK_HEADER + INIT_HEADER <= packet.end;
  }

  private static int next(final Packet packet, final int at) {
    return at + (BigEndian.u16(packet.bytes, at + 2) + 3 & ~3);
  }

  /** The tag that the packet carries. */
  private static int tag(final Packet packet) {
    return BigEndian.i32(packet.bytes, packet.transport + 4);
  }

  /** The tag that packets of a direction have to carry, 0 if it is not known. */
  private static int tag(final SessionRow row, final int direction) {
    return (int) (row.word(TAGS) >>> (direction == 0 ? 32 : 0));
  }

  private static void tag(final SessionRow row, final int direction, final int tag) {
    final int shift = direction == 0 ? 32 : 0;
    row.word(TAGS, row.word(TAGS) & 0xffff_ffffL << 32 - shift | (tag & 0xffff_ffffL) << shift);
  }
}
