package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

@KernelTest
class LabNamespaceTest {

  @Test
  void aNamespaceIsThereUntilItIsClosed() throws IOException {
    final Path file;
    try (LabNamespace namespace = LabNamespace.create("here")) {
      file = Path.of("/run/netns", namespace.name());
      assertThat(file).exists();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aFailedCommandSaysWhatItWasItsCodeAndItsComplaint() throws IOException {
    try (LabNamespace namespace = LabNamespace.create()) {
      assertThatThrownBy(() -> namespace.run("ip", "link", "set", "nothing", "up"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ip link set nothing up")
          .hasMessageContaining("exit code 1")
          .hasMessageContaining("Cannot find device");
    }
  }

  @Test
  void aSettingChangesInTheNamespaceOnly() throws IOException {
    final String setting = "net.netfilter.nf_conntrack_generic_timeout";
    try (LabNamespace one = LabNamespace.create();
        LabNamespace other = LabNamespace.create()) {
      one.sysctl(setting, "1234");

      assertThat(one.run("sysctl", "-n", setting)).isEqualTo("1234\n");
      assertThat(other.run("sysctl", "-n", setting)).isEqualTo("600\n");
    }
  }

  @Test
  void theNextNamespaceRemovesWhatAKilledProcessLeftAndNothingElse() throws IOException {
    final long livePid = ProcessHandle.current().parent().orElseThrow().pid();
    final String ofDead = "plim999999999-1-left";
    final String ofLiving = "plim" + livePid + "-1-lives";
    Command.run("ip", "netns", "add", ofDead);
    Command.run("ip", "netns", "add", ofLiving);
    try {
      LabNamespace.removeLeftovers();

      assertThat(Path.of("/run/netns", ofDead)).doesNotExist();
      assertThat(Path.of("/run/netns", ofLiving)).exists();
    } finally {
      for (final String name : List.of(ofDead, ofLiving)) {
        if (Files.exists(Path.of("/run/netns", name))) {
          Command.run("ip", "netns", "delete", name);
        }
      }
    }
  }

  @Test
  void clientReachesServerThroughTheRouterByBothFamilies() throws IOException {
    try (LabNetwork network = LabNetwork.create();
        LabTraffic server = new LabTraffic(network.server());
        LabTraffic client = new LabTraffic(network.client())) {
      final int port = server.serveTcp("::", 0);

      client.connect(LabNetwork.SERVER_IPV4, port, 1);
      client.connect(LabNetwork.SERVER_IPV6, port, 1);
      assertThat(client.ping(LabNetwork.SERVER_IPV4)).isTrue();
      assertThat(client.ping(LabNetwork.SERVER_IPV6)).isTrue();
    }
  }

  @Test
  void onlyAfterTrackingIsEnabledAreThereSessions() throws IOException {
    try (LabNamespace namespace = LabNamespace.create();
        LabTraffic traffic = new LabTraffic(namespace)) {
      final int port = traffic.serveUdp("127.0.0.1", 0);
      traffic.exchangeUdp("127.0.0.1", port, 1);
      assertThat(namespace.run("conntrack", "-C")).isEqualTo("0\n");

      namespace.enableTracking();
      traffic.exchangeUdp("127.0.0.1", port, 1);
      assertThat(namespace.run("conntrack", "-C")).isEqualTo("1\n");
    }
  }
}
