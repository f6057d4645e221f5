package dev.plimsoll.lab;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.kernel.CaptureFilterException;
import dev.plimsoll.kernel.CapturedPacket;
import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.PacketRing;
import dev.plimsoll.kernel.PacketRingSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One namespace sends numbered datagrams to another over a pair of veth devices. */
@KernelTest
final class PacketRingKernelTest {
  private static final String SENDER = "10.88.1.1";
  private static final String RECEIVER = "10.88.1.2";
  private static final int PORT = 4711;
  private static final int UDP = 17;

  /** From 10.88.1.1:4711 to 10.88.1.2:4711, with four bytes of data. */
  private static final String IP_AND_UDP_HEADER =
      "4500002000004000401100000a5801010a580102" + "12671267000c0000";

  private static final int MANY = 10_000;

  private final LabNamespace sender = LabNamespace.create("sender");
  private final LabNamespace receiver = LabNamespace.create("receiver");

  /** The receiver's end of the pair. */
  private final String device = "to-" + sender.name().split("-", 3)[1];

  PacketRingKernelTest() throws IOException {
    LabNetwork.link(sender, List.of(SENDER + "/24"), receiver, List.of(RECEIVER + "/24"));
  }

  @AfterEach
  void remove() throws IOException {
    try (sender;
        receiver) {
      // Both are closed, whichever fails.
    }
  }

  private PacketRingSettings onDevice() {
    return PacketRingSettings.DEFAULT.withInterface(device);
  }

  private PacketRing open(final PacketRingSettings settings) throws IOException {
    return PacketRing.open(receiver.networkNamespace(), settings);
  }

  private static void send(
      final LabNamespace from, final String address, final int port, final int count)
      throws IOException {
    try (DatagramChannel socket = from.call(DatagramChannel::open)) {
      final InetSocketAddress to = new InetSocketAddress(address, port);
      for (int i = 0; i < count; i++) {
        socket.send(ByteBuffer.allocate(4).putInt(0, i), to);
      }
    }
  }

  /** A datagram as it was captured. */
  private record Seen(int number, int vlan, int linkType, int length, long timeNanos) {}

  /** Reads until so many datagrams to the port were seen, or nothing has come for a while. */
  private static List<Seen> read(final PacketRing ring, final int port, final int count)
      throws IOException {
    final List<Seen> seen = new ArrayList<>();
    final long end = System.nanoTime() + SECONDS.toNanos(20);
    while (seen.size() < count && System.nanoTime() < end && ring.await(2000)) {
      while (ring.next()) {
        add(ring.packet(), port, seen);
      }
    }
    return seen;
  }

  private static void add(final CapturedPacket packet, final int port, final List<Seen> to) {
    final ByteBuffer bytes =
        ByteBuffer.wrap(packet.bytes(), packet.offset(), packet.captured()).slice();
    final boolean isVlan =
        packet.linkType() == CapturedPacket.ETHERNET && bytes.getShort(12) == (short) 0x8100;
    final int network = packet.linkType() == CapturedPacket.RAW_IP ? 0 : isVlan ? 18 : 14;
    if (bytes.limit() >= network + 32
        && bytes.get(network) == 0x45
        && bytes.get(network + 9) == UDP
        && bytes.getShort(network + 22) == (short) port) {
      to.add(
          new Seen(
              bytes.getInt(network + 28),
              isVlan ? bytes.getShort(14) & 0xfff : 0,
              packet.linkType(),
              packet.length(),
              packet.timeNanos()));
    }
  }

  private static List<Integer> numbers(final List<Seen> seen) {
    return seen.stream().map(Seen::number).toList();
  }

  private static List<Integer> first(final int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void everyPacketIsSeenOnceAndInOrder() throws IOException {
    try (PacketRing ring = open(onDevice())) {
      send(sender, RECEIVER, PORT, MANY);
      final List<Seen> seen = read(ring, PORT, MANY);
      assertThat(numbers(seen)).isEqualTo(first(MANY));
      assertThat(seen).extracting(Seen::timeNanos).isSorted();
      assertThat(seen).extracting(Seen::length).containsOnly(14 + 20 + 8 + 4);
      assertThat(ring.dropped()).isZero();
      assertThat(ring.packets()).isGreaterThanOrEqualTo(MANY);
    }
  }

  @Test
  void whatIsSentIsSeenToo() throws IOException {
    try (PacketRing ring = open(onDevice())) {
      send(receiver, SENDER, PORT, 100);
      assertThat(numbers(read(ring, PORT, 100))).isEqualTo(first(100));
    }
  }

  @Test
  void allInterfacesAreSeenAndTheLoopbackOnce() throws IOException {
    try (PacketRing ring = open(PacketRingSettings.DEFAULT)) {
      send(receiver, "127.0.0.1", PORT, 100);
      assertThat(numbers(read(ring, PORT, 100))).isEqualTo(first(100));
      send(sender, RECEIVER, PORT, 100);
      assertThat(numbers(read(ring, PORT, 100))).isEqualTo(first(100));
    }
  }

  @Test
  void aFilterLetsThroughWhatItMatchesOnly() throws IOException {
    try (PacketRing ring = open(onDevice().withFilter("udp and dst port " + PORT))) {
      send(sender, RECEIVER, PORT + 1, 100);
      send(sender, RECEIVER, PORT, 100);
      assertThat(numbers(read(ring, PORT, 100))).isEqualTo(first(100));
      assertThat(ring.packets()).isEqualTo(100);
    }
  }

  @Test
  void aFilterThatIsWrongIsRefusedWithItsReason() {
    assertThatThrownBy(() -> open(onDevice().withFilter("tcp prot 80")))
        .isInstanceOf(CaptureFilterException.class)
        .hasMessageContaining("the capture filter 'tcp prot 80' is refused: ")
        .hasMessageContaining("syntax error");
    assertThatThrownBy(() -> open(onDevice().withFilter("vlan 5")))
        .isInstanceOf(CaptureFilterException.class)
        .hasMessageContaining("takes VLAN tags off");
  }

  @Test
  void whatDoesNotFitIsCountedAsDropped() throws IOException {
    final PacketRingSettings tiny =
        onDevice().withRingBytes(32 * 1024).withFilter("udp port " + PORT);
    try (PacketRing ring = open(tiny)) {
      send(sender, RECEIVER, PORT, MANY);
      final List<Seen> seen = read(ring, PORT, MANY);
      assertThat(seen).isNotEmpty();
      assertThat(ring.dropped()).isPositive();
      assertThat(seen.size() + ring.dropped()).isEqualTo(MANY);
      assertThat(ring.packets()).isEqualTo(MANY);
    }
  }

  // Linux as it is here may have no VLAN devices, but it knows tags: the frames are made by hand.
  @Test
  void tagsOfVlansArePutBack() throws IOException {
    try (PacketRing ring = open(onDevice())) {
      sender.run(
          "perl",
          "-e",
          """
          my ($device, $frame) = @ARGV;
          open(my $file, "<", "/sys/class/net/$device/ifindex") or die "no index: $!";
          my $to = pack("S n i S C C a8", 17, 3, <$file>, 0, 0, 6, "");
          socket(my $socket, 17, 3, 0) or die "no socket: $!";
          for my $number (0 .. 99) {
            send($socket, pack("H*", $frame) . pack("N", $number), 0, $to) or die "not sent: $!";
          }
          """,
          "to-" + receiver.name().split("-", 3)[1],
          "ffffffffffff020000000001" + "81000005" + "0800" + IP_AND_UDP_HEADER);
      final List<Seen> seen = read(ring, PORT, 100);
      assertThat(numbers(seen)).isEqualTo(first(100));
      assertThat(seen).extracting(Seen::vlan).containsOnly(5);
      assertThat(seen).extracting(Seen::length).containsOnly(14 + 4 + 20 + 8 + 4);
    }
  }

  @Test
  void packetsWithoutEthernetHeaderBeginWithIp() throws IOException {
    receiver.run("ip", "tuntap", "add", "dev", "tunnel", "mode", "tun");
    receiver.run("ip", "link", "set", "tunnel", "up");
    final PacketRingSettings settings =
        PacketRingSettings.DEFAULT.withInterface("tunnel").withFilter("udp dst port " + PORT);
    try (PacketRing ring = open(settings)) {
      receiver.run(
          "perl",
          "-e",
          """
          open(my $tunnel, "+<", "/dev/net/tun") or die "no tunnel: $!";
          my $request = pack("a16 S x22", "tunnel", 0x1001);
          ioctl($tunnel, 0x400454ca, $request) or die "no tunnel: $!";
          for my $number (0 .. 99) {
            syswrite($tunnel, pack("H*", $ARGV[0]) . pack("N", $number)) or die "not sent: $!";
          }
          """,
          IP_AND_UDP_HEADER);
      final List<Seen> seen = read(ring, PORT, 100);
      assertThat(numbers(seen)).isEqualTo(first(100));
      assertThat(seen).extracting(Seen::linkType).containsOnly(CapturedPacket.RAW_IP);
      assertThat(seen).extracting(Seen::length).containsOnly(20 + 8 + 4);
    }
  }

  @Test
  void aGroupSharesThePacketsAndKeepsBothDirectionsTogether() throws IOException {
    final LabTraffic echo = new LabTraffic(receiver);
    final List<PacketRing> rings =
        PacketRing.openGroup(receiver.networkNamespace(), onDevice().withFilter("udp"), 2);
    try (echo) {
      final int[][] seen = new int[rings.size()][65_536];
      echo.serveUdp(RECEIVER, PORT);
      for (int i = 0; i < 64; i++) {
        send(sender, RECEIVER, PORT, 1);
      }
      for (int i = 0; i < rings.size(); i++) {
        countClients(rings.get(i), seen[i]);
      }
      int sum = 0;
      for (final int[] counts : seen) {
        assertThat(counts).as("what one ring saw").containsAnyOf(2, 4, 6);
        sum += Arrays.stream(counts).sum();
        assertThat(Arrays.stream(counts).filter(count -> count % 2 == 1).count()).isZero();
      }
      assertThat(sum).isEqualTo(128);
    } finally {
      rings.forEach(PacketRing::close);
    }
  }

  private static void countClients(final PacketRing ring, final int[] seen) throws IOException {
    while (ring.await(1000)) {
      while (ring.next()) {
        final CapturedPacket packet = ring.packet();
        final ByteBuffer ports = ByteBuffer.wrap(packet.bytes(), packet.offset() + 34, 4);
        final int source = ports.getShort() & 0xffff;
        final int destination = ports.getShort() & 0xffff;
        seen[source == PORT ? destination : source]++;
      }
    }
  }

  @Test
  void anInterfaceThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> open(PacketRingSettings.DEFAULT.withInterface("nowhere")))
        .isInstanceOf(KernelException.class)
        .hasMessage("cannot capture on nowhere: there is no such network interface (ENODEV)");
  }

  @Test
  void anInterfaceThatVanishesIsOneClearError() throws IOException {
    try (PacketRing ring = open(onDevice())) {
      receiver.run("ip", "link", "delete", device);
      assertThatThrownBy(
              () -> {
                while (ring.await(5000)) {
                  while (ring.next()) {
                    assertThat(ring.packet().captured()).isPositive();
                  }
                }
              })
          .isInstanceOf(KernelException.class)
          .hasMessage(
              "cannot capture on %s: the network interface is down or gone (ENETDOWN)"
                  .formatted(device));
    }
  }

  @Test
  void aRingOfOnePromiscuousInterfaceSeesWhatIsForOthers() throws IOException {
    // An address that nobody has, with a hardware address that is not the receiver's.
    final String out = "to-" + receiver.name().split("-", 3)[1];
    sender.run("ip", "neighbour", "add", "10.88.1.9", "lladdr", "02:00:00:00:00:09", "dev", out);
    try (PacketRing ring = open(onDevice().withPromiscuous())) {
      send(sender, "10.88.1.9", PORT, 100);
      assertThat(numbers(read(ring, PORT, 100))).isEqualTo(first(100));
    }
  }
}
