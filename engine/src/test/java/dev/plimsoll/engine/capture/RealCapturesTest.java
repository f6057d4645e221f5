package dev.plimsoll.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.engine.LinkType;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Captures as real programs write them: two pings over loopback, seen at once by tcpdump 4.99.3 (in
 * micro- and in nanoseconds) and by dumpcap 4.0.17, converted by editcap and joined by mergecap.
 */
final class RealCapturesTest {
  private static final List<Long> NANOSECONDS =
      List.of(
          1_795_522_657_139_017_242L,
          1_795_522_657_139_028_979L,
          1_795_522_657_344_802_713L,
          1_795_522_657_344_815_572L);
  private static final List<Long> MICROSECONDS =
      NANOSECONDS.stream().map(nanos -> nanos / 1000 * 1000).toList();

  private static Reading read(final String name) {
    final InputStream capture = RealCapturesTest.class.getResourceAsStream(name);
    final Reading reading = Reading.of(Objects.requireNonNull(capture));
    assertThat(reading.problem()).isNull();
    return reading;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpdump-micro.pcap", "tcpdump-micro.pcap.gz", "editcap-modified.pcap"})
  void readsMicroseconds(final String name) {
    final Reading reading = read(name);
    assertThat(reading.times()).isEqualTo(MICROSECONDS);
    assertThat(reading.frames())
        .extracting(Reading.Captured::linkType, Reading.Captured::length)
        .containsOnly(tuple(LinkType.ETHERNET, 98));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpdump-nano-any.pcap", "tcpdump-nano-any.pcap.zst"})
  void readsNanosecondsOfAllInterfaces(final String name) {
    final Reading reading = read(name);
    assertThat(reading.times()).isEqualTo(NANOSECONDS);
    assertThat(reading.frames())
        .extracting(Reading.Captured::linkType, Reading.Captured::length)
        .containsOnly(tuple(LinkType.LINUX_SLL2, 104));
  }

  @Test
  void readsWhatDumpcapSawOnTwoInterfaces() {
    final Reading reading = read("dumpcap.pcapng");
    assertThat(ofInterface(reading, 0).times()).isEqualTo(NANOSECONDS);
    assertThat(ofInterface(reading, 1).times()).isEqualTo(NANOSECONDS);
    assertThat(reading.frames())
        .extracting(
            Reading.Captured::interfaceNumber, Reading.Captured::linkType, Reading.Captured::length)
        .containsOnly(tuple(0, LinkType.ETHERNET, 98), tuple(1, LinkType.LINUX_SLL, 100));
  }

  @Test
  void readsWhatMergecapJoined() {
    final Reading reading = read("mergecap.pcapng");
    assertThat(ofInterface(reading, 0).times()).isEqualTo(MICROSECONDS);
    assertThat(ofInterface(reading, 1).times()).isEqualTo(NANOSECONDS);
  }

  private static Reading ofInterface(final Reading reading, final int number) {
    return new Reading(
        reading.frames().stream().filter(f -> f.interfaceNumber() == number).toList(), null);
  }

  @Test
  void allHoldTheSamePackets() {
    final var pings = payloads(read("tcpdump-micro.pcap"), 14);
    assertThat(payloads(read("editcap-modified.pcap"), 14)).isEqualTo(pings);
    assertThat(payloads(read("tcpdump-nano-any.pcap.zst"), 20)).isEqualTo(pings);
    assertThat(payloads(ofInterface(read("dumpcap.pcapng"), 1), 16)).isEqualTo(pings);
  }

  private static List<List<Byte>> payloads(final Reading reading, final int header) {
    return reading.frames().stream().map(f -> f.bytes().subList(header, f.bytes().size())).toList();
  }
}
