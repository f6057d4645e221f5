package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** What the XML of sessions and that of expectations have in common. */
final class XmlWords {
  static final byte[] DECLARATION = ascii("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
  static final byte[] IPV4 = ascii("<layer3 protonum=\"2\" protoname=\"ipv4\">");
  static final byte[] IPV6 = ascii("<layer3 protonum=\"10\" protoname=\"ipv6\">");

  static final byte[] FLOW = ascii("<flow>");
  private static final byte[] NEW = ascii("<flow type=\"new\">");
  private static final byte[] UPDATE = ascii("<flow type=\"update\">");
  private static final byte[] DESTROY = ascii("<flow type=\"destroy\">");

  private XmlWords() {}

  /** The element that begins what happened to a flow. */
  static byte[] flow(final SessionEvent.Type type) {
    return switch (type) {
      case NEW -> NEW;
      case UPDATE -> UPDATE;
      case DESTROY -> DESTROY;
    };
  }

  /** The element that begins the transport layer. */
  static byte[] layer4(final int protocol) {
    return ascii(
        "<layer4 protonum=\"%d\" protoname=\"%s\">"
            .formatted(protocol, Protocol.kernelName(protocol)));
  }

  static void putAddresses(final TupleView tuple, final LineBuffer line) {
    final int family = tuple.family();
    line.put("<src>").putAddress(family, tuple.sourceHigh(), tuple.sourceLow());
    line.put("</src><dst>").putAddress(family, tuple.destinationHigh(), tuple.destinationLow());
    line.put("</dst>");
  }

  /**
   * Ports or keys. As conntrack's, it has no element for the type, the code and the id of ICMP.
   *
   * @param protocol the tuple's own, or for a mask that of what it covers
   */
  static void putPorts(final TupleView tuple, final int protocol, final LineBuffer line) {
    if (Protocol.hasPorts(protocol)) {
      line.put("<sport>").put(tuple.sourcePort()).put("</sport><dport>");
      line.put(tuple.destinationPort()).put("</dport>");
    } else if (protocol == Protocol.GRE) {
      line.put("<srckey>0x").putHex(tuple.sourcePort()).put("</srckey><dstkey>0x");
      line.putHex(tuple.destinationPort()).put("</dstkey>");
    }
  }

  /** A local time in the parts of struct tm(3type), days and months counted from 1. */
  static void putWhen(final long nanos, final ZoneId zone, final LineBuffer line) {
    final ZonedDateTime time = Instant.ofEpochSecond(nanos / 1_000_000_000L).atZone(zone);
    putNumber("hour", time.getHour(), line.put("<when>"));
    putTwoDigits("min", time.getMinute(), line);
    putTwoDigits("sec", time.getSecond(), line);
    // Sunday is the first day.
    putNumber("wday", time.getDayOfWeek().getValue() % 7 + 1, line);
    putNumber("day", time.getDayOfMonth(), line);
    putNumber("month", time.getMonthValue(), line);
    putNumber("year", time.getYear(), line);
    line.put("</when>");
  }

  private static void putTwoDigits(final String element, final int number, final LineBuffer line) {
    line.put('<').put(element).put(number < 10 ? ">0" : ">").put(number);
    line.put("</").put(element).put('>');
  }

  static void putNumber(final String element, final long unsigned, final LineBuffer line) {
    line.put('<').put(element).put('>').putUnsigned(unsigned);
    line.put("</").put(element).put('>');
  }

  static void putText(final String element, final String text, final LineBuffer line) {
    line.put('<').put(element).put('>').put(escape(text)).put("</").put(element).put('>');
  }

  /** A text without what XML would take for markup. */
  static String escape(final String text) {
    return text.indexOf('&') < 0 && text.indexOf('<') < 0 && text.indexOf('>') < 0
        ? text
        : text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
