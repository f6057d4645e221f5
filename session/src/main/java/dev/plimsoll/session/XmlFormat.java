package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.time.ZoneId;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The XML of conntrack(8) ({@code -o xml}): an element {@code flow} a line, in a root element that
 * begins with the first of them, so that nothing is written where there is none.
 *
 * <p>Two things are mended. The state of SCTP is its own; the original takes its number for that of
 * a TCP state. And text is escaped.
 *
 * <p>Not thread safe; one for each document.
 */
public final class XmlFormat implements SessionFormat {
  private static final long NANOS = 1_000_000_000L;
  private static final byte[] BEGIN = ascii("<conntrack>\n");
  private static final byte[] END = ascii("</conntrack>\n");
  private static final byte[] ORIGINAL = ascii("<meta direction=\"original\">");
  private static final byte[] REPLY = ascii("<meta direction=\"reply\">");
  private static final byte[] INDEPENDENT = ascii("<meta direction=\"independent\">");
  private static final byte[] LAYER3_END = ascii("</layer3>");
  private static final byte[] LAYER4_END = ascii("</layer4>");
  private static final byte[] META_END = ascii("</meta>");

  private final boolean framed;
  private final boolean kernelTimes;
  private final LabelNames labels;
  private final @Nullable ZoneId receiveTime;
  private final ChangedBy changedBy;
  // By protocol; made when first needed.
  private final byte[][] protocols = new byte[256][];
  private boolean begun;

  private XmlFormat(
      final boolean framed,
      final boolean kernelTimes,
      final LabelNames labels,
      final @Nullable ZoneId receiveTime,
      final ChangedBy changedBy) {
    this.framed = framed;
    this.kernelTimes = kernelTimes;
    this.labels = labels;
    this.receiveTime = receiveTime;
    this.changedBy = changedBy;
  }

  /** A document with a root element, as {@code -L}, {@code -G} and {@code -E} write it. */
  public static XmlFormat document() {
    return new XmlFormat(true, false, LabelNames.NONE, null, ChangedBy.PORT);
  }

  /** Elements alone, as {@code -D} and {@code -U} write them. */
  public static XmlFormat elements() {
    return new XmlFormat(false, false, LabelNames.NONE, null, ChangedBy.PORT);
  }

  /** With the times of start and stop in nanoseconds since 1970 ({@code -o xml,ktimestamp}). */
  public XmlFormat withKernelTimes() {
    return new XmlFormat(framed, true, labels, receiveTime, changedBy);
  }

  /** With the names of the labels ({@code -o xml,labels}); nothing where there are no names. */
  public XmlFormat withLabels(final LabelNames names) {
    return new XmlFormat(framed, kernelTimes, names, receiveTime, changedBy);
  }

  /** With the time of each event ({@code -E -o xml,timestamp}). */
  public XmlFormat withReceiveTime(final ZoneId zone) {
    return new XmlFormat(framed, kernelTimes, labels, zone, changedBy);
  }

  /** With the name of the program behind an event, where the function knows it. */
  public XmlFormat withPrograms(final IntFunction<@Nullable String> names) {
    final IntFunction<@Nullable String> escaped =
        portId -> {
          final String name = names.apply(portId);
          return name == null ? null : XmlWords.escape(name);
        };
    return new XmlFormat(framed, kernelTimes, labels, receiveTime, new ChangedBy(escaped));
  }

  @Override
  public void write(final SessionEvent event, final LineBuffer line) {
    begin(line);
    putSession(XmlWords.flow(event.type()), event.session(), line);
    if (receiveTime != null) {
      XmlWords.putWhen(event.timeNanos(), receiveTime, line);
    }
    end(event.session(), line);
    // Behind the element, where the original has it: text between elements.
    changedBy.put(event, line);
    line.put('\n');
  }

  @Override
  public void write(final Session session, final LineBuffer line) {
    begin(line);
    putSession(XmlWords.FLOW, session, line);
    end(session, line);
    line.put('\n');
  }

  @Override
  public void endSessions(final LineBuffer line) {
    if (begun) {
      line.put(END);
    }
  }

  @Override
  public void endEvents(final LineBuffer line) {
    endSessions(line);
  }

  private void begin(final LineBuffer line) {
    if (framed && !begun) {
      line.put(XmlWords.DECLARATION).put(BEGIN);
      begun = true;
    }
  }

  private static void end(final Session session, final LineBuffer line) {
    final String helper = session.helper();
    if (helper != null) {
      XmlWords.putText("helper", helper, line);
    }
    line.put("</flow>");
  }

  private void putSession(final byte[] flow, final Session session, final LineBuffer line) {
    line.put(flow);
    putDirection(ORIGINAL, session.original(), session.originalZone(), line);
    putCounters(session.originalPackets(), session.originalBytes(), line);
    line.put(META_END);
    putDirection(REPLY, session.reply(), session.replyZone(), line);
    putCounters(session.replyPackets(), session.replyBytes(), line);
    line.put(META_END).put(INDEPENDENT);
    putState(session, line);
    putNames(session, line);
    if (session.zone() != 0) {
      XmlWords.putNumber("zone", session.zone(), line);
    }
    if (session.use() != 0) {
      XmlWords.putNumber("use", session.use() & 0xffff_ffffL, line);
    }
    if (session.hasId()) {
      XmlWords.putNumber("id", session.id() & 0xffff_ffffL, line);
    }
    if (session.isAssured()) {
      line.put("<assured/>");
    }
    if (!session.isReplied()) {
      line.put("<unreplied/>");
    }
    if (session.startNanos() != 0) {
      putTimes(session, line);
    }
    line.put(META_END);
  }

  private void putDirection(
      final byte[] meta, final TupleView tuple, final int zone, final LineBuffer line) {
    line.put(meta).put(tuple.family() == Family.IPV4 ? XmlWords.IPV4 : XmlWords.IPV6);
    XmlWords.putAddresses(tuple, line);
    line.put(LAYER3_END).put(layer4(tuple.protocol()));
    XmlWords.putPorts(tuple, tuple.protocol(), line);
    line.put(LAYER4_END);
    if (zone != Session.ABSENT) {
      XmlWords.putNumber("zone", zone, line);
    }
  }

  private byte[] layer4(final int protocol) {
    byte[] words = protocols[protocol];
    if (words == null) {
      words = XmlWords.layer4(protocol);
      protocols[protocol] = words;
    }
    return words;
  }

  private static void putCounters(final long packets, final long bytes, final LineBuffer line) {
    if (packets != Session.ABSENT) {
      XmlWords.putNumber("packets", packets, line.put("<counters>"));
      XmlWords.putNumber("bytes", bytes, line);
      line.put("</counters>");
    }
  }

  private static void putState(final Session session, final LineBuffer line) {
    if (session.state() >= 0) {
      final String state = session.stateName();
      XmlWords.putText("state", state == null ? "NONE" : state, line);
    }
    if (session.timeoutMillis() >= 0) {
      XmlWords.putNumber("timeout", session.timeoutSeconds(), line);
    }
    if (session.hasMark()) {
      XmlWords.putNumber("mark", session.mark() & 0xffff_ffffL, line);
    }
  }

  private void putNames(final Session session, final LineBuffer line) {
    if (session.hasLabels() && !labels.isEmpty()) {
      line.put("<labels>");
      for (int bit = labels.next(session, 0);
          bit < LabelNames.BITS;
          bit = labels.next(session, bit + 1)) {
        line.put("<label>").put(labels.word(bit)).put("</label>");
      }
      line.put("</labels>");
    }
    final String context = session.securityContext();
    if (context != null) {
      XmlWords.putText("secctx", context, line);
    }
  }

  // Unlike in the line, only a look is cut to seconds before the start is subtracted.
  private void putTimes(final Session session, final LineBuffer line) {
    if (kernelTimes) {
      XmlWords.putNumber("start", session.startNanos(), line.put("<timestamp>"));
      if (session.stopNanos() != 0) {
        XmlWords.putNumber("stop", session.stopNanos(), line);
      }
      line.put("</timestamp>");
    }
    final long seconds =
        session.stopNanos() != 0
            ? (session.stopNanos() - session.startNanos()) / NANOS
            : session.observedNanos() / NANOS - session.startNanos() / NANOS;
    XmlWords.putNumber("deltatime", seconds, line);
  }
}
