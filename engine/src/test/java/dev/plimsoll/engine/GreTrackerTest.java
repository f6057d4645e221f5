package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.helper.GreKeys;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TupleBuffer;
import org.junit.jupiter.api.Test;

/** Linux 6.18 showed these timeouts and bits for a PPTP tunnel, packet by packet. */
class GreTrackerTest {
  private static final int UNREPLIED = Timeouts.of(Sysctl.GRE_TIMEOUT);
  private static final int STREAM = Timeouts.of(Sysctl.GRE_TIMEOUT_STREAM);

  private final GreTracker tracker = new GreTracker(new GreKeys());
  private final SessionRow row = SessionTable.ofTracker(HostAddresses.UNKNOWN).row();
  private final Packet packet = new Packet();

  @Test
  void isAssuredWithTheFirstPacketAfterAReply() {
    row.begin();
    assertThat(tracker.begin(packet, row)).isTrue();
    assertThat(tracker.track(packet, row, 0)).isEqualTo(UNREPLIED);
    assertThat(tracker.track(packet, row, 1)).as("the reply itself").isEqualTo(UNREPLIED);
    row.status(Status.SEEN_REPLY);
    assertThat(tracker.track(packet, row, 0)).isEqualTo(STREAM);
    assertThat(row.status()).isEqualTo(Status.SEEN_REPLY | Status.ASSURED);
  }

  @Test
  void aTupleWithoutAControlSessionKeepsItsSourceKey() {
    final TupleBuffer tuple = new TupleBuffer();
    tuple.destinationPort(0x2222);
    final byte[] header = {0x30, 1, (byte) 0x88, 0xb, 0, 4, 0x22, 0x22};
    tracker.complete(tuple, header, 0, header.length);
    assertThat(tuple.sourcePort()).isZero();
  }
}
