package dev.plimsoll.session;

import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values with a header, quoted as RFC 4180 has it; lines end with a line feed
 * alone, as the other tools of Unix expect. The columns are the fields of {@link JsonFormat},
 * flattened: {@code orig_src} for {@code orig.src}. Lists are words with spaces between them. What
 * the source did not tell is empty.
 *
 * <p>docs/formats.md has the table of the columns. Later versions add columns at the end only.
 */
public final class CsvFormat implements SessionFormat {
  private static final String TUPLE =
      "%1$s_src,%1$s_dst,%1$s_sport,%1$s_dport,%1$s_type,%1$s_code,"
          + "%1$s_id,%1$s_srckey,%1$s_dstkey";
  private static final String COLUMNS =
      "netns,proto,proto_num,family,state,direction,"
          + TUPLE.formatted("orig")
          + ",orig_packets,orig_bytes,orig_zone,"
          + TUPLE.formatted("reply")
          + ",reply_packets,reply_bytes,reply_zone,status,replied,assured,nat,mark,zone,id,use,"
          + "timeout_s,start,stop,age_s,helper,labels,secctx,master_proto,master_proto_num,"
          + TUPLE.formatted("master");
  private static final String EVENT_COLUMNS = "event,time,portid," + COLUMNS + ",missed\n";

  @Override
  public void beginSessions(final LineBuffer line) {
    line.put(COLUMNS).put('\n');
  }

  @Override
  public void beginEvents(final LineBuffer line) {
    line.put(EVENT_COLUMNS);
  }

  @Override
  public void write(final SessionEvent event, final LineBuffer line) {
    line.put(event.type().word()).put(',');
    Rfc3339.put(event.timeNanos(), line);
    line.put(',');
    if (event.portId() != 0) {
      line.put(event.portId() & 0xffff_ffffL);
    }
    line.put(',');
    putSession(event.session(), line);
    line.put(event.isMissed() ? ",true\n" : ",\n");
  }

  @Override
  public void write(final Session session, final LineBuffer line) {
    putSession(session, line);
    line.put('\n');
  }

  private static void putSession(final Session session, final LineBuffer line) {
    putText(session.namespace(), line);
    putProtocol(session.original(), line.put(','));
    line.put(session.family() == Family.IPV4 ? ",ipv4," : ",ipv6,");
    putText(session.stateName(), line);
    line.put(',').put(session.direction().word());
    putTuple(session.original(), line);
    putCounters(session.originalPackets(), session.originalBytes(), session.originalZone(), line);
    putTuple(session.reply(), line);
    putCounters(session.replyPackets(), session.replyBytes(), session.replyZone(), line);
    putStatus(session, line);
    putUnsigned(session.hasMark(), session.mark(), line);
    putUnsigned(true, session.zone(), line);
    putUnsigned(session.hasId(), session.id(), line);
    putUnsigned(session.use() != 0, session.use(), line);
    putTimes(session, line);
    putText(session.helper(), line.put(','));
    line.put(',');
    putBits(session.labelsLow(), 0, false, line);
    putBits(session.labelsHigh(), 64, session.labelsLow() != 0, line);
    putText(session.securityContext(), line.put(','));
    line.put(',');
    final Tuple master = session.master();
    if (master == null) {
      line.put(",,,,,,,,,,");
    } else {
      putProtocol(master, line);
      putTuple(master, line);
    }
  }

  private static void putProtocol(final TupleView tuple, final LineBuffer line) {
    line.put(Protocol.displayName(tuple.protocol())).put(',').put(tuple.protocol());
  }

  private static void putTuple(final TupleView tuple, final LineBuffer line) {
    final int family = tuple.family();
    line.put(',').putAddress(family, tuple.sourceHigh(), tuple.sourceLow());
    line.put(',').putAddress(family, tuple.destinationHigh(), tuple.destinationLow());
    final int protocol = tuple.protocol();
    if (Protocol.hasPorts(protocol)) {
      putPair(tuple, line);
      line.put(",,,,,");
    } else if (Protocol.isIcmp(protocol)) {
      line.put(",,,").put(tuple.icmpType());
      line.put(',').put(tuple.icmpCode());
      line.put(',').put(tuple.icmpId()).put(",,");
    } else if (protocol == Protocol.GRE) {
      line.put(",,,,,");
      putPair(tuple, line);
    } else {
      line.put(",,,,,,,");
    }
  }

  private static void putPair(final TupleView tuple, final LineBuffer line) {
    line.put(',').put(tuple.sourcePort());
    line.put(',').put(tuple.destinationPort());
  }

  private static void putCounters(
      final long packets, final long bytes, final int zone, final LineBuffer line) {
    if (packets == Session.ABSENT) {
      line.put(",,");
    } else {
      line.put(',').putUnsigned(packets);
      line.put(',').putUnsigned(bytes);
    }
    putUnsigned(zone != Session.ABSENT, zone, line);
  }

  private static void putStatus(final Session session, final LineBuffer line) {
    char separator = ',';
    if (session.status() == 0) {
      line.put(separator);
    }
    for (int rest = session.status(); rest != 0; rest &= rest - 1) {
      StatusWords.put(Integer.numberOfTrailingZeros(rest), line.put(separator));
      separator = ' ';
    }
    line.put(session.isReplied() ? ",true" : ",false");
    line.put(session.isAssured() ? ",true," : ",false,");
    final boolean source = session.isSourceNat();
    final boolean destination = session.isDestinationNat();
    if (source) {
      line.put(destination ? "src dst" : "src");
    } else if (destination) {
      line.put("dst");
    }
  }

  private static void putUnsigned(final boolean known, final int number, final LineBuffer line) {
    line.put(',');
    if (known) {
      line.put(number & 0xffff_ffffL);
    }
  }

  private static void putTimes(final Session session, final LineBuffer line) {
    line.put(',');
    if (session.timeoutMillis() >= 0) {
      line.put(session.timeoutSeconds());
    }
    line.put(',');
    if (session.startNanos() != 0) {
      Rfc3339.put(session.startNanos(), line);
    }
    line.put(',');
    if (session.stopNanos() != 0) {
      Rfc3339.put(session.stopNanos(), line);
    }
    line.put(',');
    if (session.startNanos() != 0) {
      line.put(session.ageSeconds());
    }
  }

  private static void putBits(
      final long bits, final int first, final boolean space, final LineBuffer line) {
    boolean needsSpace = space;
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      if (needsSpace) {
        line.put(' ');
      }
      line.put(first + Long.numberOfTrailingZeros(rest));
      needsSpace = true;
    }
  }

  private static void putText(final @Nullable String text, final LineBuffer line) {
    if (text == null) {
      return;
    }
    if (isPlain(text)) {
      line.put(text);
    } else {
      line.put('"').put(text.replace("\"", "\"\"")).put('"');
    }
  }

  private static boolean isPlain(final String text) {
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return false;
      }
    }
    return true;
  }
}
