package dev.plimsoll.lab.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.LinkType;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.capture.CaptureException;
import dev.plimsoll.engine.capture.CaptureFiles;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.Family;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Captures of real traffic, replayed through both: those that the engine's own tests read, and
 * whatever lies in the directory that the system property {@code plimsoll.captures} names. Packets
 * come as fast as they can, so nothing expires.
 */
@KernelTest
class CapturesKernelTest {
  private static final Path OWN =
      Path.of("../engine/src/test/resources/dev/plimsoll/engine/capture");
  private static final int VLAN = 0x8100;
  private static final int LONGEST_PACKET = 64_000;

  @ParameterizedTest(name = "nf_conntrack_checksum = {0}")
  @ValueSource(longs = {0, 1})
  void everyPacketOfACaptureIsJudgedAlike(final long checksum) throws Exception {
    try (Comparison comparison =
        new Comparison(DistinctTimeouts.with(Map.of(Sysctl.CHECKSUM, checksum)))) {
      for (final Path file : captures()) {
        comparison.assertEqual(read(file), String.valueOf(file));
      }
      assertThat(comparison.packets()).isPositive();
    }
  }

  private static List<Path> captures() throws Exception {
    try (Stream<Path> own = Files.list(OWN);
        Stream<Path> more =
            Files.walk(Path.of(System.getProperty("plimsoll.captures", OWN.toString())))) {
      return Stream.concat(own, more)
          .filter(file -> file.toString().matches(".*\\.p?cap(ng)?"))
          .distinct()
          .sorted()
          .toList();
    }
  }

  /** The IP packets of a capture, as far as it can be read. */
  private static Exchange read(final Path file) throws Exception {
    final Exchange exchange = new Exchange();
    final Frame[] frames = {new Frame()};
    try (CaptureFiles source = CaptureFiles.open(List.of(file), InputStream.nullInputStream())) {
      while (source.read(frames) > 0) {
        add(exchange, frames[0]);
      }
    } catch (final CaptureException e) {
      // Some are damaged on purpose; what comes before is good.
      assertThat(e).hasMessageContaining(String.valueOf(file.getFileName()));
    }
    return exchange;
  }

  private static void add(final Exchange exchange, final Frame frame) {
    final byte[] bytes =
        Arrays.copyOfRange(frame.bytes(), frame.offset(), frame.offset() + frame.captured());
    final int network = networkHeader(bytes, frame.linkType());
    if (frame.captured() < frame.length()
        || network < 0
        || bytes.length <= network
        || bytes.length - network > LONGEST_PACKET) {
      return;
    }
    final int version = bytes[network] >> 4;
    if (version == 4 || version == 6) {
      final byte[] packet =
          Wire.ethernet(
              version == 4 ? Family.IPV4 : Family.IPV6,
              Arrays.copyOfRange(bytes, network, bytes.length));
      if (version == 4 && packet.length >= Wire.ETHERNET_BYTES + Wire.IPV4_BYTES) {
        fillHeaderChecksum(packet);
      }
      exchange.frame(packet);
    }
  }

  /** A host that captures its own packets sees them before the network card has done this. */
  private static void fillHeaderChecksum(final byte[] frame) {
    final ByteBuffer packet = ByteBuffer.wrap(frame).position(Wire.ETHERNET_BYTES).slice();
    final int header = (packet.get(0) & 0xf) * 4;
    if (packet.getShort(10) == 0 && header == Wire.IPV4_BYTES) {
      packet.putShort(10, (short) Wire.headerSum(frame));
    }
  }

  /** Where the IP header begins, or -1 if there is none. */
  private static int networkHeader(final byte[] bytes, final int linkType) {
    switch (linkType) {
      case LinkType.ETHERNET -> {
        int at = 12;
        while (at + 4 < bytes.length && type(bytes, at) == VLAN) {
          at += 4;
        }
        return at + 2 < bytes.length && isIp(type(bytes, at)) ? at + 2 : -1;
      }
      case LinkType.LINUX_SLL -> {
        return bytes.length > 16 && isIp(type(bytes, 14)) ? 16 : -1;
      }
      case LinkType.LINUX_SLL2 -> {
        return bytes.length > 20 && isIp(type(bytes, 0)) ? 20 : -1;
      }
      case LinkType.NULL -> {
        return 4;
      }
      case LinkType.RAW -> {
        return 0;
      }
      default -> {
        return -1;
      }
    }
  }

  private static int type(final byte[] bytes, final int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static boolean isIp(final int type) {
    return type == 0x0800 || type == 0x86dd;
  }
}
