package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Tuple;
import java.util.List;

/**
 * Amanda, the backup system: the connections to the ports that a client's answer names after
 * CONNECT (net/netfilter/nf_conntrack_amanda.c). Each answer keeps the session for five minutes.
 */
final class AmandaHelper implements Helper {
  private static final long KEPT_MILLIS = 300_000;
  private static final int PORT_DIGITS = 5;
  private static final List<String> STREAMS = List.of("DATA ", "MESG ", "INDEX ", "STATE ");

  @Override
  public HelperKind kind() {
    return HelperKind.AMANDA;
  }

  @Override
  public boolean packet(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    if (payload.direction() == 0) {
      return true;
    }
    master.deadlineMillis(expectations.nowMillis() + KEPT_MILLIS, KEPT_BY_HELPER);
    if (!payload.isWhole()) {
      return true;
    }
    final Text text = Text.of(payload);
    final int connect = find(text, "CONNECT ");
    if (connect < 0) {
      return true;
    }
    final Text rest = text.startingAt(connect + "CONNECT ".length());
    final int newline = find(rest, "\n");
    return newline < 0 || expectAll(rest.upTo(newline), payload, master, expectations);
  }

  private static boolean expectAll(
      final Text ports,
      final Payload payload,
      final SessionRow master,
      final Expectations expectations) {
    boolean passes = true;
    for (final String stream : STREAMS) {
      final int found = find(ports, stream);
      if (found < 0) {
        continue;
      }
      final int at = found + stream.length();
      final int port = (int) ports.upTo(at + PORT_DIGITS).number(at) & 0xffff;
      if (!ports.isDigit(at) || port == 0) {
        break;
      }
      final Tuple server = payload.original();
      final Tuple connection =
          Tuple.of(Protocol.TCP, server.source(), 0, server.destination(), port);
      final Expectation wish =
          new Expectation(payload.master(master.slot(), HelperKind.AMANDA), 0, connection);
      passes &= expectations.expect(wish) == Expectations.Answer.EXPECTED;
    }
    return passes;
  }

  private static int find(final Text text, final String word) {
    for (int at = text.from(); at <= text.end() - word.length(); at++) {
      if (text.has(at, word)) {
        return at;
      }
    }
    return -1;
  }
}
