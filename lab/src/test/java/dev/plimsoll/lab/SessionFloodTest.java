package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@KernelTest
class SessionFloodTest {

  @Test
  void threeOfFourSessionsAreTcp() throws IOException {
    try (LabNamespace namespace = LabNamespace.create();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(8_000);

      flood.requireNoRefusal();
      assertThat(namespace.run("conntrack", "-L", "-p", "tcp").lines().count()).isEqualTo(6_000);
    }
  }

  @Test
  void theAskedShareIsIpv6() throws IOException {
    try (LabNamespace namespace = LabNamespace.create();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace()).ipv6Of100(30)) {
      flood.add(1_000);

      flood.requireNoRefusal();
      assertThat(namespace.run("conntrack", "-L", "-f", "ipv6").lines().count()).isEqualTo(300);
    }
  }

  @Test
  void refusalsAreCounted() throws IOException {
    try (LabNamespace namespace = LabNamespace.create();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(5_000);
      flood.startAt(0).add(5_000);

      assertThat(flood.refused()).isEqualTo(5_000);
    }
  }

  @Test
  void deletingTakesTheOldest() throws IOException {
    try (LabNamespace namespace = LabNamespace.create();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(100);
      flood.delete(40);

      flood.requireNoRefusal();
      assertThat(namespace.run("conntrack", "-C")).isEqualTo("60\n");
    }
  }

  @Test
  void theCeilingIsBackWhenTheLastOneThatRaisedItCloses() throws IOException {
    final Path maximum = Path.of("/proc/sys/net/netfilter/nf_conntrack_max");
    final String before = Files.readAllLines(maximum).getFirst();
    final long wanted = Long.parseLong(before) + 1000;
    try (TableCeiling _ = TableCeiling.raise(wanted)) {
      TableCeiling.raise(wanted).close();
      assertThat(Files.readAllLines(maximum).getFirst()).isEqualTo(Long.toString(wanted));
    }
    assertThat(Files.readAllLines(maximum).getFirst()).isEqualTo(before);
  }
}
