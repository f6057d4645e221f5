package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Tuple;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which socket a session gets: of those with both its ends, and of those that stand for many. */
class SocketsOfSessionsTest {
  private static final HostAddresses HOST = HostAddresses.of(List.of(IpAddress.of("192.0.2.10")));
  private static final String ANY = "0.0.0.0";

  private static FoundSocket socket(
      final int protocol,
      final String local,
      final int localPort,
      final String remote,
      final int remotePort,
      final int inode) {
    final IpAddress here = IpAddress.of(local);
    final IpAddress there = IpAddress.of(remote);
    final ByteBuffer b = ByteBuffer.allocate(72);
    b.put(0, (byte) here.family()).put(1, (byte) (remotePort == 0 ? 10 : 1));
    b.putShort(4, (short) localPort).putShort(6, (short) remotePort);
    if (here.family() == Family.IPV4) {
      b.putInt(8, (int) here.low()).putInt(24, (int) there.low());
    } else {
      b.putLong(8, here.high()).putLong(16, here.low());
      b.putLong(24, there.high()).putLong(32, there.low());
    }
    b.order(ByteOrder.LITTLE_ENDIAN).putInt(68, inode);
    final FoundSocket found = new FoundSocket(protocol);
    assertThat(found.read(b.array(), 0, 72)).isTrue();
    return found;
  }

  private static Tuple ends(final String local, final int port, final String remote) {
    return Tuple.of(Protocol.TCP, IpAddress.of(local), port, IpAddress.of(remote), 50_000);
  }

  @Test
  void tenThousandWantedSocketsAreEachFound() {
    final WantedSockets wanted = new WantedSockets(10_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(wanted.want(ends("192.0.2.10", 1_024 + i, "203.0.113.9"))).isEqualTo(i);
    }
    assertThat(wanted.want(ends("192.0.2.10", 1_024, "203.0.113.9"))).isZero();
    for (int i = 0; i < 20_000; i++) {
      wanted.offer(socket(Protocol.TCP, "192.0.2.10", 1_024 + i, "203.0.113.9", 50_000, i + 1));
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(wanted.inode(i)).isEqualTo(i + 1);
    }
  }

  @Test
  void anotherRemoteOrProtocolIsAnotherSocket() {
    final WantedSockets wanted = new WantedSockets(1);
    final int place = wanted.want(ends("192.0.2.10", 80, "203.0.113.9"));
    wanted.offer(socket(Protocol.TCP, "192.0.2.10", 80, "203.0.113.8", 50_000, 1));
    wanted.offer(socket(Protocol.UDP, "192.0.2.10", 80, "203.0.113.9", 50_000, 2));
    assertThat(wanted.inode(place)).isZero();
  }

  @Test
  void theSocketBoundToTheVeryAddressGoesBeforeTheOneBoundToNone() {
    final BoundSockets bound = new BoundSockets();
    bound.add(socket(Protocol.TCP, "192.0.2.10", 80, ANY, 0, 1));
    bound.add(socket(Protocol.TCP, ANY, 80, ANY, 0, 2));
    assertThat(bound.inode(bound.find(ends("192.0.2.10", 80, "203.0.113.9"), HOST))).isEqualTo(1);
    assertThat(bound.inode(bound.find(ends("127.0.0.1", 80, "127.0.0.1"), HOST))).isEqualTo(2);
  }

  @Test
  void whoIsBoundToNoAddressDoesNotStandForThoseOfOthers() {
    final BoundSockets bound = new BoundSockets();
    bound.add(socket(Protocol.TCP, ANY, 80, ANY, 0, 1));
    assertThat(bound.find(ends("172.17.0.2", 80, "203.0.113.9"), HOST)).isEqualTo(-1);
  }

  @Test
  void anIpv6SocketWithoutAddressStandsForIpv4Too() {
    final BoundSockets bound = new BoundSockets();
    bound.add(socket(Protocol.TCP, "::", 80, "::", 0, 1));
    assertThat(bound.find(ends("192.0.2.10", 80, "203.0.113.9"), HOST)).isZero();
  }

  @Test
  void theFirstOfSeveralOnOnePortIsTaken() {
    final BoundSockets bound = new BoundSockets();
    for (int i = 1; i <= 200; i++) {
      bound.add(socket(Protocol.UDP, ANY, 53, ANY, 0, i));
    }
    final Tuple query =
        Tuple.of(Protocol.UDP, IpAddress.of("192.0.2.10"), 53, IpAddress.of("203.0.113.9"), 50_000);
    assertThat(bound.inode(bound.find(query, HOST))).isEqualTo(1);
    assertThat(bound.isSure(bound.find(query, HOST))).isTrue();
  }
}
