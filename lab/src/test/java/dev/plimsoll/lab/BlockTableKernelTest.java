package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.BlockTable;
import dev.plimsoll.kernel.Login;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KernelTest
class BlockTableKernelTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final LabNamespace space = LabNamespace.create("block");
  private final BlockTable table = new BlockTable(space.networkNamespace());

  BlockTableKernelTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    space.close();
  }

  private static BlockTable.Target remote(final String address) {
    return new BlockTable.Target.Remote(IpAddress.of(address));
  }

  @Test
  void theKernelEndsABlockAlthoughNobodyIsLeft() throws IOException {
    final BlockTable.Target target = remote("203.0.113.9");
    table.block(target, Duration.ofSeconds(1), Set.of());
    final long deadline = System.nanoTime() + 30_000_000_000L;
    while (table.isBlocked(target) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(table.isBlocked(target)).isFalse();
    assertThat(table.extend(target, MINUTE)).isFalse();
  }

  @Test
  void blockingAgainBeginsTheTimeAnew() throws IOException {
    final BlockTable.Target target = new BlockTable.Target.Port(Protocol.UDP, 53);
    table.block(target, MINUTE, Set.of());
    table.block(target, Duration.ofHours(2), Set.of());
    assertThat(space.run("nft", "list", "ruleset")).containsOnlyOnce("udp . 53 timeout 2h");
  }

  @Test
  void aLogInWorksThroughABlockOfItsOwnRemoteAndNothingElseDoes() throws IOException {
    for (final String address : List.of("192.0.2.50/32", "198.51.100.1/32")) {
      space.run("ip", "addr", "add", address, "dev", "lo");
    }
    table.block(
        remote("192.0.2.50"), MINUTE, Set.of(new Login(IpAddress.of("192.0.2.50"), 51_000, 2222)));
    assertThat(answers(2222)).isTrue();
    assertThat(answers(80)).isFalse();
  }

  // From the remote to this host. Nobody listens, so a refusal is the answer.
  private boolean answers(final int port) throws IOException {
    return space.call(() -> {
      try (Socket socket = new Socket()) {
        socket.bind(new InetSocketAddress("192.0.2.50", 0));
        socket.connect(new InetSocketAddress("198.51.100.1", port), 1_500);
        return true;
      } catch (final SocketTimeoutException e) {
        return false;
      } catch (final ConnectException e) {
        return true;
      }
    });
  }

  @Test
  void rulesOfOthersStayAsTheyAre() throws IOException {
    space.enableTracking();
    final String before = space.run("nft", "list", "ruleset");
    table.block(remote("2001:db8::9"), MINUTE, Set.of());
    assertThat(table.unblock(remote("2001:db8::9"))).isTrue();
    assertThat(table.unblock(remote("2001:db8::9"))).isFalse();
    assertThat(space.run("nft", "list", "ruleset")).isEqualTo(before);
  }
}
