package dev.plimsoll.engine.helper;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Tuple;

/**
 * FTP: the data connection of PORT, EPRT, and the answers 227 and 229
 * (net/netfilter/nf_conntrack_ftp.c). They are looked for only at the beginning of a line, so where
 * the last lines of each side ended is remembered, as two sequence numbers. A command has to be
 * within one packet; one that is cut is dropped, so that it comes again. The address must be the
 * one that speaks ({@code loose} is off).
 */
final class FtpHelper implements Helper {
  private static final int REMEMBERED = 2;

  private final int[][] lineStarts = new int[2][REMEMBERED];
  private final int[] known = new int[2];
  private final FtpCommand command = new FtpCommand();

  @Override
  public HelperKind kind() {
    return HelperKind.FTP;
  }

  @Override
  public boolean packet(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    if (!payload.isAnswered() || payload.size() == 0 || !payload.isWhole()) {
      return true;
    }
    final int direction = payload.direction();
    boolean passes = true;
    if (isLineStart(direction, payload.sequence())) {
      final FtpCommand.Found found = command.read(Text.of(payload), direction, payload.tuple());
      if (found == FtpCommand.Found.PART) {
        return false;
      }
      if (found == FtpCommand.Found.WHOLE && command.isFrom(payload.tuple())) {
        passes = expect(payload, master, expectations);
      }
    }
    if (payload.uint8(payload.size() - 1) == '\n') {
      rememberLineStart(direction, payload.sequence() + payload.size());
    }
    return passes;
  }

  private boolean expect(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    final IpAddress speaker = payload.tuple().source();
    final IpAddress peer = payload.tuple().destination();
    final Tuple data = Tuple.of(Protocol.TCP, peer, 0, speaker, command.port());
    final Expectation wish =
        new Expectation(payload.master(master.slot(), HelperKind.FTP), 0, data);
    return expectations.expect(wish) == Expectations.Answer.EXPECTED;
  }

  private boolean isLineStart(final int direction, final int sequence) {
    for (int i = 0; i < known[direction]; i++) {
      if (lineStarts[direction][i] == sequence) {
        return true;
      }
    }
    return false;
  }

  private void rememberLineStart(final int direction, final int sequence) {
    if (isLineStart(direction, sequence)) {
      return;
    }
    final int[] starts = lineStarts[direction];
    if (known[direction] < REMEMBERED) {
      starts[known[direction]++] = sequence;
      return;
    }
    final int oldest = starts[0] - starts[1] < 0 ? 0 : 1;
    if (sequence - starts[oldest] > 0) {
      starts[oldest] = sequence;
    }
  }
}
