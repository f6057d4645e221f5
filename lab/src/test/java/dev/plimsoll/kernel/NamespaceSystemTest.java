package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabTraffic;
import dev.plimsoll.session.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is found out about a namespace beside its table. */
@KernelTest
@Timeout(60)
class NamespaceSystemTest {
  @AutoClose private LabNamespace namespace;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
  }

  @Test
  void ownAddressesAreThoseOfBothFamiliesWithBroadcast() throws IOException {
    namespace.run("ip", "address", "add", "10.9.0.1/24", "brd", "+", "dev", "lo");
    namespace.run("ip", "address", "add", "fd09::1/64", "dev", "lo", "nodad");

    assertThat(Rtnetlink.addresses(namespace.networkNamespace()).addresses())
        .containsExactlyInAnyOrder(
            IpAddress.of("127.0.0.1"),
            IpAddress.of("::1"),
            IpAddress.of("10.9.0.1"),
            IpAddress.of("10.9.0.255"),
            IpAddress.of("fd09::1"));
  }

  @Test
  void theOtherSideOfAPointToPointLinkIsNotOurs() throws IOException {
    namespace.run("ip", "address", "add", "10.9.0.1", "peer", "10.9.0.2", "dev", "lo");

    assertThat(Rtnetlink.addresses(namespace.networkNamespace()).addresses())
        .contains(IpAddress.of("10.9.0.1"))
        .doesNotContain(IpAddress.of("10.9.0.2"));
  }

  @Test
  void aNamespaceHasAnIdOnlyAfterOneIsAssigned() throws IOException {
    assertThat(Rtnetlink.idOf(namespace.networkNamespace())).isEmpty();

    namespace.assignId();

    assertThat(Rtnetlink.idOf(namespace.networkNamespace())).isPresent();
  }

  @Test
  void allNamespacesAreFoundOnceAndOurOwnFirst() throws IOException {
    final List<NetworkNamespace> all = NetworkNamespaces.all();

    assertThat(all.getFirst()).isEqualTo(NetworkNamespace.own());
    assertThat(all).contains(namespace.networkNamespace());
    assertThat(all).extracting(NetworkNamespace::inode).doesNotHaveDuplicates();
  }

  @Test
  void aNamespaceIsFoundByTheProcessInIt() throws IOException {
    final Process process =
        new ProcessBuilder("ip", "netns", "exec", namespace.name(), "sleep", "30").start();
    try {
      NetworkNamespace found = NetworkNamespaces.find(Long.toString(process.pid()));
      // It takes a moment until the process has moved in.
      while (process.isAlive() && found.inode() != namespace.networkNamespace().inode()) {
        Thread.onSpinWait();
        found = NetworkNamespaces.find(Long.toString(process.pid()));
      }
      assertThat(found.name()).isEqualTo("pid:" + process.pid());
      assertThat(found.inode()).isEqualTo(namespace.networkNamespace().inode());
    } finally {
      process.destroy();
    }
  }

  @Test
  void anUnknownNameSaysWhereItWasLookedFor() {
    assertThatThrownBy(() -> NetworkNamespaces.find("plim-no-such"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/run/netns/plim-no-such");
  }

  @Test
  void theHooksAreSeenOnceARuleTracksOrAreUnknown() throws IOException {
    final Hooks before = Hooks.read(namespace.networkNamespace());
    namespace.enableTracking();
    final Hooks after = Hooks.read(namespace.networkNamespace());

    // Kernels without CONFIG_NETFILTER_NETLINK_HOOK do not tell, and then always.
    assertThat(List.of(before, after))
        .isIn(List.of(Hooks.NOT_HOOKED, Hooks.HOOKED), List.of(Hooks.UNKNOWN, Hooks.UNKNOWN));
  }

  @Test
  void socketsAreCountedByKind() throws IOException {
    try (LabTraffic traffic = new LabTraffic(namespace)) {
      final int port = traffic.serveTcp("127.0.0.1", 0);
      traffic.connect("127.0.0.1", port, 2);
      traffic.serveUdp("127.0.0.1", 0);

      // A listening one, and both ends of two connections.
      assertThat(SocketCount.read(namespace.networkNamespace()))
          .isEqualTo(new SocketCount(5, 1, 1));
    }
  }

  @Test
  void workInANamespaceIsDoneThereAndNowhereElse() throws IOException {
    final long inside =
        namespace.call(() -> NetworkNamespace.at("x", Path.of("/proc/thread-self/ns/net")).inode());

    assertThat(inside).isEqualTo(namespace.networkNamespace().inode());
    assertThat(NetworkNamespace.own().inode()).isNotEqualTo(inside);
  }

  @Test
  void aPathThatLeadsToAnotherNamespaceByNowIsNotEntered() {
    final NetworkNamespace before = namespace.networkNamespace();
    final NetworkNamespace other =
        new NetworkNamespace(before.name(), before.path(), before.inode() + 1);

    assertThatThrownBy(() -> other.call(() -> true))
        .isInstanceOfSatisfying(KernelException.class, e -> assertThat(e.isNotFound()).isTrue())
        .hasMessageContaining(String.valueOf(before.name()));
  }

  @Test
  void aNamespaceIsThereUnderItsPathAndInodeUntilItIsRemoved() throws IOException {
    final NetworkNamespace made = namespace.networkNamespace();
    assertThat(NetworkNamespaces.isThere(made)).isTrue();
    assertThat(
            NetworkNamespaces.isThere(
                new NetworkNamespace(made.name(), made.path(), made.inode() + 1)))
        .isFalse();

    namespace.close();

    assertThat(NetworkNamespaces.isThere(made)).isFalse();
  }
}
