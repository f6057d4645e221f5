package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the options of a protocol tell. Reads each option's argument. Mutable. */
final class ProtocolValues {
  /** The kernel's numbers of DCCP's states are the places in this list. */
  private static final List<String> DCCP_STATES =
      List.of(
          "NONE",
          "REQUEST",
          "RESPOND",
          "PARTOPEN",
          "OPEN",
          "CLOSEREQ",
          "CLOSING",
          "TIMEWAIT",
          "IGNORE",
          "INVALID");

  private static final String LISTEN = "LISTEN";

  final Set<ProtocolOption> given = EnumSet.noneOf(ProtocolOption.class);
  int state = Session.ABSENT;
  int originalTag;
  int replyTag;
  int icmpType = Session.ABSENT;
  int icmpCode = Session.ABSENT;
  int icmpId = Session.ABSENT;

  /** Takes an option of a protocol with its argument; ports and keys go to the directions. */
  void take(
      final ProtocolSyntax protocol,
      final ProtocolOption option,
      final String text,
      final OptionValues values)
      throws ConntrackUsageException {
    given.add(option);
    final int end = end(protocol, text);
    switch (option) {
      case ORIG_SOURCE -> values.original.sourcePort = end;
      case ORIG_DESTINATION -> values.original.destinationPort = end;
      case REPLY_SOURCE -> values.reply.sourcePort = end;
      case REPLY_DESTINATION -> values.reply.destinationPort = end;
      case MASK_SOURCE -> values.mask.sourcePort = end;
      case MASK_DESTINATION -> values.mask.destinationPort = end;
      case TUPLE_SOURCE -> values.expected.sourcePort = end;
      case TUPLE_DESTINATION -> values.expected.destinationPort = end;
      case STATE -> state = state(protocol, text);
      case ORIG_TAG -> originalTag = CNumber.decimal(text);
      case REPLY_TAG -> replyTag = CNumber.decimal(text);
      case ROLE -> checkRole(text);
      case ICMP_TYPE -> icmpType = CNumber.decimal(text) & 0xff;
      case ICMP_CODE -> icmpCode = CNumber.decimal(text) & 0xff;
      case ICMP_ID -> icmpId = CNumber.decimal(text) & 0xffff;
    }
  }

  /** Forgets what another protocol than this one told. */
  void keepOnly(final ProtocolSyntax protocol) {
    given.retainAll(protocol.options().stream().map(ProtocolSyntax.Described::option).toList());
    state = has(ProtocolOption.STATE) ? state : Session.ABSENT;
  }

  boolean has(final ProtocolOption option) {
    return given.contains(option);
  }

  /** A port is decimal, a key in C's notation; what is beyond 16 bits is cut off. */
  private static int end(final ProtocolSyntax protocol, final String text) {
    final int number =
        protocol.number() == Protocol.GRE ? CNumber.unsigned(text) : CNumber.decimal(text);
    return number & 0xffff;
  }

  private static int state(final ProtocolSyntax protocol, final String text)
      throws ConntrackUsageException {
    return switch (protocol.number()) {
      case Protocol.TCP -> tcpState(text);
      case Protocol.SCTP -> sctpState(text);
      default -> {
        final int state = DCCP_STATES.indexOf(text);
        if (state < 0) {
          throw ConntrackUsageException.parameter("Unknown DCCP state `" + text + "'");
        }
        yield state;
      }
    };
  }

  private static int tcpState(final String text) throws ConntrackUsageException {
    if (text.equals(LISTEN)) {
      return TcpState.SYN_SENT2.number();
    }
    for (final TcpState state : TcpState.values()) {
      if (state.name().equals(text)) {
        return state.number();
      }
    }
    throw ConntrackUsageException.parameter("unknown TCP state `" + text + "'");
  }

  private static int sctpState(final String text) throws ConntrackUsageException {
    for (final SctpState state : SctpState.values()) {
      if (state.name().equals(text)) {
        return state.number();
      }
    }
    throw ConntrackUsageException.parameter("unknown SCTP state `" + text + "'");
  }

  // Kernels that track DCCP are gone: the role is read, and there is nobody to tell it to.
  private static void checkRole(final String text) throws ConntrackUsageException {
    final String lower = text.toLowerCase(Locale.ROOT);
    if (!"client".startsWith(lower) && !"server".startsWith(lower)) {
      throw ConntrackUsageException.parameter("Unknown DCCP role `" + text + "'");
    }
  }
}
