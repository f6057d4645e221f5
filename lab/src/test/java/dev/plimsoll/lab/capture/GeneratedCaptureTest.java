package dev.plimsoll.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.capture.CaptureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratedCaptureTest {
  private static final int CONNECTIONS = 10_050;
  private static final int PACKETS = 100_000;

  @TempDir Path folder;

  /** What a frame says of its connection. */
  private record Seen(
      boolean isVlan,
      boolean isIpv6,
      int protocol,
      String client,
      int clientPort,
      int serverPort) {}

  private Path write(final String name, final long seed) throws IOException {
    final Path file = folder.resolve(name);
    GeneratedCapture.write(file, CONNECTIONS, PACKETS, 60, seed);
    return file;
  }

  private static List<Seen> read(final Path file) throws IOException {
    final List<Seen> all = new ArrayList<>();
    final Frame[] frames = new Frame[64];
    Arrays.setAll(frames, _ -> new Frame());
    try (CaptureFiles source = CaptureFiles.open(List.of(file), InputStream.nullInputStream())) {
      int count;
      while ((count = source.read(frames)) > 0) {
        Arrays.stream(frames, 0, count).map(GeneratedCaptureTest::look).forEach(all::add);
      }
      assertThat(source.backwards()).isZero();
    }
    return all;
  }

  private static Seen look(final Frame frame) {
    assertThat(frame.captured()).isEqualTo(frame.length()).isBetween(60, 220);
    final byte[] bytes =
        Arrays.copyOfRange(frame.bytes(), frame.offset(), frame.offset() + frame.captured());
    final boolean isVlan = shortAt(bytes, 12) == 0x8100;
    final int network = isVlan ? 18 : 14;
    final boolean isIpv6 = shortAt(bytes, network - 2) == 0x86dd;
    final int protocol = bytes[network + (isIpv6 ? 6 : 9)];
    final int addresses = network + (isIpv6 ? 8 : 12);
    final int transport = network + (isIpv6 ? 40 : 20);
    final int end =
        isIpv6 ? transport + shortAt(bytes, network + 4) : network + shortAt(bytes, network + 2);
    assertThat(end).isLessThanOrEqualTo(bytes.length);
    if (!isIpv6) {
      assertThat(sum(bytes, network, transport) % 0xffff).as("IP checksum").isZero();
    }
    final long pseudo =
        protocol == 1 ? 0 : sum(bytes, addresses, transport) + protocol + end - transport;
    assertThat((pseudo + sum(bytes, transport, end)) % 0xffff).as("checksum").isZero();
    final boolean isEcho = protocol == 1 || protocol == 58;
    final boolean toServer = bytes[5] == 2;
    final int half = (transport - addresses) / 2;
    final int from = addresses + (toServer ? 0 : half);
    return new Seen(
        isVlan,
        isIpv6,
        protocol,
        Arrays.toString(Arrays.copyOfRange(bytes, from, from + half)),
        shortAt(bytes, transport + (isEcho ? 4 : toServer ? 0 : 2)),
        isEcho ? 0 : shortAt(bytes, transport + (toServer ? 2 : 0)));
  }

  private static int shortAt(final byte[] bytes, final int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static long sum(final byte[] bytes, final int from, final int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += (i - from) % 2 == 0 ? (bytes[i] & 0xff) << 8 : bytes[i] & 0xff;
    }
    return sum;
  }

  @Test
  void hasThePacketsAndConnectionsThatWereAskedForInTheMixThatWasPromised() throws IOException {
    final List<Seen> packets = read(write("a.pcap", 1));
    assertThat(packets).hasSize(PACKETS);
    final Map<Seen, Integer> connections = new HashMap<>();
    packets.forEach(packet -> connections.merge(packet, 1, Integer::sum));
    assertThat(connections).hasSize(CONNECTIONS);
    final Map<String, Long> kinds =
        connections.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    e -> kind(e.getKey().protocol(), e.getKey().serverPort(), e.getValue()),
                    Collectors.counting()));
    assertThat(kinds.get("tcp")).isCloseTo(CONNECTIONS * 40 / 100, within(50L));
    assertThat(kinds.get("scan")).isCloseTo(CONNECTIONS * 18 / 100, within(50L));
    assertThat(kinds.get("dns")).isCloseTo(CONNECTIONS * 33 / 100, within(50L));
    assertThat(kinds.get("stream")).isCloseTo(CONNECTIONS * 5 / 100, within(50L));
    assertThat(kinds.get("echo")).isCloseTo(CONNECTIONS * 4 / 100, within(50L));
    assertThat(connections.keySet().stream().filter(Seen::isIpv6).count())
        .isCloseTo(CONNECTIONS / 10, within(200L));
    assertThat(connections.keySet().stream().filter(Seen::isVlan).count())
        .isCloseTo(CONNECTIONS / 10, within(200L));
  }

  private static String kind(final int protocol, final int serverPort, final int packets) {
    return switch (protocol) {
      case 6 -> packets == 1 ? "scan" : "tcp";
      case 17 -> serverPort == 53 ? "dns" : "stream";
      default -> "echo";
    };
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    final Path one = write("one.pcap", 1);
    assertThat(Files.mismatch(one, write("same.pcap", 1))).isEqualTo(-1);
    assertThat(Files.mismatch(one, write("other.pcap", 2))).isPositive();
  }

  @Test
  void tooFewPacketsAreRefused() {
    assertThatThrownBy(() -> GeneratedCapture.write(folder.resolve("few.pcap"), 1000, 4000, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1,000 connections have 5,120 packets at least");
  }
}
