package dev.plimsoll.engine.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.engine.LinkType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PcapngFormatTest {
  static final List<ByteOrder> ORDERS = List.of(LITTLE_ENDIAN, BIG_ENDIAN);
  private static final byte[] DATA = {1, 2, 3};

  private static CaptureBuilder ethernet(final ByteOrder order) {
    return CaptureBuilder.pcapng(order).interfaceOf(CaptureBuilder.ETHERNET, 0);
  }

  private static CaptureBuilder ethernet() {
    return ethernet(LITTLE_ENDIAN);
  }

  /** Options of an interface: resolution and offset of its times. */
  private static byte[] timing(
      final ByteOrder order, final int resolution, final long offsetSeconds) {
    final CaptureBuilder options = new CaptureBuilder(order);
    options.shorts(2, 3).raw("lo0".getBytes(UTF_8)).raw((byte) 0);
    options.shorts(9, 1).raw((byte) resolution, (byte) 0, (byte) 0, (byte) 0).shorts(14, 8);
    final int high = (int) (offsetSeconds >> 32);
    final int low = (int) offsetSeconds;
    return (order == BIG_ENDIAN ? options.ints(high, low) : options.ints(low, high))
        .shorts(0, 0)
        .bytes();
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void readsPackets(final ByteOrder order) {
    assertThat(Reading.of(ethernet(order).enhanced(0, 1_800_000_000_123_456L, DATA).bytes()))
        .isEqualTo(
            new Reading(
                List.of(
                    new Reading.Captured(
                        1,
                        1_800_000_000_123_456_000L,
                        LinkType.ETHERNET,
                        0,
                        DATA.length,
                        48,
                        List.of((byte) 1, (byte) 2, (byte) 3))),
                null));
  }

  @ParameterizedTest
  @CsvSource({
    // resolution, ticks, nanoseconds
    "0, 7, 7000000000",
    "3, 1234, 1234000000",
    "9, 1234567890, 1234567890",
    "12, 1234567890123, 1234567890",
    "18, 1234567890123456789, 1234567890",
    "128, 7, 7000000000",
    "129, 3, 1500000000",
    "160, 6442450944, 1500000000",
    "191, 9223372036854775807, 999999999",
  })
  void countsTimeAsTheInterfaceSays(
      final int resolution, final long ticks, final long nanoseconds) {
    for (final ByteOrder order : ORDERS) {
      final byte[] capture =
          CaptureBuilder.pcapng(order)
              .interfaceOf(1, 0, timing(order, resolution, -1))
              .interfaceOf(1, 0, timing(order, resolution, 1_800_000_000))
              .enhanced(0, ticks, DATA)
              .enhanced(1, ticks, DATA)
              .bytes();
      assertThat(Reading.of(capture).times())
          .containsExactly(nanoseconds - 1_000_000_000, nanoseconds + 1_800_000_000_000_000_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 127, 192, 255})
  void refusesResolutionsBeyondReason(final int resolution) {
    final byte[] capture =
        CaptureBuilder.pcapng(LITTLE_ENDIAN)
            .interfaceOf(1, 0, timing(LITTLE_ENDIAN, resolution, 0))
            .bytes();
    assertThat(Reading.of(capture).problem()).contains("byte 28: the interface counts time");
  }

  @Test
  void refusesATimeThatDoesNotFit() {
    final Reading reading =
        Reading.of(ethernet().enhanced(0, 1, DATA).enhanced(0, -1, DATA).bytes());
    assertThat(reading.times()).containsExactly(1000L);
    assertThat(reading.problem()).contains("packet 2: its time is after the year 2262");
  }

  @Test
  void passesOverBlocksThatHoldNoPacket() {
    final CaptureBuilder capture = ethernet();
    // Names, statistics, secrets, the two custom ones, and one that nobody knows.
    for (final int type : new int[] {4, 5, 10, 0xbad, 0x4000_0bad, 0x7fff_fff0}) {
      capture.block(type, new byte[3_000_000]).enhanced(0, 1, DATA);
    }
    assertThat(Reading.of(capture.bytes()).times()).hasSize(6);
  }

  @Test
  void aBlockOfFourGibibytesCostsNoMemory() {
    final byte[] before = ethernet().enhanced(0, 1, DATA).ints(10, 0xffff_fffc).bytes();
    final InputStream capture =
        new SequenceInputStream(new ByteArrayInputStream(before), new Zeros(0xffff_fffcL - 8));
    assertThat(Reading.of(capture).times()).containsExactly(1000L);
  }

  /** So many zeros. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(final long count) {
      left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(final byte[] into, final int from, final int length) {
      final int got = (int) Math.min(left, length);
      left -= got;
      return got == 0 ? -1 : got;
    }
  }

  @Test
  void saysWhereABlockThatIsSkippedIsCutShort() {
    final Reading reading =
        Reading.of(ethernet().enhanced(0, 1, DATA).ints(10, 0xffff_fffc).raw(DATA).bytes());
    assertThat(reading.times()).hasSize(1);
    assertThat(reading.problem())
        .startsWith("standard input, byte 84: the file ends in the middle of a block: 1");
  }

  @Test
  void readsSimplePacketsUpToTheSnapLength() {
    final CaptureBuilder capture = CaptureBuilder.pcapng(LITTLE_ENDIAN).interfaceOf(1, 2);
    capture.enhanced(0, 5, DATA);
    capture.block(3, capture.part().ints(1500).raw((byte) 8, (byte) 9).bytes());
    capture.block(3, capture.part().ints(1).raw((byte) 7).bytes());
    assertThat(Reading.of(capture.bytes()).frames())
        .extracting(Reading.Captured::timeNanos, f -> f.bytes().size(), Reading.Captured::length)
        .containsExactly(tuple(5000L, 3, 3), tuple(5000L, 2, 1500), tuple(5000L, 1, 1));
  }

  @Test
  void readsPacketBlocksOfBefore() {
    final CaptureBuilder capture = ethernet().interfaceOf(LinkType.RAW, 0);
    capture.block(2, capture.part().shorts(1, 77).ints(0, 6, 3, 3).raw(DATA).bytes());
    assertThat(Reading.of(capture.bytes()).frames())
        .extracting(Reading.Captured::linkType, Reading.Captured::interfaceNumber)
        .containsExactly(tuple(LinkType.RAW, 1));
  }

  @Test
  void everySectionHasItsOwnByteOrderAndInterfaces() {
    final byte[] capture =
        ethernet(LITTLE_ENDIAN)
            .enhanced(0, 1, DATA)
            .section(BIG_ENDIAN)
            .interfaceOf(LinkType.RAW, 0)
            .enhanced(0, 2, DATA)
            .section(LITTLE_ENDIAN)
            .enhanced(0, 3, DATA)
            .bytes();
    final Reading reading = Reading.of(capture);
    assertThat(reading.frames())
        .extracting(Reading.Captured::linkType)
        .containsExactly(LinkType.ETHERNET, LinkType.RAW);
    assertThat(reading.problem())
        .contains("packet 3: it came over interface 0, and the section has named 0 until here");
  }

  @Test
  void refusesAPacketOfALinkTypeThatIsNotDecoded() {
    final Reading reading =
        Reading.of(
            ethernet().interfaceOf(127, 0).enhanced(0, 1, DATA).enhanced(1, 2, DATA).bytes());
    assertThat(reading.times()).hasSize(1);
    assertThat(reading.problem()).contains("packet 2: its link type is 127");
  }

  @Test
  void refusesAPacketThatIsLongerThanItsBlock() {
    final CaptureBuilder capture = ethernet();
    capture.block(6, capture.enhancedBody(0, 1, 5, DATA));
    assertThat(Reading.of(capture.bytes()).problem())
        .isEqualTo(
            "standard input, byte 48, packet 1: the packet claims 5 bytes, and its block has room"
                + " for 4");
  }

  @Test
  void refusesABlockWhoseTwoLengthsDiffer() {
    final byte[] capture = ethernet().enhanced(0, 1, DATA).bytes();
    capture[capture.length - 4]++;
    assertThat(Reading.of(capture).problem())
        .contains("byte 48: the block says that it has 36 bytes at its beginning, and 37 at its");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 11, 13, 28, 524_292, -4})
  void refusesAPacketBlockOfAnImpossibleLength(final int length) {
    final byte[] capture = ethernet().ints(6, length).raw(new byte[600_000]).bytes();
    assertThat(Reading.of(capture).problem()).contains("byte 48: the block says that it has");
  }

  @Test
  void refusesAnotherVersion() {
    final CaptureBuilder capture = new CaptureBuilder(LITTLE_ENDIAN);
    capture.block(
        PcapngFormat.SECTION, capture.part().ints(0x1a2b_3c4d).shorts(2, 0).ints(-1, -1).bytes());
    assertThat(Reading.of(capture.bytes()).problem()).contains("version 2 of the pcapng format");
  }

  @Test
  void refusesASectionWithoutByteOrder() {
    final CaptureBuilder capture = new CaptureBuilder(LITTLE_ENDIAN);
    capture.block(PcapngFormat.SECTION, new byte[16]);
    assertThat(Reading.of(capture.bytes()).problem()).contains("whose byte order cannot be told");
  }

  @Test
  void aCaptureThatIsCutAnywhereGivesWhatIsBefore() {
    final byte[] whole =
        ethernet().enhanced(0, 1, DATA).enhanced(0, 2, DATA).block(5, DATA).bytes();
    for (int length = 1; length < whole.length; length++) {
      final Reading reading = Reading.of(Arrays.copyOf(whole, length));
      assertThat(reading.times()).hasSize(length < 84 ? 0 : length < 120 ? 1 : 2);
      if (length != 28 && length != 48 && length != 84 && length != 120) {
        assertThat(reading.problem()).contains("the file ends in the middle of");
      }
    }
  }

  @Test
  void anInterfaceTooManyIsRefused() {
    final CaptureBuilder capture = CaptureBuilder.pcapng(LITTLE_ENDIAN);
    for (int i = 0; i <= 65_536; i++) {
      capture.interfaceOf(1, 0);
    }
    assertThat(Reading.of(capture.bytes()).problem())
        .contains("the section has more than 65,536 interfaces");
  }
}
