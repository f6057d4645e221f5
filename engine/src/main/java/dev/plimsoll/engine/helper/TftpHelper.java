package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Tuple;

/**
 * TFTP: the answer to a request to read or write comes from any port of the server
 * (net/netfilter/nf_conntrack_tftp.c).
 */
final class TftpHelper implements Helper {
  private static final int READ = 1;
  private static final int WRITE = 2;

  @Override
  public HelperKind kind() {
    return HelperKind.TFTP;
  }

  @Override
  public boolean packet(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    if (!payload.has(2)) {
      return true;
    }
    final int operation = payload.uint16(0);
    if (operation != READ && operation != WRITE) {
      return true;
    }
    final Tuple reply = payload.original().inverse();
    final Tuple answer =
        Tuple.of(Protocol.UDP, reply.source(), 0, reply.destination(), reply.destinationPort());
    final Expectation wish =
        new Expectation(payload.master(master.slot(), HelperKind.TFTP), 0, answer);
    return expectations.expect(wish) == Expectations.Answer.EXPECTED;
  }
}
