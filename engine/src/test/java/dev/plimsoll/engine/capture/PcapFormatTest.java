package dev.plimsoll.engine.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.LinkType;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PcapFormatTest {
  static final List<ByteOrder> ORDERS = List.of(LITTLE_ENDIAN, BIG_ENDIAN);
  private static final byte[] DATA = {1, 2, 3};

  private static CaptureBuilder ethernet() {
    return CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.MICROSECONDS, CaptureBuilder.ETHERNET);
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void readsMicroseconds(final ByteOrder order) {
    final Reading reading =
        Reading.of(
            CaptureBuilder.pcap(order, CaptureBuilder.MICROSECONDS, CaptureBuilder.ETHERNET)
                .packet(1_800_000_000, 123_456, DATA)
                .packet(-1, 999_999, DATA)
                .bytes());
    assertThat(reading)
        .isEqualTo(
            new Reading(
                List.of(
                    captured(1, 1_800_000_000_123_456_000L, 24),
                    captured(2, 4_294_967_295_999_999_000L, 43)),
                null));
  }

  private static Reading.Captured captured(
      final long number, final long nanos, final long position) {
    return new Reading.Captured(
        number,
        nanos,
        LinkType.ETHERNET,
        0,
        DATA.length,
        position,
        List.of((byte) 1, (byte) 2, (byte) 3));
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void readsNanoseconds(final ByteOrder order) {
    final byte[] capture =
        CaptureBuilder.pcap(order, CaptureBuilder.NANOSECONDS, CaptureBuilder.ETHERNET)
            .packet(1, 123_456_789, DATA)
            .bytes();
    assertThat(Reading.of(capture).times()).containsExactly(1_123_456_789L);
  }

  @Test
  void tellsTheLengthOnTheWireOfASnappedPacket() {
    final byte[] capture = ethernet().ints(1, 0, 3, 1500).raw(DATA).bytes();
    assertThat(Reading.of(capture).frames())
        .extracting(Reading.Captured::length)
        .containsExactly(1500);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1400_0001, 0x2400_0001, 0x0001_0001})
  void looksThroughTheChecksumBitsOfTheLinkType(final int linkType) {
    final byte[] capture =
        CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.MICROSECONDS, linkType)
            .packet(1, 0, DATA)
            .bytes();
    assertThat(Reading.of(capture).frames())
        .extracting(Reading.Captured::linkType)
        .containsExactly(LinkType.ETHERNET);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 14, 101})
  void takesTheOldNumbersOfRawIp(final int linkType) {
    final byte[] capture =
        CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.MICROSECONDS, linkType)
            .packet(1, 0, DATA)
            .bytes();
    assertThat(Reading.of(capture).frames())
        .extracting(Reading.Captured::linkType)
        .containsExactly(LinkType.RAW);
  }

  @Test
  void aHeaderWithoutPacketsIsACapture() {
    assertThat(Reading.of(ethernet().bytes())).isEqualTo(new Reading(List.of(), null));
  }

  @Test
  void refusesALinkTypeThatIsNotDecoded() {
    final byte[] capture =
        CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.MICROSECONDS, 127).bytes();
    assertThat(Reading.of(capture).problem())
        .isEqualTo(
            "standard input: its link type is 127, which cannot be decoded; Ethernet, raw IP,"
                + " Linux cooked, loopback, PPP and PPPoE can");
  }

  @Test
  void refusesAnotherVersion() {
    final byte[] capture =
        new CaptureBuilder(LITTLE_ENDIAN)
            .ints(CaptureBuilder.MICROSECONDS)
            .shorts(3, 0)
            .ints(0, 0, 65_535, 1)
            .bytes();
    assertThat(Reading.of(capture).problem()).contains("version 3.0");
  }

  @Test
  void anAbsurdSnapLengthChangesNothing() {
    final byte[] capture =
        new CaptureBuilder(BIG_ENDIAN)
            .ints(CaptureBuilder.MICROSECONDS)
            .shorts(2, 4)
            .ints(0, 0, -1, 1)
            .packet(1, 0, DATA)
            .bytes();
    assertThat(Reading.of(capture).times()).hasSize(1);
  }

  @Test
  void keepsWhatWasReadBeforeTheFileIsCutShort() {
    final byte[] whole = ethernet().packet(1, 0, DATA).packet(2, 0, DATA).bytes();
    final Reading reading = Reading.of(Arrays.copyOf(whole, whole.length - 1));
    assertThat(reading.times()).containsExactly(1_000_000_000L);
    assertThat(reading.problem())
        .isEqualTo(
            "standard input, byte 43, packet 2: the file ends in the middle of a packet: 18 of its"
                + " 19 bytes are there");
  }

  @ParameterizedTest
  @ValueSource(ints = {262_145, Integer.MAX_VALUE, -1})
  void keepsWhatWasReadBeforeALyingLength(final int captured) {
    final Reading reading =
        Reading.of(ethernet().packet(1, 0, DATA).ints(2, 0, captured, 3).raw(DATA).bytes());
    assertThat(reading.times()).containsExactly(1_000_000_000L);
    assertThat(reading.problem())
        .isEqualTo(
            "standard input, byte 43, packet 2: the packet claims %,d bytes, more than the 262,144"
                    .formatted(Integer.toUnsignedLong(captured))
                + " that a packet can have");
  }

  @Test
  void readsTheLongestPackets() {
    final byte[] longest = new byte[262_144];
    final CaptureBuilder capture = ethernet();
    for (int i = 0; i < 20; i++) {
      capture.packet(i, 0, longest).packet(i, 1, DATA);
    }
    assertThat(Reading.of(capture.bytes()).times()).hasSize(40).isSorted();
  }
}
