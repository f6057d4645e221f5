package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketFlawsTest {
  private static final String A = "10.0.0.1";
  private static final String B = "10.0.0.2";
  private static final String A6 = "2001:db8::1";
  private static final String B6 = "2001:db8::2";

  private final Packet packet = new Packet();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a version that the link does not say, 0, 0x65",
    "a header of 16 bytes, 0, 0x44",
    "a total length beyond the frame, 3, 255",
    "a total length within the header, 3, 19",
    "a wrong header checksum, 10, 0x77",
  })
  void whatTheKernelDropsOfIpv4IsIgnored(final String name, final int at, final String value) {
    final PacketBuilder sent = Packets.udp(A, 1, B, 2).patch(at, Integer.decode(value));
    // The header's checksum has to be right again, unless it is what is wrong.
    final byte[] bytes = at == 10 ? sent.bytes() : withHeaderChecksum(sent.bytes());
    assertThat(decode(bytes)).isEqualTo(Decoded.IGNORED);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"a wrong version, 0, 0x45", "a payload longer than the frame, 5, 255"})
  void whatTheKernelDropsOfIpv6IsIgnored(final String name, final int at, final String value) {
    final byte[] bytes = Packets.udp(A6, 1, B6, 2).patch(at, Integer.decode(value)).bytes();
    final Frame frame = Frames.frame(LinkType.ETHERNET, Frames.ethernet(0x86dd, bytes), 0);
    assertThat(new PacketDecoder(Checksums.ALL).decode(frame, packet)).isEqualTo(Decoded.IGNORED);
  }

  @Test
  void anIpv4HeaderWithoutItsChecksumPassesWhereNoneIsVerified() {
    final byte[] bytes = Packets.udp(A, 1, B, 2).patch(10, 0).patch(11, 0).bytes();
    assertThat(decode(bytes)).isEqualTo(Decoded.IGNORED);
    final Frame frame = Frames.frame(LinkType.RAW, bytes, 0);
    assertThat(new PacketDecoder(Checksums.NONE).decode(frame, packet)).isEqualTo(Decoded.PACKET);
  }

  @Test
  void paddingIsNotPartOfThePacket() {
    final byte[] bytes = Packets.tcp(A, 1, B, 2).syn().bytes();
    final byte[] padded = Arrays.copyOf(bytes, 46);
    assertThat(decode(padded)).isEqualTo(Decoded.PACKET);
    assertThat(packet.length()).isEqualTo(40);
    assertThat(packet.end - packet.network).isEqualTo(40);
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
  }

  @Test
  void aLengthOfZeroIsTheFramesForLargeTcp() {
    final PacketBuilder sent = Packets.tcp(A, 1, B, 2).flags(Packet.ACK).payload(4000);
    assertThat(decode(withHeaderChecksum(sent.patch(2, 0).patch(3, 0).bytes())))
        .isEqualTo(Decoded.PACKET);
    assertThat(packet.length()).isEqualTo(4040);

    final PacketBuilder small = Packets.tcp(A, 1, B, 2).flags(Packet.ACK).payload(400);
    assertThat(decode(withHeaderChecksum(small.patch(2, 0).patch(3, 0).bytes())))
        .isEqualTo(Decoded.IGNORED);
  }

  @Test
  void aJumboPayloadHasItsLengthInAnOption() {
    final PacketBuilder sent =
        Packets.tcp(A6, 1, B6, 2)
            .flags(Packet.ACK)
            .payload(70_000)
            .extension(
                0, (byte) 0, (byte) 0xc2, (byte) 4, (byte) 0, (byte) 1, (byte) 17, (byte) 140);
    final byte[] bytes = sent.patch(4, 0).patch(5, 0).bytes();
    final Frame frame = Frames.frame(LinkType.RAW, bytes, 0);
    assertThat(new PacketDecoder(Checksums.NONE).decode(frame, packet)).isEqualTo(Decoded.PACKET);
    assertThat(packet.length()).isEqualTo(40 + 0x1118c);
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "2001:db8::"})
  void aFlippedBitIsAWrongChecksum(final String network) {
    final String a = network + "1";
    final String b = network + "2";
    final int last = (network.startsWith("10") ? 20 : 40) + 30;
    for (final PacketBuilder sent :
        List.of(
            Packets.tcp(a, 1, b, 2).syn().payload(11),
            Packets.udp(a, 1, b, 2).payload(23),
            Packets.udpLite(a, 1, b, 2).payload(23),
            Packets.ping(a, b, 1, 2).payload(23),
            Packets.sctp(a, 1, b, 2).chunk(1, 0, new byte[15]))) {
      final byte[] good = sent.bytes();
      assertThat(decode(good)).isEqualTo(Decoded.PACKET);
      assertThat(packet.reason()).isEqualTo(Reason.NONE);
      final byte[] bad = sent.patch(last, good[last] ^ 1).bytes();
      assertThat(decode(bad)).isEqualTo(Decoded.PACKET);
      assertThat(packet.reason()).isEqualTo(Reason.BAD_CHECKSUM);
      decode(bad, Checksums.NONE);
      assertThat(packet.reason()).isEqualTo(Reason.NONE);
    }
  }

  @Test
  void checksumsMayBeVerifiedOfReceivedPacketsOnly() {
    final Checksums received =
        Checksums.towards(HostAddresses.of(List.of(IpAddress.of(B), IpAddress.of(B6))));
    decode(Packets.udp(A, 1, B, 2).payload(1).patch(26, 9).bytes(), received);
    assertThat(packet.reason()).isEqualTo(Reason.BAD_CHECKSUM);
    decode(Packets.udp(B, 1, A, 2).payload(1).patch(26, 9).bytes(), received);
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    decode(Packets.udp(A6, 1, B6, 2).payload(1).patch(46, 9).bytes(), received);
    assertThat(packet.reason()).isEqualTo(Reason.BAD_CHECKSUM);
  }

  @Test
  void udpWithoutAChecksumIsFine() {
    decode(Packets.udp(A, 1, B, 2).payload(1).patch(26, 0).patch(27, 0).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    decode(Packets.udpLite(A, 1, B, 2).payload(1).patch(26, 0).patch(27, 0).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.NO_CHECKSUM);
  }

  @ParameterizedTest
  @CsvSource({"3, SHORT_HEADER", "4, SHORT_HEADER", "19, SHORT_HEADER", "20, NONE"})
  void aTcpHeaderHasTwentyBytes(final int length, final Reason reason) {
    final byte[] header = Arrays.copyOf(tcpHeader(), length);
    decode(Packets.other(6, A, B).payload(header).bytes(), Checksums.NONE);
    assertThat(packet.reason()).isEqualTo(reason);
    assertThat(packet.tuple().destinationPort()).isEqualTo(length < 4 ? 0 : 2);
  }

  @ParameterizedTest
  @CsvSource({"4, BAD_HEADER_LENGTH", "5, NONE", "6, NONE", "7, BAD_HEADER_LENGTH"})
  void tcpsHeaderLengthHasToFit(final int words, final Reason reason) {
    final PacketBuilder sent = Packets.tcp(A, 1, B, 2).syn().payload(4).header8(12, words << 4);
    decode(sent.bytes());
    assertThat(packet.reason()).isEqualTo(reason);
  }

  @Test
  void onlySomeTcpFlagsComeTogether() {
    final List<Integer> valid = List.of(0x02, 0x22, 0x12, 0x04, 0x14, 0x11, 0x31, 0x10, 0x30);
    for (int flags = 0; flags < 256; flags++) {
      decode(Packets.tcp(A, 1, B, 2).flags(flags).bytes());
      // PSH, ECE and CWR may come with any.
      final boolean isValid = valid.contains(flags & 0x37);
      assertThat(packet.reason()).isEqualTo(isValid ? Reason.NONE : Reason.BAD_FLAGS);
    }
    decode(Packets.tcp(A, 1, B, 2).flags(Packet.SYN | Packet.FIN).bytes());
    assertThat(packet.why()).isEqualTo("the TCP flags 0x03 never come together");
  }

  @ParameterizedTest
  @CsvSource({"7, BAD_LENGTH", "8, NONE", "18, NONE", "19, BAD_LENGTH"})
  void udpsLengthHasToFit(final int length, final Reason reason) {
    decode(Packets.udp(A, 1, B, 2).payload(10).patch(25, length).bytes(), Checksums.NONE);
    assertThat(packet.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"0, NONE", "7, BAD_LENGTH", "8, NONE", "18, NONE", "19, BAD_LENGTH"})
  void udpLitesCoverageHasToFit(final int coverage, final Reason reason) {
    decode(Packets.udpLite(A, 1, B, 2).payload(10).patch(25, coverage).bytes(), Checksums.NONE);
    assertThat(packet.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"6, 3", "17, 7", "1, 7", "58, 7", "132, 11", "136, 7"})
  void headersCutShortAreInvalid(final int protocol, final int length) {
    final boolean ipv6 = protocol == 58;
    final byte[] rest = new byte[length];
    decode(Packets.other(protocol, ipv6 ? A6 : A, ipv6 ? B6 : B).payload(rest).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.SHORT_HEADER);
  }

  @Test
  void icmpTypesEndAtEighteen() {
    decode(Packets.icmp(A, B, 18, 0).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    decode(Packets.icmp(A, B, 19, 0).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.BAD_ICMP_TYPE);
  }

  @Test
  void anIcmpMessageOfZerosHasTheRightChecksum() {
    decode(Packets.icmp(A, B, 0, 0).patch(22, 0).patch(23, 0).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
  }

  @Test
  void icmpAndIpDoNotMix() {
    decode(Packets.other(1, A6, B6).payload(8).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.WRONG_FAMILY);
    decode(Packets.other(58, A, B).payload(8).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.WRONG_FAMILY);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "too short for an IP header, 19, 0, 0",
    "too short for ports, 23, 0, 0",
    "a later fragment, 28, 7, 1",
    "a header beyond the end, 28, 0, 0x4f",
  })
  void whatAnErrorIsAboutHasToBeReadable(
      final String name, final int length, final int at, final String value) {
    final byte[] about = Packets.udp(B, 1, A, 2).bytes();
    if (at > 0 || !value.equals("0")) {
      about[at] = (byte) (int) Integer.decode(value);
    }
    final byte[] quoted = Arrays.copyOf(about, length);
    decode(Packets.icmp(A, B, 3, 1).payload(quoted).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.BAD_EMBEDDED);
    assertThat(packet.hasInner).isFalse();
  }

  @Test
  void anErrorOverIpv6MayQuoteExtensionHeaders() {
    final PacketBuilder about =
        Packets.udp(B6, 1000, A6, 53).extension(0, new byte[7]).extension(60, new byte[7]);
    decode(Packets.icmpError("2001:db8::9", B6, 1, 0, about).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.hasInner).isTrue();
    assertThat(packet.inner.destinationPort()).isEqualTo(53);
  }

  @ParameterizedTest
  @CsvSource({
    "fe80::1, 255, 4, 9, NONE, true",
    "fe80::1, 254, 4, 9, BAD_REDIRECT, false",
    "2001:db8::9, 255, 4, 9, BAD_REDIRECT, false",
    "fe80::1, 255, 4, 0, BAD_REDIRECT, false",
    "fe80::1, 255, 2, 9, NONE, false",
  })
  void anIcmpv6RedirectIsBelievedFromANeighbourOnly(
      final String source,
      final int hops,
      final int option,
      final int units,
      final Reason reason,
      final boolean inner) {
    final byte[] about = Packets.udp(B6, 1000, A6, 53).bytes();
    final byte[] rest = new byte[32 + 8 + about.length];
    rest[32] = (byte) option;
    rest[33] = (byte) units;
    System.arraycopy(about, 0, rest, 40, about.length);
    decode(Packets.icmp(source, B6, 137, 0).payload(rest).ttl(hops).bytes());
    assertThat(packet.reason()).isEqualTo(reason);
    assertThat(packet.hasInner).isEqualTo(inner);
  }

  @Test
  void greOfVersionOneCarriesPppOnly() {
    decode(Packets.pptp(A, B, 7).header16(2, 0x0800).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.BAD_GRE_PROTOCOL);
    assertThat(packet.why()).isEqualTo("GRE version 1 carries PPP only, not 0x0800");
    decode(Packets.pptp(A, B, 7).header16(0, 0x2000).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.tuple().destinationPort()).isZero();
  }

  @Test
  void sctpChunksHaveToFitTogether() {
    assertThat(chunks(sctp())).isEqualTo(Reason.BAD_CHUNKS);
    assertThat(chunks(sctp().chunk(0, 0).chunk(3, 0))).isEqualTo(Reason.NONE);
    assertThat(chunks(sctp().chunk(10, 0).chunk(0, 0))).isEqualTo(Reason.NONE);
    assertThat(chunks(sctp().chunk(0, 0).chunk(10, 0))).isEqualTo(Reason.BAD_CHUNKS);
    assertThat(chunks(sctp().chunk(1, 0).chunk(0, 0))).isEqualTo(Reason.BAD_CHUNKS);
    assertThat(chunks(sctp().chunk(0, 0).chunk(14, 0))).isEqualTo(Reason.BAD_CHUNKS);
    assertThat(chunks(sctp().payload(new byte[4]))).isEqualTo(Reason.BAD_CHUNKS);
    assertThat(chunks(sctp().payload(new byte[] {0, 0, 0, 1, 0, 0}))).isEqualTo(Reason.NONE);
  }

  @ParameterizedTest
  @CsvSource({"43, 7", "0, 7", "60, 15", "51, 7", "44, 7"})
  void ipv6ExtensionHeadersAreSkipped(final int number, final int bodyLength) {
    final byte[] body = new byte[bodyLength];
    body[0] = (byte) (number == 51 ? (bodyLength + 1) / 4 - 2 : (bodyLength + 1) / 8 - 1);
    final PacketBuilder sent =
        Packets.udp(A6, 1000, B6, 53).extension(60, new byte[7]).extension(number, body);
    final Decoded decoded = decode(sent.bytes());
    assertThat(decoded).isEqualTo(number == 44 ? Decoded.FRAGMENT : Decoded.PACKET);
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.tuple().protocol()).isEqualTo(number == 44 ? 44 : 17);
  }

  @Test
  void extensionHeadersThatLeadNowhereAreInvalid() {
    decode(Packets.other(59, A6, B6).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.BAD_EXTENSIONS);
    decode(Packets.other(60, A6, B6).payload(1).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.BAD_EXTENSIONS);
    decode(Packets.udp(A6, 1, B6, 2).extension(60, (byte) 9, (byte) 0).bytes());
    assertThat(packet.reason()).isEqualTo(Reason.SHORT_HEADER);
  }

  @Test
  void aSnappedPacketIsJudgedByWhatIsThere() {
    final byte[] bytes = Packets.tcp(A, 1, B, 2).flags(Packet.ACK).payload(1000).bytes();
    final PacketDecoder decoder = new PacketDecoder(Checksums.ALL);
    decoder.decode(Frames.snapped(LinkType.RAW, bytes, 40, 0), packet);
    assertThat(packet.reason()).isEqualTo(Reason.NONE);
    assertThat(packet.transportLength).isEqualTo(1020);
    assertThat(packet.length()).isEqualTo(1040);
    decoder.decode(Frames.snapped(LinkType.RAW, bytes, 39, 0), packet);
    assertThat(packet.reason()).isEqualTo(Reason.SNAPPED);
    assertThat(packet.tuple().destinationPort()).isEqualTo(2);
  }

  private static PacketBuilder sctp() {
    return Packets.sctp(A, 1, B, 2);
  }

  private Reason chunks(final PacketBuilder sent) {
    decode(sent.bytes());
    return packet.reason();
  }

  private Decoded decode(final byte[] bytes) {
    return decode(bytes, Checksums.ALL);
  }

  private Decoded decode(final byte[] bytes, final Checksums checksums) {
    return new PacketDecoder(checksums).decode(Frames.frame(LinkType.RAW, bytes, 0), packet);
  }

  private static byte[] tcpHeader() {
    final byte[] bytes = Packets.tcp(A, 1, B, 2).syn().bytes();
    return Arrays.copyOfRange(bytes, 20, 40);
  }

  private static byte[] withHeaderChecksum(final byte[] packet) {
    final int length = (packet[0] & 15) * 4;
    BigEndian.put16(packet, 10, 0);
    BigEndian.put16(packet, 10, ~InternetChecksum.fold(InternetChecksum.add(0, packet, 0, length)));
    return packet;
  }
}
