package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class FoundSocketTest {
  private static final int ESTABLISHED = 1;
  private static final int LISTEN = 10;

  private final FoundSocket found = new FoundSocket(Protocol.TCP);

  private static byte[] message(
      final int family,
      final int state,
      final String local,
      final int localPort,
      final String remote,
      final int remotePort) {
    final ByteBuffer b = ByteBuffer.allocate(128);
    b.put(0, (byte) family).put(1, (byte) state);
    b.putShort(4, (short) localPort).putShort(6, (short) remotePort);
    put(b, 8, family, IpAddress.of(local));
    put(b, 24, family, IpAddress.of(remote));
    b.order(ByteOrder.LITTLE_ENDIAN).putInt(64, 33).putInt(68, 0xfedc_ba98);
    return b.array();
  }

  private static void put(
      final ByteBuffer b, final int at, final int family, final IpAddress address) {
    if (family == Family.IPV4) {
      b.putInt(at, (int) address.low());
    } else {
      b.putLong(at, address.high()).putLong(at + 8, address.low());
    }
  }

  @Test
  void aConnectedSocketIsTakenWithBothEnds() {
    final byte[] b = message(Family.IPV4, ESTABLISHED, "192.0.2.10", 40_000, "203.0.113.9", 443);
    assertThat(found.read(b, 0, 72)).isTrue();
    assertThat(found.localLow()).isEqualTo(IpAddress.of("192.0.2.10").low());
    assertThat(found.remoteLow()).isEqualTo(IpAddress.of("203.0.113.9").low());
    assertThat(found.localPort()).isEqualTo(40_000);
    assertThat(found.remotePort()).isEqualTo(443);
    assertThat(found.user()).isEqualTo(33);
    assertThat(found.inode()).isEqualTo(0xfedc_ba98L);
    assertThat(found.isConnected()).isTrue();
    assertThat(found.isListening()).isFalse();
  }

  @Test
  void mappedAddressesAreThoseOfIpv4() {
    final byte[] b =
        message(Family.IPV6, ESTABLISHED, "::ffff:192.0.2.10", 80, "::ffff:203.0.113.9", 50_000);
    assertThat(found.read(b, 0, 72)).isTrue();
    assertThat(found.family()).isEqualTo(Family.IPV4);
    assertThat(found.localLow()).isEqualTo(IpAddress.of("192.0.2.10").low());
    assertThat(found.remoteLow()).isEqualTo(IpAddress.of("203.0.113.9").low());
  }

  @Test
  void anIpv6ListenerTakesIpv4UnlessItRefuses() {
    final byte[] b = message(Family.IPV6, LISTEN, "::", 80, "::", 0);
    found.read(b, 0, 72);
    assertThat(found.isListening()).isTrue();
    assertThat(found.takesIpv4()).isTrue();

    // INET_DIAG_SKV6ONLY.
    b[72] = 5;
    b[74] = 11;
    b[76] = 1;
    found.read(b, 0, 80);
    assertThat(found.takesIpv4()).isFalse();
  }

  @Test
  void aMessageCutShortIsNone() {
    assertThat(found.read(new byte[71], 0, 71)).isFalse();
  }
}
