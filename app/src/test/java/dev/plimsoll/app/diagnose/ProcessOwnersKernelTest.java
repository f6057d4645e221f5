package dev.plimsoll.app.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.Rtnetlink;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabTraffic;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.diagnosis.Attribution;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KernelTest
@Timeout(60)
class ProcessOwnersKernelTest {
  @Test
  void theProcessBehindSessionsIsNamedWithTheirNumber() throws Exception {
    try (LabNamespace namespace = LabNamespace.create();
        LabTraffic traffic = new LabTraffic(namespace)) {
      namespace.enableTracking();
      final int port = traffic.serveTcp("127.0.0.1", 0);
      traffic.connect("127.0.0.1", port, 7);

      final Attribution found =
          new ProcessOwners(namespace.networkNamespace())
              .of(sessions(namespace.networkNamespace()));

      assertThat(found.sessions()).isEqualTo(7);
      assertThat(found.known()).isEqualTo(7);
      assertThat(found.likely()).isZero();
      assertThat(found.suspects()).hasSize(1);
      assertThat(found.suspects().getFirst().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(found.suspects().getFirst().sessions()).isEqualTo(7);
    }
  }

  private static List<Session> sessions(final NetworkNamespace namespace) throws Exception {
    final HostAddresses host = Rtnetlink.addresses(namespace);
    final List<Session> sessions = new ArrayList<>();
    try (Ctnetlink table = Ctnetlink.open(namespace)) {
      table.dump(
          SessionFilter.parse("proto:tcp"),
          session -> {
            final Session copy = session.copy();
            copy.host(host);
            sessions.add(copy);
          });
    }
    return sessions;
  }
}
