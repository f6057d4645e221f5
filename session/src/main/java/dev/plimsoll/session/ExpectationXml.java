package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The XML of conntrack(8) for expectations: an element {@code flow} a line, in a root element that
 * begins with the first of them.
 */
final class ExpectationXml implements ExpectationFormat {
  private static final byte[] BEGIN = ascii("<expect>\n");
  private static final byte[] END = ascii("</expect>\n");

  private final @Nullable ZoneId times;
  private boolean begun;

  /**
   * One document.
   *
   * @param times for times of day, or null to leave them out
   */
  ExpectationXml(final @Nullable ZoneId times) {
    this.times = times;
  }

  @Override
  public void write(final Expectation expectation, final long timeNanos, final LineBuffer line) {
    put(XmlWords.FLOW, expectation, timeNanos, line);
  }

  @Override
  public void write(
      final SessionEvent.Type type,
      final Expectation expectation,
      final long timeNanos,
      final LineBuffer line) {
    put(XmlWords.flow(type), expectation, timeNanos, line);
  }

  @Override
  public void end(final LineBuffer line) {
    if (begun) {
      line.put(END);
    }
  }

  private void put(
      final byte[] flow,
      final Expectation expectation,
      final long timeNanos,
      final LineBuffer line) {
    if (!begun) {
      line.put(XmlWords.DECLARATION).put(BEGIN);
      begun = true;
    }
    final Tuple tuple = expectation.tuple();
    final Tuple master = expectation.master();
    line.put(flow).put(tuple.family() == Family.IPV4 ? XmlWords.IPV4 : XmlWords.IPV6);
    XmlWords.putAddresses(tuple, line.put("<expected>"));
    XmlWords.putAddresses(expectation.mask(), line.put("</expected><mask>"));
    XmlWords.putAddresses(master, line.put("</mask><master>"));
    line.put("</master></layer3>").put(XmlWords.layer4(tuple.protocol()));
    XmlWords.putPorts(tuple, tuple.protocol(), line.put("<expected>"));
    XmlWords.putPorts(expectation.mask(), tuple.protocol(), line.put("</expected><mask>"));
    XmlWords.putPorts(master, master.protocol(), line.put("</mask><master>"));
    line.put("</master></layer4><meta>");
    putMeta(expectation, timeNanos, line);
    line.put("</meta></flow>\n");
  }

  private void putMeta(final Expectation expectation, final long timeNanos, final LineBuffer line) {
    if (expectation.helper() != null) {
      XmlWords.putText("helper-name", expectation.helper(), line);
    }
    XmlWords.putNumber("timeout", expectation.timeoutSeconds() & 0xffff_ffffL, line);
    XmlWords.putNumber("class", expectation.expectClass() & 0xffff_ffffL, line);
    if (times != null) {
      XmlWords.putWhen(timeNanos, times, line);
    }
    if ((expectation.flags() & Expectation.PERMANENT) != 0) {
      line.put("<permanent/>");
    }
    if ((expectation.flags() & Expectation.INACTIVE) != 0) {
      line.put("<inactive/>");
    }
    if ((expectation.flags() & Expectation.USERSPACE) != 0) {
      line.put("<userspace/>");
    }
  }
}
