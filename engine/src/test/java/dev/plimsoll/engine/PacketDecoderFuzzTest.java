package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

class PacketDecoderFuzzTest {
  private static final int[] LINKS = {
    LinkType.ETHERNET,
    LinkType.RAW,
    LinkType.LINUX_SLL,
    LinkType.LINUX_SLL2,
    LinkType.NULL,
    LinkType.PPP,
    LinkType.PPP_HDLC,
    LinkType.PPPOE,
    LinkType.IPV4,
    LinkType.IPV6
  };

  /**
   * The input is a series of frames: link type, how much was snapped off, seconds since the one
   * before, length, bytes.
   */
  @FuzzTest(maxDuration = "8s")
  void whateverComesLiesWithinItsBytes(final byte @Nullable [] input) {
    final byte[] series = input == null ? new byte[0] : input;
    // Checksums hide what is behind them from the fuzzer.
    final PacketDecoder decoder = new PacketDecoder(Checksums.NONE);
    final PacketDecoder strict = new PacketDecoder(Checksums.ALL);
    final Defragmenter defragmenter = new Defragmenter(decoder, TrackerSettings.DEFAULT);
    final Packet packet = new Packet();
    final Packet whole = new Packet();
    final Frame frame = new Frame();
    long seconds = 0;
    int at = 0;
    while (series.length - at >= 5) {
      final int captured = Math.min(BigEndian.u16(series, at + 3), series.length - at - 5);
      frame.bytes(Arrays.copyOfRange(series, at + 5, at + 5 + captured), 0, captured);
      frame.length(captured + BigEndian.u8(series, at + 1));
      frame.linkType(LINKS[BigEndian.u8(series, at) % LINKS.length]);
      seconds += series[at + 2];
      frame.timeNanos(seconds * 1_000_000_000);
      at += 5 + captured;

      strict.decode(frame, packet);
      switch (decoder.decode(frame, packet)) {
        case PACKET -> check(packet);
        case FRAGMENT -> {
          check(packet);
          if (defragmenter.add(packet, whole)) {
            check(whole);
          }
        }
        case IGNORED -> {}
      }
      assertThat(defragmenter.bytes()).isBetween(0L, WaitingDatagrams.THRESHOLD * 2);
    }
  }

  private static void check(final Packet packet) {
    assertThat(packet.network).isNotNegative();
    assertThat(packet.transport).isGreaterThanOrEqualTo(packet.network);
    assertThat(packet.end).isBetween(packet.transport, packet.bytes.length);
    assertThat(packet.length).isGreaterThanOrEqualTo(packet.end - packet.network);
    assertThat(packet.transportLength).isBetween(0, packet.length);
    assertThat(packet.end - packet.transport).isLessThanOrEqualTo(packet.transportLength);
    assertThat(packet.tuple.sourcePort()).isBetween(0, 65_535);
    assertThat(packet.tuple.destinationPort()).isBetween(0, 65_535);
    assertThat(packet.hasInner && packet.reason() != Reason.NONE).isFalse();
    assertThat(packet.why().isEmpty()).isEqualTo(packet.reason() == Reason.NONE);
  }
}
