package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was put into a packet comes out again, for packets of every kind. */
class PacketDecoderPropertyTest {
  private static final int PACKETS = 5_000;
  private static final int[] PROTOCOLS = {
    Protocol.TCP,
    Protocol.UDP,
    Protocol.UDPLITE,
    Protocol.SCTP,
    Protocol.DCCP,
    Protocol.GRE,
    50,
    255
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyPacketIsReadAsItWasBuilt(final long seed) {
    final Random random = new Random(seed);
    final PacketDecoder decoder = new PacketDecoder(Checksums.ALL);
    final Packet packet = new Packet();
    for (int i = 0; i < PACKETS; i++) {
      final boolean ipv4 = random.nextBoolean();
      final IpAddress source = address(random, ipv4);
      final IpAddress destination = address(random, ipv4);
      final int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
      final int sourcePort = random.nextInt(65_536);
      final int port = random.nextInt(65_536);
      final byte[] payload = new byte[4 * random.nextInt(100)];
      random.nextBytes(payload);
      final PacketBuilder built =
          build(protocol, source.toString(), sourcePort, destination.toString(), port, payload)
              .at(i);
      addOptions(random, ipv4, built);

      assertThat(decoder.decode(built.frame(), packet)).isEqualTo(Decoded.PACKET);
      assertThat(packet.reason()).as("packet %d", i).isEqualTo(Reason.NONE);
      assertThat(packet.tuple().source()).isEqualTo(source);
      assertThat(packet.tuple().destination()).isEqualTo(destination);
      assertThat(packet.tuple().protocol()).isEqualTo(protocol);
      final boolean hasPorts = Protocol.hasPorts(protocol) && protocol != Protocol.DCCP;
      assertThat(packet.tuple().sourcePort()).isEqualTo(hasPorts ? sourcePort : 0);
      assertThat(packet.tuple().destinationPort()).isEqualTo(hasPorts ? port : 0);
      assertThat(packet.length()).isEqualTo(built.bytes().length);
      assertThat(packet.end - packet.network).isEqualTo(packet.length());
      assertThat(packet.end - packet.transport).isEqualTo(packet.transportLength);
      assertThat(packet.timeNanos()).isEqualTo(i * 1_000_000L);
    }
  }

  private static PacketBuilder build(
      final int protocol,
      final String source,
      final int sourcePort,
      final String destination,
      final int port,
      final byte[] payload) {
    return switch (protocol) {
      case Protocol.TCP ->
          Packets.tcp(source, sourcePort, destination, port).syn().payload(payload);
      case Protocol.UDP -> Packets.udp(source, sourcePort, destination, port).payload(payload);
      case Protocol.UDPLITE ->
          Packets.udpLite(source, sourcePort, destination, port).payload(payload);
      case Protocol.SCTP ->
          Packets.sctp(source, sourcePort, destination, port).chunk(0, 3, payload);
      case Protocol.GRE -> Packets.other(protocol, source, destination).payload(new byte[8]);
      default -> Packets.other(protocol, source, destination).payload(payload);
    };
  }

  private static void addOptions(
      final Random random, final boolean ipv4, final PacketBuilder built) {
    if (ipv4) {
      built.ipOptions(new byte[4 * random.nextInt(11)]);
      return;
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      final byte[] body = new byte[7 + 8 * random.nextInt(3)];
      body[0] = (byte) (body.length / 8);
      built.extension(random.nextBoolean() ? 60 : 43, body);
    }
  }

  private static IpAddress address(final Random random, final boolean ipv4) {
    return ipv4
        ? IpAddress.ipv4(random.nextInt())
        : new IpAddress(Family.IPV6, random.nextLong(), random.nextLong());
  }
}
