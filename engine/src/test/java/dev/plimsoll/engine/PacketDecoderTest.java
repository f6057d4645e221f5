package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.TupleBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketDecoderTest {
  private static final String A = "10.0.0.1";
  private static final String B = "10.0.0.2";
  private static final String A6 = "2001:db8::1";
  private static final String B6 = "2001:db8::2";

  @ParameterizedTest
  @CsvSource({"10.0.0.1, 10.0.0.2, 20", "2001:db8::1, 2001:db8::2, 40"})
  void tcpIsReadWithAllThatItsTrackerNeeds(final String a, final String b, final int ipHeader) {
    final Packet packet =
        Packets.tcp(a, 40_000, b, 443)
            .sequence(0xffff_fff0L)
            .ack(77)
            .window(500)
            .tcpOptions(1, 1, 1, 1)
            .payload(10)
            .ttl(9)
            .at(1234)
            .packet();

    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.tuple().source()).hasToString(a);
    assertThat(packet.tuple().destination()).hasToString(b);
    assertThat(packet.tuple().protocol()).isEqualTo(6);
    assertThat(packet.tuple().sourcePort()).isEqualTo(40_000);
    assertThat(packet.tuple().destinationPort()).isEqualTo(443);
    assertThat(packet.length()).isEqualTo(ipHeader + 34);
    assertThat(packet.transport - packet.network).isEqualTo(ipHeader);
    assertThat(packet.transportLength).isEqualTo(34);
    assertThat(packet.end - packet.transport).isEqualTo(34);
    assertThat(packet.isWhole()).isTrue();
    assertThat(packet.sequence).isEqualTo(-16);
    assertThat(packet.acknowledgment).isEqualTo(77);
    assertThat(packet.window).isEqualTo(500);
    assertThat(packet.flags()).isEqualTo(Packet.ACK);
    assertThat(packet.headerLength).isEqualTo(24);
    assertThat(packet.timeToLive).isEqualTo(9);
    assertThat(packet.timeNanos()).isEqualTo(1_234_000_000L);
    assertThat(packet.number()).isEqualTo(1);
  }

  @Test
  void udpHasPorts() {
    final Packet packet = Packets.udp(A6, 53, B6, 5353).payload("x").packet();
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.tuple()).hasToString(tuple(17, A6, B6, 53, 5353));
  }

  @Test
  void anEchoHasItsIdAndTypeInThePortsPlace() {
    final Packet packet = Packets.ping(A, B, 4711, 1).packet();
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.tuple().icmpId()).isEqualTo(4711);
    assertThat(packet.tuple().icmpType()).isEqualTo(8);
    assertThat(packet.tuple().icmpCode()).isZero();
  }

  @Test
  void anErrorNamesThePacketItIsAbout() {
    final PacketBuilder about = Packets.udp(B, 1000, A, 53).payload(5);
    final Packet packet = Packets.icmpError("192.0.2.1", B, 3, 1, about).packet();
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.hasInner).isTrue();
    assertThat(packet.inner).hasToString(tuple(17, B, A, 1000, 53));
  }

  @Test
  void pptpsCallIdIsTheDestinationKey() {
    final Packet packet = Packets.pptp(A, B, 99).packet();
    assertThat(packet.tuple().sourcePort()).isZero();
    assertThat(packet.tuple().destinationPort()).isEqualTo(99);
  }

  private static String tuple(
      final int protocol,
      final String source,
      final String destination,
      final int sourcePort,
      final int destinationPort) {
    final var tuple = new TupleBuffer();
    final var from = IpAddress.of(source);
    final var to = IpAddress.of(destination);
    tuple.protocol(protocol);
    tuple.source(from.family(), from.high(), from.low());
    tuple.destination(to.family(), to.high(), to.low());
    tuple.sourcePort(sourcePort);
    tuple.destinationPort(destinationPort);
    return tuple.toString();
  }
}
