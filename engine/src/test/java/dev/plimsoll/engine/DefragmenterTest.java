package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefragmenterTest {
  private static final String A = "10.0.0.1";
  private static final String B = "10.0.0.2";
  private static final String A6 = "2001:db8::1";
  private static final String B6 = "2001:db8::2";

  private final PacketDecoder decoder = new PacketDecoder(Checksums.ALL);
  private final Defragmenter defragmenter = new Defragmenter(decoder, TrackerSettings.DEFAULT);
  private final Packet fragment = new Packet();
  private final Packet whole = new Packet();

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "2001:db8::"})
  void fragmentsInAnyOrderBecomeTheirDatagram(final String network) {
    final PacketBuilder sent = udp(network).payload(1000);
    final List<byte[]> fragments = sent.fragments(104);
    final Random random = new Random(4);
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(fragments, random);
      for (int i = 0; i < fragments.size(); i++) {
        assertThat(add(fragments.get(i), round)).isEqualTo(i == fragments.size() - 1);
      }
      assertThat(whole.reason()).isEqualTo(Reason.NONE);
      assertThat(whole.tuple()).hasToString(sent.packet().tuple().toString());
      assertThat(whole.length()).isEqualTo(sent.bytes().length);
      assertThat(whole.timeNanos()).isEqualTo(round * 1_000_000L);
      assertThat(transportOf(whole)).isEqualTo(transportOf(sent.packet()));
      assertThat(defragmenter.waiting()).isZero();
    }
    assertThat(defragmenter.discarded()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "2001:db8::"})
  void duplicatesDoNoHarm(final String network) {
    final List<byte[]> fragments = udp(network).payload(100).fragments(40);
    assertThat(add(fragments.get(0), 0)).isFalse();
    assertThat(add(fragments.get(1), 0)).isFalse();
    assertThat(add(fragments.get(0), 0)).isFalse();
    assertThat(add(fragments.get(1), 0)).isFalse();
    assertThat(add(fragments.get(2), 0)).isTrue();
    assertThat(defragmenter.discarded()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "2001:db8::"})
  void anOverlapLosesTheDatagram(final String network) {
    final PacketBuilder sent = udp(network).payload(100);
    assertThat(add(sent.fragment(0, 40), 0)).isFalse();
    assertThat(add(sent.fragment(32, 40), 0)).isFalse();
    assertThat(defragmenter.waiting()).isZero();
    assertThat(defragmenter.discarded()).isEqualTo(2);
    assertThat(add(sent.fragment(40, 68), 0)).isFalse();
    assertThat(add(sent.fragment(0, 40), 0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "2001:db8::"})
  void aFragmentAcrossTwoThatCameOutOfOrderIsAnOverlap(final String network) {
    final PacketBuilder sent = udp(network).payload(100);
    add(sent.fragment(48, 8), 0);
    add(sent.fragment(40, 8), 0);
    add(sent.fragment(40, 16), 0);
    assertThat(defragmenter.waiting()).isZero();
  }

  @Test
  void contradictingEndsLoseAnIpv4Datagram() {
    final PacketBuilder sent = Packets.udp(A, 1, B, 2).payload(100);
    add(sent.fragment(0, 40), 0);
    add(sent.fragment(48, 8, false), 0);
    add(sent.fragment(40, 24, false), 0);
    assertThat(defragmenter.waiting()).isZero();
    assertThat(defragmenter.discarded()).isEqualTo(3);
  }

  @Test
  void contradictingEndsLoseOnlyTheFragmentInIpv6() {
    final PacketBuilder sent = Packets.udp(A6, 1, B6, 2).payload(100);
    add(sent.fragment(40, 68), 0);
    add(sent.fragment(48, 8, false), 0);
    assertThat(defragmenter.discarded()).isEqualTo(1);
    assertThat(add(sent.fragment(0, 40), 0)).isTrue();
  }

  @Test
  void anIpv4FragmentThatIsNotTheLastEndsAtAMultipleOfEight() {
    final PacketBuilder sent = Packets.udp(A, 1, B, 2).payload(100);
    add(sent.fragment(0, 45), 0);
    assertThat(add(sent.fragment(40, 68), 0)).isTrue();
    assertThat(whole.reason()).isEqualTo(Reason.NONE);
  }

  @Test
  void anIpv6FragmentThatEndsElsewhereGoesOnByItself() {
    final PacketBuilder sent = Packets.udp(A6, 1000, B6, 53).payload(100);
    add(sent.fragment(40, 68), 0);
    assertThat(add(sent.fragment(0, 45), 0)).isTrue();
    assertThat(whole.tuple().destinationPort()).isEqualTo(53);
    assertThat(whole.reason()).isEqualTo(Reason.BAD_LENGTH);
    assertThat(defragmenter.waiting()).isZero();
  }

  @Test
  void aFirstIpv6FragmentWithoutItsWholeHeaderGoesOnByItself() {
    final PacketBuilder sent = Packets.tcp(A6, 1000, B6, 53).syn();
    assertThat(add(sent.fragment(0, 16), 0)).isTrue();
    assertThat(whole.tuple().destinationPort()).isEqualTo(53);
    assertThat(whole.reason()).isEqualTo(Reason.SHORT_HEADER);
    assertThat(defragmenter.waiting()).isZero();
  }

  @Test
  void anAtomicFragmentIsWholeWithoutItsFragmentHeader() {
    final PacketBuilder sent = Packets.udp(A6, 1000, B6, 53).payload(12);
    assertThat(add(sent.fragment(0, 20), 0)).isTrue();
    assertThat(whole.reason()).isEqualTo(Reason.NONE);
    assertThat(whole.length()).isEqualTo(60);
  }

  @Test
  void extensionHeadersBeforeTheFragmentHeaderStay() {
    final PacketBuilder sent =
        Packets.udp(A6, 1000, B6, 53)
            .extension(0, new byte[7])
            .extension(60, new byte[7])
            .payload(100);
    add(sent.fragment(0, 64), 0);
    assertThat(add(sent.fragment(64, 44), 0)).isTrue();
    assertThat(whole.reason()).isEqualTo(Reason.NONE);
    assertThat(bytesOf(whole)).isEqualTo(sent.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "2001:db8::"})
  void fragmentsThatWaitTooLongAreLost(final String network) {
    final int timeout = network.startsWith("10") ? 30_000 : 60_000;
    final PacketBuilder sent = udp(network).payload(100);
    add(sent.fragment(0, 40), 0);
    assertThat(add(sent.fragment(40, 40), timeout - 1)).isFalse();
    assertThat(add(sent.fragment(80, 28), timeout)).isFalse();
    assertThat(defragmenter.discarded()).isEqualTo(2);
    assertThat(defragmenter.waiting()).isEqualTo(1);
  }

  @Test
  void ipv6sTimeoutIsASetting() {
    final Defragmenter hasty =
        new Defragmenter(decoder, new TrackerSettings(Map.of(Sysctl.FRAG6_TIMEOUT, 1L)));
    final PacketBuilder sent = Packets.udp(A6, 1, B6, 2).payload(100);
    decode(sent.fragment(0, 40), 0);
    hasty.add(fragment, whole);
    decode(sent.fragment(40, 68), 1000);
    assertThat(hasty.add(fragment, whole)).isFalse();
  }

  @Test
  void manyOtherFragmentsOfTheSameSourceLoseAnIpv4Datagram() {
    final PacketBuilder sent = Packets.udp(A, 1, B, 2).payload(100);
    add(sent.fragment(0, 40), 0);
    for (int id = 100; id < 164; id++) {
      add(Packets.udp(A, 1, B, 2).payload(100).identification(id).fragment(0, 40), 0);
    }
    assertThat(add(sent.fragment(40, 68), 0)).isFalse();
    assertThat(defragmenter.discarded()).isEqualTo(1);
    assertThat(add(sent.fragment(0, 40), 0)).isTrue();
  }

  @Test
  void aSourceMaySendManyOtherFragmentsInBetween() {
    final PacketBuilder sent = Packets.udp(A, 1, B, 2).payload(100);
    add(sent.fragment(0, 40), 0);
    for (int id = 100; id < 163; id++) {
      add(Packets.udp(A, 1, B, 2).payload(100).identification(id).fragment(0, 40), 0);
    }
    assertThat(add(sent.fragment(40, 68), 0)).isTrue();
  }

  @Test
  void zonesAreApart() {
    final PacketBuilder sent = Packets.udp(A, 1, B, 2).payload(100);
    decode(sent.fragment(0, 40), 0);
    fragment.zone = 1;
    assertThat(defragmenter.add(fragment, whole)).isFalse();
    decode(sent.fragment(40, 68), 0);
    fragment.zone = 2;
    assertThat(defragmenter.add(fragment, whole)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "2001:db8::"})
  void fragmentsThatDisagreeOnCongestionAreLost(final String network) {
    final PacketBuilder sent = udp(network).payload(100);
    add(sent.fragment(0, 40), 0);
    assertThat(add(sent.trafficClass(3).fragment(40, 68), 0)).isFalse();
    assertThat(defragmenter.waiting()).isZero();
    assertThat(defragmenter.discarded()).isEqualTo(2);
  }

  @Test
  void snappedFragmentsMakeASnappedDatagram() {
    final PacketBuilder sent = Packets.udp(A, 1000, B, 53).payload(200);
    for (final byte[] each : sent.fragments(104)) {
      final Frame frame = Frames.snapped(LinkType.RAW, each, 60, 0);
      assertThat(decoder.decode(frame, fragment)).isEqualTo(Decoded.FRAGMENT);
      defragmenter.add(fragment, whole);
    }
    assertThat(whole.reason()).isEqualTo(Reason.NONE);
    assertThat(whole.tuple().destinationPort()).isEqualTo(53);
    assertThat(whole.length()).isEqualTo(228);
    assertThat(whole.end - whole.network).isEqualTo(60);
    assertThat(whole.isWhole()).isFalse();
  }

  @Test
  void aDatagramsBytesStayUntilSixtyFourMoreAreComplete() {
    final List<Packet> wholes = new ArrayList<>();
    for (int i = 0; i < Defragmenter.KEPT; i++) {
      final PacketBuilder sent = Packets.udp(A, i, B, 53).payload(100).identification(i);
      final Packet each = new Packet();
      decode(sent.fragment(0, 40), 0);
      defragmenter.add(fragment, each);
      decode(sent.fragment(40, 68), 0);
      assertThat(defragmenter.add(fragment, each)).isTrue();
      wholes.add(each);
    }
    for (int i = 0; i < Defragmenter.KEPT; i++) {
      final Packet each = wholes.get(i);
      assertThat(BigEndian.u16(each.bytes, each.transport)).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.", "2001:db8::"})
  void aFloodIsRefusedAtTheThresholdUntilTheOldestTimeOut(final String network) {
    for (int id = 0; id < 20_000; id++) {
      add(udp(network).payload(1400).identification(id).fragment(0, 1208), 0);
    }
    final int held = defragmenter.waiting();
    assertThat(held).isBetween(1000, 4000);
    assertThat(defragmenter.bytes()).isBetween(4L << 20, (4L << 20) + 4000);
    assertThat(defragmenter.discarded()).isEqualTo(20_000 - held);

    final PacketBuilder sent = udp(network).payload(100).identification(77);
    assertThat(add(sent.fragment(0, 40), 60_000)).isFalse();
    assertThat(add(sent.fragment(40, 68), 60_000)).isTrue();
    assertThat(defragmenter.bytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"10.0.0., 4639", "2001:db8::, 4405"})
  void asManyDatagramsWaitAsInALinuxThatGetsThemFromATapDevice(
      final String network, final int most) {
    for (int id = 0; id < most; id++) {
      add(udp(network).payload(200).identification(id).fragment(0, 8), 0);
    }
    assertThat(defragmenter.discarded()).isZero();
    add(udp(network).payload(200).identification(most).fragment(0, 8), 0);
    assertThat(defragmenter.discarded()).isZero();
    add(udp(network).payload(200).identification(most + 1).fragment(0, 8), 0);
    assertThat(defragmenter.discarded()).isEqualTo(1);
  }

  private static PacketBuilder udp(final String network) {
    return Packets.udp(network + "1", 1000, network + "2", 53);
  }

  private void decode(final byte[] packet, final long millis) {
    final Frame frame = Frames.frame(LinkType.RAW, packet, millis * 1_000_000);
    assertThat(decoder.decode(frame, fragment)).isEqualTo(Decoded.FRAGMENT);
  }

  private boolean add(final byte[] packet, final long millis) {
    decode(packet, millis);
    return defragmenter.add(fragment, whole);
  }

  private static byte[] transportOf(final Packet packet) {
    return Arrays.copyOfRange(packet.bytes, packet.transport, packet.end);
  }

  private static byte[] bytesOf(final Packet packet) {
    return Arrays.copyOfRange(packet.bytes, packet.network, packet.end);
  }
}
