package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.helper.HelperKind;
import dev.plimsoll.engine.helper.HelperRule;
import dev.plimsoll.engine.helper.HelperSettings;
import dev.plimsoll.engine.helper.Payload;
import dev.plimsoll.engine.helper.SessionHelpers;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  private final SessionHelpers helpers =
      new SessionHelpers(
          new HelperSettings(
              List.of(HelperRule.usual(HelperKind.TFTP), HelperRule.usual(HelperKind.FTP)),
              List.of()),
          16,
          (tuple, zone) -> false);
  private final SessionRow row = SessionTable.ofTracker(HostAddresses.UNKNOWN).row();
  private final Payload payload = new Payload();

  private void begin(final Packet first) {
    row.begin();
    row.insert(first.tuple(), 0);
    helpers.begun(first.tuple(), row, null);
  }

  private boolean read(final Packet packet, final int direction) {
    Payloads.fill(payload, packet, row, direction);
    return helpers.packet(payload, row);
  }

  @Test
  void aHelperReadsWhatStandsBehindTheUdpHeader() {
    final Packet request =
        Packets.udp("10.0.0.2", 4000, "10.1.0.2", 69).payload("\0\1file\0octet\0").packet();
    begin(request);
    assertThat(read(request, 0)).isTrue();
    final Packet answer = Packets.udp("10.1.0.2", 5555, "10.0.0.2", 4000).payload("\0\3").packet();
    assertThat(helpers.expectations().take(answer.tuple(), 0)).isNotNull();
  }

  @Test
  void aHelperReadsWhatStandsBehindTheTcpHeaderWithItsOptions() {
    final PacketBuilder client =
        Packets.tcp("10.0.0.2", 40_000, "10.1.0.2", 21)
            .tcpOptions(1, 1, 1, 1)
            .flags(Packet.ACK)
            .sequence(1001);
    final Packet first = client.payload("USER x\r\n").packet();
    begin(first);
    row.status(row.status() | Status.SEEN_REPLY);
    read(first, 0);
    assertThat(read(client.sequence(1009).payload("PORT 10,0,0,2,4,1\r\n").packet(), 0)).isTrue();
    assertThat(helpers.expectations().size()).isEqualTo(1);
  }

  @Test
  void aSnappedPayloadAnnouncesNothing() {
    final Packet request =
        Packets.udp("10.0.0.2", 4000, "10.1.0.2", 69).payload("\0\1file\0octet\0").packet();
    begin(request);
    request.end = request.transport + 9;
    assertThat(read(request, 0)).isTrue();
    assertThat(helpers.expectations().isEmpty()).isTrue();
  }

  @Test
  void aSessionToAnotherPortHasNoHelper() {
    final Packet request =
        Packets.udp("10.0.0.2", 4000, "10.1.0.2", 70).payload("\0\1file\0octet\0").packet();
    begin(request);
    assertThat(SessionHelpers.mayHave(row.status())).isFalse();
    assertThat(read(request, 0)).isTrue();
    assertThat(helpers.expectations().isEmpty()).isTrue();
  }
}
