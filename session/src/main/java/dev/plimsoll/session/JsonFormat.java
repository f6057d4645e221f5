package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import org.jspecify.annotations.Nullable;

/**
 * JSON, one object a line (JSON Lines). docs/formats.md has the table of its fields, which is a
 * promise: within a {@link #SCHEMA_VERSION} fields may be added, and none changes its meaning or
 * goes away. What the source did not tell is not there.
 *
 * <p>Numbers are written in full: counters go up to 2^64 - 1, which JavaScript's numbers do not
 * hold.
 */
public final class JsonFormat implements SessionFormat {
  /** Goes up when a field changes its meaning or goes away. */
  public static final int SCHEMA_VERSION = 1;

  private static final byte[] NEW = ascii("{\"event\":\"new\",\"time\":\"");
  private static final byte[] UPDATE = ascii("{\"event\":\"update\",\"time\":\"");
  private static final byte[] DESTROY = ascii("{\"event\":\"destroy\",\"time\":\"");
  private static final byte[] MISSED = ascii(",\"missed\":true");
  private static final byte[] PORT_ID = ascii(",\"portid\":");
  private static final byte[] NAMESPACE = ascii("\"netns\":");
  private static final byte[] IPV4 = ascii(",\"family\":\"ipv4\"");
  private static final byte[] IPV6 = ascii(",\"family\":\"ipv6\"");
  private static final byte[] STATE = ascii(",\"state\":\"");
  private static final byte[] IN = ascii(",\"direction\":\"in\"");
  private static final byte[] OUT = ascii(",\"direction\":\"out\"");
  private static final byte[] FORWARDED = ascii(",\"direction\":\"forwarded\"");
  private static final byte[] LOCAL = ascii(",\"direction\":\"local\"");
  private static final byte[] UNKNOWN = ascii(",\"direction\":\"unknown\"");
  private static final byte[] ORIGINAL = ascii(",\"orig\":{\"src\":\"");
  private static final byte[] REPLY = ascii("},\"reply\":{\"src\":\"");
  private static final byte[] DESTINATION = ascii("\",\"dst\":\"");
  private static final byte[] SOURCE_PORT = ascii("\",\"sport\":");
  private static final byte[] DESTINATION_PORT = ascii(",\"dport\":");
  private static final byte[] TYPE = ascii("\",\"type\":");
  private static final byte[] CODE = ascii(",\"code\":");
  private static final byte[] ICMP_ID = ascii(",\"id\":");
  private static final byte[] SOURCE_KEY = ascii("\",\"srckey\":");
  private static final byte[] DESTINATION_KEY = ascii(",\"dstkey\":");
  private static final byte[] PACKETS = ascii(",\"packets\":");
  private static final byte[] BYTES = ascii(",\"bytes\":");
  private static final byte[] STATUS = ascii("},\"status\":[");
  private static final byte[] REPLIED = ascii("],\"replied\":true");
  private static final byte[] UNREPLIED = ascii("],\"replied\":false");
  private static final byte[] ASSURED = ascii(",\"assured\":true");
  private static final byte[] UNASSURED = ascii(",\"assured\":false");
  private static final byte[] SOURCE_NAT = ascii(",\"nat\":[\"src\"]");
  private static final byte[] DESTINATION_NAT = ascii(",\"nat\":[\"dst\"]");
  private static final byte[] BOTH_NAT = ascii(",\"nat\":[\"src\",\"dst\"]");
  private static final byte[] MARK = ascii(",\"mark\":");
  private static final byte[] ZONE = ascii(",\"zone\":");
  private static final byte[] ID = ascii(",\"id\":");
  private static final byte[] USE = ascii(",\"use\":");
  private static final byte[] TIMEOUT = ascii(",\"timeout_s\":");
  private static final byte[] START = ascii(",\"start\":\"");
  private static final byte[] STOP = ascii(",\"stop\":\"");
  private static final byte[] AGE = ascii(",\"age_s\":");
  private static final byte[] HELPER = ascii(",\"helper\":");
  private static final byte[] LABELS = ascii(",\"labels\":[");
  private static final byte[] SECURITY_CONTEXT = ascii(",\"secctx\":");
  private static final byte[] MASTER = ascii(",\"master\":{");
  private static final byte[] MASTER_SOURCE = ascii(",\"src\":\"");

  // By protocol; made when first needed.
  private final byte[][] protocols = new byte[256][];

  @Override
  public void write(final SessionEvent event, final LineBuffer line) {
    line.put(
        switch (event.type()) {
          case NEW -> NEW;
          case UPDATE -> UPDATE;
          case DESTROY -> DESTROY;
        });
    Rfc3339.put(event.timeNanos(), line);
    line.put('"');
    if (event.isMissed()) {
      line.put(MISSED);
    }
    if (event.portId() != 0) {
      line.put(PORT_ID).put(event.portId() & 0xffff_ffffL);
    }
    line.put(',');
    putSession(event.session(), line);
  }

  @Override
  public void write(final Session session, final LineBuffer line) {
    line.put('{');
    putSession(session, line);
  }

  // Everything after the first bracket, and the last one.
  private void putSession(final Session session, final LineBuffer line) {
    final String namespace = session.namespace();
    if (namespace != null) {
      putText(NAMESPACE, namespace, line);
      line.put(',');
    }
    line.put(protocol(session.protocol()));
    line.put(session.family() == Family.IPV4 ? IPV4 : IPV6);
    final String state = session.stateName();
    if (state != null) {
      line.put(STATE).put(state).put('"');
    }
    line.put(direction(session.direction()));
    putTuple(ORIGINAL, session.original(), line);
    putCounters(session.originalPackets(), session.originalBytes(), session.originalZone(), line);
    putTuple(REPLY, session.reply(), line);
    putCounters(session.replyPackets(), session.replyBytes(), session.replyZone(), line);
    putStatus(session, line);
    if (session.hasMark()) {
      line.put(MARK).put(session.mark() & 0xffff_ffffL);
    }
    line.put(ZONE).put(session.zone());
    if (session.hasId()) {
      line.put(ID).put(session.id() & 0xffff_ffffL);
    }
    if (session.use() != 0) {
      line.put(USE).put(session.use() & 0xffff_ffffL);
    }
    if (session.timeoutMillis() >= 0) {
      line.put(TIMEOUT).put(session.timeoutSeconds());
    }
    putTime(START, session.startNanos(), line);
    putTime(STOP, session.stopNanos(), line);
    if (session.startNanos() != 0) {
      line.put(AGE).put(session.ageSeconds());
    }
    putRare(session, line);
    line.put('}').put('\n');
  }

  private static byte[] direction(final Direction direction) {
    return switch (direction) {
      case IN -> IN;
      case OUT -> OUT;
      case FORWARDED -> FORWARDED;
      case LOCAL -> LOCAL;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private byte[] protocol(final int number) {
    byte[] words = protocols[number];
    if (words == null) {
      words =
          ascii(
              "\"proto\":\"%s\",\"proto_num\":%d".formatted(Protocol.displayName(number), number));
      protocols[number] = words;
    }
    return words;
  }

  // Leaves the bracket open: more may follow.
  private static void putTuple(final byte[] begin, final TupleView tuple, final LineBuffer line) {
    final int family = tuple.family();
    line.put(begin).putAddress(family, tuple.sourceHigh(), tuple.sourceLow());
    line.put(DESTINATION).putAddress(family, tuple.destinationHigh(), tuple.destinationLow());
    final int protocol = tuple.protocol();
    if (Protocol.hasPorts(protocol)) {
      line.put(SOURCE_PORT).put(tuple.sourcePort());
      line.put(DESTINATION_PORT).put(tuple.destinationPort());
    } else if (Protocol.isIcmp(protocol)) {
      line.put(TYPE).put(tuple.icmpType());
      line.put(CODE).put(tuple.icmpCode());
      line.put(ICMP_ID).put(tuple.icmpId());
    } else if (protocol == Protocol.GRE) {
      line.put(SOURCE_KEY).put(tuple.sourcePort());
      line.put(DESTINATION_KEY).put(tuple.destinationPort());
    } else {
      line.put('"');
    }
  }

  private static void putCounters(
      final long packets, final long bytes, final int zone, final LineBuffer line) {
    if (packets != Session.ABSENT) {
      line.put(PACKETS).putUnsigned(packets);
      line.put(BYTES).putUnsigned(bytes);
    }
    if (zone != Session.ABSENT) {
      line.put(ZONE).put(zone);
    }
  }

  private static void putStatus(final Session session, final LineBuffer line) {
    line.put(STATUS);
    for (int rest = session.status(); rest != 0; rest &= rest - 1) {
      line.put('"');
      StatusWords.put(Integer.numberOfTrailingZeros(rest), line);
      line.put('"');
      if ((rest & rest - 1) != 0) {
        line.put(',');
      }
    }
    line.put(session.isReplied() ? REPLIED : UNREPLIED);
    line.put(session.isAssured() ? ASSURED : UNASSURED);
    final boolean source = session.isSourceNat();
    final boolean destination = session.isDestinationNat();
    if (source || destination) {
      line.put(source && destination ? BOTH_NAT : source ? SOURCE_NAT : DESTINATION_NAT);
    }
  }

  private static void putTime(final byte[] name, final long nanos, final LineBuffer line) {
    if (nanos != 0) {
      line.put(name);
      Rfc3339.put(nanos, line);
      line.put('"');
    }
  }

  private void putRare(final Session session, final LineBuffer line) {
    putText(HELPER, session.helper(), line);
    if (session.hasLabels()) {
      line.put(LABELS);
      putBits(session.labelsLow(), 0, false, line);
      putBits(session.labelsHigh(), 64, session.labelsLow() != 0, line);
      line.put(']');
    }
    putText(SECURITY_CONTEXT, session.securityContext(), line);
    final Tuple master = session.master();
    if (master != null) {
      line.put(MASTER).put(protocol(master.protocol()));
      putTuple(MASTER_SOURCE, master, line);
      line.put('}');
    }
  }

  private static void putText(
      final byte[] name, final @Nullable String text, final LineBuffer line) {
    if (text != null) {
      line.put(name);
      JsonWriter.putString(text, line);
    }
  }

  private static void putBits(
      final long bits, final int first, final boolean comma, final LineBuffer line) {
    boolean needsComma = comma;
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      if (needsComma) {
        line.put(',');
      }
      line.put(first + Long.numberOfTrailingZeros(rest));
      needsComma = true;
    }
  }
}
