package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkHeadersTest {
  private static final String MACS = "020000000002 020000000001 ";

  private final Packet packet = new Packet();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Ethernet, 1, 020000000002 020000000001 0800",
    "VLAN, 1, 020000000002 020000000001 8100 0064 0800",
    "QinQ, 1, 020000000002 020000000001 88a8 0064 8100 00c8 0800",
    "old QinQ, 1, 020000000002 020000000001 9100 0064 9100 0064 8100 00c8 0800",
    "PPPoE, 1, 020000000002 020000000001 8864 11 00 0001 0040 0021",
    "PPPoE in a VLAN, 1, 020000000002 020000000001 8100 0007 8864 11 00 0001 0040 0021",
    "MPLS, 1, 020000000002 020000000001 8847 00064140",
    "MPLS with a stack, 1, 020000000002 020000000001 8847 00064040 00065040 00066140",
    "cooked v1, 113, 0000 0001 0006 020000000001 0000 0800",
    "cooked v1 with a VLAN, 113, 0000 0001 0006 020000000001 0000 8100 0064 0800",
    "cooked v2, 276, 0800 0000 00000002 0001 00 06 0200000000010000",
    "raw, 101, ''",
    "IPv4, 228, ''",
    "null on a little-endian host, 0, 02000000",
    "null on a big-endian host, 0, 00000002",
    "loop, 108, 00000002",
    "PPP, 9, 0021",
    "PPP with address and control, 9, ff03 0021",
    "PPP with a compressed protocol, 9, 21",
    "PPP in HDLC, 50, ff03 0021",
    "Cisco HDLC, 50, 0f00 0800",
    "Cisco HDLC by its own number, 104, 8f00 0800",
    "PPPoE by its own number, 51, 11 00 0001 0040 0021",
  })
  void ipv4IsFoundBehind(final String name, final int linkType, final String header) {
    final byte[] ip = Packets.udp("10.0.0.1", 1000, "10.0.0.2", 53).payload(20).bytes();
    assertThat(decode(linkType, Frames.behind(header, ip))).isEqualTo(Decoded.PACKET);
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.tuple().destinationPort()).isEqualTo(53);
    assertThat(packet.length()).isEqualTo(48);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Ethernet, 1, 020000000002 020000000001 86dd",
    "VLAN, 1, 020000000002 020000000001 8100 0064 86dd",
    "PPPoE, 1, 020000000002 020000000001 8864 11 00 0001 0040 0057",
    "MPLS, 1, 020000000002 020000000001 8848 00064140",
    "PPP with MPLS, 9, 0281 00064140",
    "cooked v1, 113, 0000 0001 0006 020000000001 0000 86dd",
    "cooked v2, 276, 86dd 0000 00000002 0001 00 06 0200000000010000",
    "raw, 101, ''",
    "IPv6, 229, ''",
    "null of Linux, 0, 0a000000",
    "null of NetBSD, 0, 18000000",
    "null of FreeBSD, 0, 1c000000",
    "null of macOS, 0, 1e000000",
    "loop of OpenBSD, 108, 00000018",
    "PPP, 9, 0057",
    "PPP with a compressed protocol, 9, ff03 57",
    "Cisco HDLC, 50, 0f00 86dd",
  })
  void ipv6IsFoundBehind(final String name, final int linkType, final String header) {
    final byte[] ip = Packets.udp("2001:db8::1", 1000, "2001:db8::2", 53).payload(20).bytes();
    assertThat(decode(linkType, Frames.behind(header, ip))).isEqualTo(Decoded.PACKET);
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.tuple().destinationPort()).isEqualTo(53);
    assertThat(packet.length()).isEqualTo(68);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ARP, 1, 020000000002 020000000001 0806",
    "a length instead of a type, 1, 020000000002 020000000001 0030 aaaa03 000000 0800",
    "IPv4 where IPv6 is said, 1, 020000000002 020000000001 86dd",
    "PPPoE discovery, 1, 020000000002 020000000001 8863 11 09 0000 0040",
    "a PPPoE packet that is no session's, 1, 020000000002 020000000001 8864 11 09 0001 0040 0021",
    "LCP, 9, c021",
    "MPLS without a bottom, 1, 020000000002 020000000001 8847 00064040",
    "an unknown family, 0, 07000000",
    "USB, 189, ''",
  })
  void otherThingsAreIgnored(final String name, final int linkType, final String header) {
    final byte[] ip = Packets.udp("10.0.0.1", 1000, "10.0.0.2", 53).bytes();
    assertThat(decode(linkType, Frames.behind(header, ip))).isEqualTo(Decoded.IGNORED);
  }

  @ParameterizedTest
  @CsvSource({"1", "113", "276", "101", "228", "229", "0", "108", "9", "50", "104", "51"})
  void framesCutShortAnywhereAreIgnoredOrSnapped(final int linkType) {
    final String header = MACS + "8100 0064 8847 00064040 00065140";
    final byte[] ip = Packets.tcp("10.0.0.1", 1000, "10.0.0.2", 53).bytes();
    final byte[] bytes = Frames.behind(header, ip);
    for (int captured = 0; captured < bytes.length; captured++) {
      final Frame frame = Frames.snapped(linkType, bytes, captured, 0);
      final Decoded decoded = new PacketDecoder(Checksums.ALL).decode(frame, packet);
      assertThat(decoded == Decoded.PACKET && packet.reason() == Reason.NONE)
          .as("%d bytes", captured)
          .isFalse();
    }
  }

  private Decoded decode(final int linkType, final byte[] bytes) {
    return new PacketDecoder(Checksums.ALL).decode(Frames.frame(linkType, bytes, 0), packet);
  }
}
