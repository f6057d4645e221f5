package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Tuple;

/**
 * SANE, the protocol of scanners: the data connection to the port that answers NET_START
 * (net/netfilter/nf_conntrack_sane.c).
 */
final class SaneHelper implements Helper {
  private static final int NET_START = 7;
  private static final int REQUEST_SIZE = 8;
  private static final int REPLY_SIZE = 8;

  private boolean startRequested;

  @Override
  public HelperKind kind() {
    return HelperKind.SANE;
  }

  @Override
  public boolean packet(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    if (!payload.isAnswered() || payload.size() == 0) {
      return true;
    }
    if (payload.direction() == 0) {
      if (payload.size() == REQUEST_SIZE && payload.has(REQUEST_SIZE)) {
        startRequested = payload.int32(0) == NET_START;
      }
      return true;
    }
    if (!startRequested) {
      return true;
    }
    startRequested = false;
    final boolean succeeded =
        payload.has(REPLY_SIZE) && payload.int32(0) == 0 && payload.uint16(4) == 0;
    if (!succeeded) {
      return true;
    }
    final Tuple control = payload.original();
    final Tuple data =
        Tuple.of(Protocol.TCP, control.source(), 0, control.destination(), payload.uint16(6));
    final Expectation wish =
        new Expectation(payload.master(master.slot(), HelperKind.SANE), 0, data);
    return expectations.expect(wish) == Expectations.Answer.EXPECTED;
  }
}
