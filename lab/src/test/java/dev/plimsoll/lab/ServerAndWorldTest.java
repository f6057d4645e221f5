package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.session.SessionFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

@KernelTest
class ServerAndWorldTest {
  private static final long PATIENCE_MILLIS = 20_000;

  private static void await(
      final ServerAndWorld network, final String filter, final LongPredicate number)
      throws Exception {
    try (Ctnetlink table = Ctnetlink.open(network.server().networkNamespace())) {
      final long end = System.currentTimeMillis() + PATIENCE_MILLIS;
      final long[] count = {0};
      do {
        Thread.sleep(50);
        count[0] = 0;
        table.dump(SessionFilter.parse(filter), _ -> count[0]++);
      } while (!number.test(count[0]) && System.currentTimeMillis() < end);
      assertThat(count[0]).as(filter).matches(number::test);
    }
  }

  @Test
  void visitorsComeStayAndLeave() throws Exception {
    try (ServerAndWorld network = ServerAndWorld.create(1, 1);
        SmallWebServer _ = SmallWebServer.start(network.server(), ServerAndWorld.SERVER, 80);
        WebVisitors visitors = new WebVisitors(network, 80, 1, 50, Duration.ofSeconds(2))) {
      visitors.number(100);
      await(network, "state:ESTABLISHED direction:in dport:80", count -> count >= 90);
      // Answered by the server, more than the handshake.
      await(network, "state:ESTABLISHED bytes>600", count -> count >= 50);
      visitors.number(0);
      await(network, "any", count -> count == 0);
      visitors.requireWell();
    }
  }

  @Test
  void aScanLeavesASessionPerHostBehind() throws Exception {
    try (ServerAndWorld network = ServerAndWorld.create(1, 30);
        HostScan scan = new HostScan(network, 22)) {
      scan.perSecond(200);
      await(network, "state:SYN_SENT direction:out dport:22", count -> count >= 300);
      scan.requireWell();
    }
  }

  @Test
  void leftoversOfADemonstrationAreRemovedAndNamed() throws Exception {
    Command.run("ip", "netns", "add", "plimsoll-demo-999999999");
    try (ServerAndWorld network = ServerAndWorld.create(1, 1)) {
      assertThat(LabNamespace.removeDemoLeftovers()).containsExactly("plimsoll-demo-999999999");
      assertThat(Files.exists(Path.of("/run/netns", network.server().name()))).isTrue();
    }
  }
}
