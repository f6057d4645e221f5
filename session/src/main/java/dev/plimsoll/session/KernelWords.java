package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.util.Arrays;

/**
 * The words that the kernel's line (net/netfilter/nf_conntrack_standalone.c) and the line of
 * conntrack(8) (libnetfilter_conntrack, snprintf_default.c) have in common. Each word but the first
 * brings the space before it.
 */
final class KernelWords {
  private static final byte[] IPV4 = ascii("ipv4     2 ");
  private static final byte[] IPV6 = ascii("ipv6     10 ");
  private static final byte[] SOURCE_PORT = ascii(" sport=");
  private static final byte[] DESTINATION_PORT = ascii(" dport=");
  private static final byte[] TYPE = ascii(" type=");
  private static final byte[] CODE = ascii(" code=");
  private static final byte[] ICMP_ID = ascii(" id=");
  private static final byte[] SOURCE_KEY = ascii(" srckey=0x");
  private static final byte[] DESTINATION_KEY = ascii(" dstkey=0x");
  private static final byte[] PACKETS = ascii(" packets=");
  private static final byte[] BYTES = ascii(" bytes=");
  private static final byte[] ZONE_ORIGINAL = ascii(" zone-orig=");
  private static final byte[] ZONE_REPLY = ascii(" zone-reply=");
  private static final byte[] UNREPLIED = ascii(" [UNREPLIED]");
  private static final byte[] ASSURED = ascii(" [ASSURED]");
  private static final byte[] OFFLOAD = ascii(" [OFFLOAD]");
  private static final byte[] HW_OFFLOAD = ascii(" [HW_OFFLOAD]");
  private static final byte[] NEW = ascii("    [NEW] ");
  private static final byte[] UPDATE = ascii(" [UPDATE] ");
  private static final byte[] DESTROY = ascii("[DESTROY] ");
  private static final byte[] MISSED = ascii(" [MISSED]");
  private static final byte[] MARK = ascii(" mark=");
  private static final byte[] SECURITY_CONTEXT = ascii(" secctx=");
  private static final byte[][] TCP_STATES = names(TcpState.values());
  private static final byte[][] SCTP_STATES = names(SctpState.values());

  private KernelWords() {}

  private static byte[][] names(final Enum<?>[] states) {
    return Arrays.stream(states).map(s -> ascii(" " + s.name())).toArray(byte[][]::new);
  }

  /** The tag of an event, as {@code %9s}. */
  static void putTag(final SessionEvent.Type type, final LineBuffer line) {
    line.put(
        switch (type) {
          case NEW -> NEW;
          case UPDATE -> UPDATE;
          case DESTROY -> DESTROY;
        });
  }

  /** When an event came: seconds since 1970 with six digits behind the point, and a tab. */
  static void putReceiveTime(final long nanos, final LineBuffer line) {
    final long micros = nanos / 1000;
    line.put('[').put(micros / 1_000_000).put('.');
    final long fraction = micros % 1_000_000;
    for (long bound = 100_000; bound > fraction && bound > 1; bound /= 10) {
      line.put('0');
    }
    line.put(fraction).put(']').put('\t');
  }

  /** What stands at the end of an event that was found out afterwards. */
  static void putMissed(final SessionEvent event, final LineBuffer line) {
    if (event.isMissed()) {
      line.put(MISSED);
    }
  }

  static void putFamily(final int family, final LineBuffer line) {
    line.put(family == Family.IPV4 ? IPV4 : IPV6);
  }

  /** The protocol's name and number, such as {@code tcp 6}. */
  static byte[] protocol(final String name, final int number) {
    return ascii("%-8s %d".formatted(name, number));
  }

  /**
   * The name of the state, or nothing if there is none.
   *
   * @return false if there is one, and we do not know its name
   */
  static boolean putState(final Session session, final LineBuffer line) {
    final int protocol = session.protocol();
    final int state = session.state();
    if (state < 0 || (protocol != Protocol.TCP && protocol != Protocol.SCTP)) {
      return true;
    }
    final byte[][] states = protocol == Protocol.TCP ? TCP_STATES : SCTP_STATES;
    if (state >= states.length) {
      return false;
    }
    line.put(states[state]);
    return true;
  }

  /**
   * What conntrack(8) shows of the transport layer: ports, or ICMP's numbers, or keys.
   *
   * @param protocol the tuple's own, or for a mask that of what it covers
   */
  static void putTransport(final TupleView tuple, final int protocol, final LineBuffer line) {
    if (Protocol.hasPorts(protocol)) {
      putPorts(tuple, line);
    } else if (Protocol.isIcmp(protocol)) {
      putIcmp(tuple, line);
    } else if (protocol == Protocol.GRE) {
      putKeys(tuple, line);
    }
  }

  static void putPorts(final TupleView tuple, final LineBuffer line) {
    line.put(SOURCE_PORT).put(tuple.sourcePort());
    line.put(DESTINATION_PORT).put(tuple.destinationPort());
  }

  static void putIcmp(final TupleView tuple, final LineBuffer line) {
    line.put(TYPE).put(tuple.icmpType());
    line.put(CODE).put(tuple.icmpCode());
    line.put(ICMP_ID).put(tuple.icmpId());
  }

  static void putKeys(final TupleView tuple, final LineBuffer line) {
    line.put(SOURCE_KEY).putHex(tuple.sourcePort());
    line.put(DESTINATION_KEY).putHex(tuple.destinationPort());
  }

  /** The zone and the counters of the original direction, and whether a reply is still missing. */
  static void putAfterOriginal(final Session session, final LineBuffer line) {
    if (session.originalZone() != Session.ABSENT) {
      line.put(ZONE_ORIGINAL).put(session.originalZone());
    }
    if (session.originalPackets() != Session.ABSENT) {
      putCounters(session.originalPackets(), session.originalBytes(), line);
    }
    if (!session.isReplied()) {
      line.put(UNREPLIED);
    }
  }

  /** The zone and the counters of the reply direction, the flag, the mark, the context. */
  static void putAfterReply(final Session session, final LineBuffer line) {
    if (session.replyZone() != Session.ABSENT) {
      line.put(ZONE_REPLY).put(session.replyZone());
    }
    if (session.replyPackets() != Session.ABSENT) {
      putCounters(session.replyPackets(), session.replyBytes(), line);
    }
    final int status = session.status();
    if ((status & Status.HW_OFFLOAD) != 0) {
      line.put(HW_OFFLOAD);
    } else if ((status & Status.OFFLOAD) != 0) {
      line.put(OFFLOAD);
    } else if ((status & Status.ASSURED) != 0) {
      line.put(ASSURED);
    }
    if (session.hasMark()) {
      line.put(MARK).put(session.mark() & 0xffff_ffffL);
    }
    final String context = session.securityContext();
    if (context != null) {
      line.put(SECURITY_CONTEXT).put(context);
    }
  }

  private static void putCounters(final long packets, final long bytes, final LineBuffer line) {
    line.put(PACKETS).putUnsigned(packets);
    line.put(BYTES).putUnsigned(bytes);
  }
}
